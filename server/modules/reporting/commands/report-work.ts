import type * as z from 'zod/mini';
import { reportWorkBody } from '../../../contracts/api/reporting';
import { type CommandContext, defineTogetherCommand, refused } from '../../../platform';
import { type FactorySettings, factoryOf } from '../../identity';
import { attachMedia } from '../../media';
import { decideReport } from '../../workorders';
import { ONE_REPORT_PER_NUMBER } from '../models/work-report.model';
import { reopeningOf } from '../reopening';
import { ReportsAtOnce, readReport } from '../reports-at-once';
import { setAsideOrRefuse } from '../set-aside';
import { showingMedia } from '../show-receipt';
import { workerOf } from '../worker';

const recordReport = defineTogetherCommand({
  name: 'reporting.report-work',
  permission: 'reporting.create',
  input: reportWorkBody,
  againIfLostTo: [ONE_REPORT_PER_NUMBER],
  queueBy: ({ operationId }) => operationId,
  async runTogether(calls, factoryId) {
    const factory = await factoryOf(factoryId);
    const reports = await ReportsAtOnce.about(
      factoryId,
      calls.map(({ input }) => input.operationId),
    );
    const outcomes = [];
    for (const { input, context } of calls) outcomes.push(await take(input, reports, factory, context));
    await reports.write();
    return outcomes;
  },
});

/**
 * Takes in what a worker made: good, scrap by reason, sent to rework. It only adds (B-1.9).
 * Refuses with `occurred_in_future`, `occurred_too_long_ago`, `scrap_reason_unknown`, `report_empty`, `quantity_not_in_unit`,
 * `order_not_open`, `operation_not_started`, `dispatched_to_other`, `first_article_open`, `first_article_failed`, `over_production`,
 * `operation_finished`, `more_than_ready` or `media_unknown`. What was made in good faith for an order that is over is kept aside instead
 * (`placed` false, B-11.5). Publishes `reporting.work_reported`, and what became of the order.
 */
export const reportWork = showingMedia(recordReport);

async function take(input: z.infer<typeof reportWorkBody>, reports: ReportsAtOnce, factory: FactorySettings, context: CommandContext) {
  const read = readReport(input, factory, context.now);
  if (read.kind === 'refused') return read;
  const { quantities, ...rest } = read.value;
  const { photoIds, voiceId = null, note = null } = input;
  const made = { ...rest, kind: 'report' as const, reworkQty: quantities.reworkQty, photoIds, voiceId, note };

  const before = reports.orderOf(input.operationId, context);
  const decision = decideReport(
    before,
    input.operationId,
    workerOf(context.actor),
    quantities,
    context.now,
    made.occurredAt,
    reopeningOf(factory, made.occurredAt),
  );
  if (decision.kind === 'refused') {
    const answer = await setAsideOrRefuse(before, input.operationId, decision.refusal, made, context);
    const lost = answer.kind === 'accepted' ? await attachMedia(context, input) : null;
    return lost ? refused(lost) : answer;
  }
  const missing = await attachMedia(context, input);
  if (missing) return refused(missing);
  return reports.book(before, input.operationId, made, decision.value, context);
}
