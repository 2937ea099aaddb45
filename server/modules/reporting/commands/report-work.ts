import { reportWorkBody } from '../../../contracts/api/reporting';
import { accepted, defineCommand } from '../../../platform';
import { businessDateOf, factoryOf, namesOf } from '../../identity';
import {
  decideReport,
  loadOrderForProgress,
  operationOf,
  presentOperation,
  saveOrderProgress,
  statusFacts,
  totalScrap,
} from '../../workorders';
import { readMoment } from '../domain/moment';
import { readQuantities } from '../domain/quantities';
import { explained } from '../explain-refusal';
import { addRow } from '../ledger';
import { ONE_REPORT_PER_NUMBER } from '../models/work-report.model';
import { reportedFact } from '../report-facts';
import { presentReport } from '../reporting.presenter';
import { endSegmentsOfFinished } from '../segments';
import { workerOf } from '../worker';

/**
 * Takes in what a worker made: good, scrap by reason, sent to rework. It only adds (B-1.9).
 * Refuses with `occurred_in_future`, `occurred_too_long_ago`, `scrap_reason_unknown`, `report_empty`, `quantity_not_in_unit`,
 * `order_not_open`, `operation_not_started`, `dispatched_to_other`, `first_article_open`, `first_article_failed`, `over_production`,
 * `operation_finished` or `more_than_ready`. Publishes `reporting.work_reported`, and what became of the order.
 */
export const reportWork = defineCommand({
  name: 'reporting.report-work',
  permission: 'reporting.create',
  input: reportWorkBody,
  againIfLostTo: [ONE_REPORT_PER_NUMBER],
  queueBy: ({ operationId }) => operationId,
  async run(input, { actor, scope, now, publish }) {
    const factory = await factoryOf(scope.factoryId);
    const moment = readMoment(input.occurredAt, now, factory.reportDaysBack);
    if (moment.kind === 'refused') return moment;
    const quantities = readQuantities(input);
    if (quantities.kind === 'refused') return quantities;

    const before = await loadOrderForProgress(scope, input.operationId);
    const decision = decideReport(before, input.operationId, workerOf(actor), quantities.value, now);
    if (decision.kind === 'refused') return explained(before, decision.refusal);

    const { order, finishedIds } = decision.value;
    const { goodQty, scrap, reworkQty } = quantities.value;
    const row = await addRow(order, operationOf(order, input.operationId), {
      kind: 'report',
      personId: actor.id,
      bookedById: actor.id,
      goodQty,
      scrap: [...scrap],
      scrapQty: totalScrap(scrap),
      reworkQty,
      occurredAt: moment.value,
      receivedAt: now,
      businessDate: businessDateOf(factory, moment.value),
      photoIds: input.photoIds,
      voiceId: input.voiceId ?? null,
      note: input.note ?? null,
    });
    await saveOrderProgress(before, order);
    await endSegmentsOfFinished(before, finishedIds, moment.value);

    publish(reportedFact(row, 'report', decision.value));
    for (const fact of statusFacts(before, order)) publish(fact);
    const names = await namesOf(scope.factoryId, [actor.id]);
    return accepted({ report: presentReport(row, names), operation: await presentOperation(order, input.operationId) });
  },
});
