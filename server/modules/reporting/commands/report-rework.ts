import { reportReworkBody } from '../../../contracts/api/reporting';
import { defineCommand } from '../../../platform';
import { factoryOf } from '../../identity';
import { decideRework } from '../../workorders';
import { ONE_REPORT_PER_NUMBER } from '../models/work-report.model';
import { ReportsAtOnce, readReport } from '../reports-at-once';
import { setAsideOrRefuse } from '../set-aside';

/**
 * Takes in what came back from rework: good now, or scrap after all (B-1.14).
 * Refuses with `occurred_in_future`, `occurred_too_long_ago`, `scrap_reason_unknown`, `report_empty`, `quantity_not_in_unit`,
 * `order_not_open` or `more_than_in_rework`. Publishes `reporting.work_reported` of kind `rework`.
 */
export const reportRework = defineCommand({
  name: 'reporting.report-rework',
  permission: 'reporting.create',
  input: reportReworkBody,
  againIfLostTo: [ONE_REPORT_PER_NUMBER],
  queueBy: ({ operationId }) => operationId,
  async run(input, context) {
    const { operationId } = input;
    const read = readReport(input, await factoryOf(context.scope.factoryId), context.now);
    if (read.kind === 'refused') return read;
    const { quantities, ...rest } = read.value;
    const back = { reworkQty: -rest.goodQty - rest.scrapQty, photoIds: [], voiceId: null, note: null };
    const made = { ...rest, ...back, kind: 'rework' as const };

    const reports = await ReportsAtOnce.about(context.scope.factoryId, [operationId]);
    const before = reports.orderOf(operationId, context);
    const decision = decideRework(before, operationId, context.actor.id, quantities, context.now, made.occurredAt);
    if (decision.kind === 'refused') return setAsideOrRefuse(before, operationId, decision.refusal, made, context);
    const outcome = await reports.book(before, operationId, made, { ...decision.value, firstArticleDue: false }, context);
    await reports.write();
    return outcome;
  },
});
