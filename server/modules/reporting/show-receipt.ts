import type { WorkReportDto } from '../../contracts/api/reporting';
import { accepted, type Command, type Refusal } from '../../platform';
import { showAttached } from '../media';

/** The journal keeps the receipt of a report; addresses of its photos and voice live for minutes, and are added when it is given. */
export const showingMedia = <I, T extends { report: WorkReportDto }, R extends Refusal>(command: Command<I, T, R>): Command<I, T, R> => ({
  ...command,
  async run(input, call) {
    const outcome = await command.run(input, call);
    if (outcome.kind === 'refused') return outcome;
    const [report = outcome.value.report] = await showAttached(call.actor.scope, [outcome.value.report], call.now);
    return accepted({ ...outcome.value, report });
  },
});
