import { reportReworkBody } from '../../../contracts/api/reporting';
import { accepted, defineCommand } from '../../../platform';
import { businessDateOf, factoryOf, namesOf } from '../../identity';
import {
  decideRework,
  loadOrderToReport,
  operationOf,
  presentOperation,
  saveOrderProgress,
  statusFacts,
  totalScrap,
} from '../../workorders';
import { readMoment } from '../domain/moment';
import { readQuantities } from '../domain/quantities';
import { addRow } from '../ledger';
import { ONE_REPORT_PER_NUMBER } from '../models/work-report.model';
import { reportedFact } from '../report-facts';
import { presentReport } from '../reporting.presenter';
import { endSegmentsOfFinished } from '../segments';
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
    const { actor, scope, now, publish } = context;
    const factory = await factoryOf(scope.factoryId);
    const moment = readMoment(input.occurredAt, now, factory.reportDaysBack);
    if (moment.kind === 'refused') return moment;
    const result = readQuantities(input);
    if (result.kind === 'refused') return result;

    const { goodQty, scrap } = result.value;
    const scrapQty = totalScrap(scrap);
    const made = {
      kind: 'rework' as const,
      goodQty,
      scrap: [...scrap],
      scrapQty,
      reworkQty: -goodQty - scrapQty,
      occurredAt: moment.value,
      businessDate: businessDateOf(factory, moment.value),
      photoIds: [],
      voiceId: null,
      note: null,
    };

    const before = await loadOrderToReport(scope, input.operationId);
    const decision = decideRework(before, input.operationId, actor.id, result.value, now, moment.value);
    if (decision.kind === 'refused') return setAsideOrRefuse(before, input.operationId, decision.refusal, made, context);

    const { order, finishedIds } = decision.value;
    const booking = { personId: actor.id, bookedById: actor.id, receivedAt: now };
    const row = await addRow(order, operationOf(order, input.operationId), { ...made, ...booking });
    await saveOrderProgress(before, order);
    await endSegmentsOfFinished(before, finishedIds, moment.value);

    publish(reportedFact(row, 'rework', { ...decision.value, firstArticleDue: false }));
    for (const fact of statusFacts(before, order)) publish(fact);
    const names = await namesOf(scope.factoryId, [actor.id]);
    return accepted({ report: presentReport(row, names), operation: await presentOperation(order, input.operationId), placed: true });
  },
});
