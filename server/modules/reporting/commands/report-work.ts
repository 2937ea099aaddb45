import { reportWorkBody } from '../../../contracts/api/reporting';
import { accepted, defineCommand, refused } from '../../../platform';
import { businessDateOf, factoryOf, namesOf } from '../../identity';
import { attachMedia } from '../../media';
import {
  decideReport,
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
import { reopeningOf } from '../reopening';
import { reportedFact } from '../report-facts';
import { presentReport } from '../reporting.presenter';
import { endSegmentsOfFinished } from '../segments';
import { setAsideOrRefuse } from '../set-aside';
import { showingMedia } from '../show-receipt';
import { workerOf } from '../worker';

const recordReport = defineCommand({
  name: 'reporting.report-work',
  permission: 'reporting.create',
  input: reportWorkBody,
  againIfLostTo: [ONE_REPORT_PER_NUMBER],
  queueBy: ({ operationId }) => operationId,
  async run(input, context) {
    const { actor, scope, now, publish } = context;
    const factory = await factoryOf(scope.factoryId);
    const moment = readMoment(input.occurredAt, now, factory.reportDaysBack);
    if (moment.kind === 'refused') return moment;
    const quantities = readQuantities(input);
    if (quantities.kind === 'refused') return quantities;

    const { goodQty, scrap, reworkQty } = quantities.value;
    const made = {
      kind: 'report' as const,
      goodQty,
      scrap: [...scrap],
      scrapQty: totalScrap(scrap),
      reworkQty,
      occurredAt: moment.value,
      businessDate: businessDateOf(factory, moment.value),
      photoIds: input.photoIds,
      voiceId: input.voiceId ?? null,
      note: input.note ?? null,
    };

    const before = await loadOrderToReport(scope, input.operationId);
    const decision = decideReport(
      before,
      input.operationId,
      workerOf(actor),
      quantities.value,
      now,
      moment.value,
      reopeningOf(factory, moment.value),
    );
    if (decision.kind === 'refused') {
      const answer = await setAsideOrRefuse(before, input.operationId, decision.refusal, made, context);
      const lost = answer.kind === 'accepted' ? await attachMedia({ scope, actor, now }, input) : null;
      return lost ? refused(lost) : answer;
    }
    const missing = await attachMedia({ scope, actor, now }, input);
    if (missing) return refused(missing);

    const { order, finishedIds } = decision.value;
    const booking = { personId: actor.id, bookedById: actor.id, receivedAt: now };
    const row = await addRow(order, operationOf(order, input.operationId), { ...made, ...booking });
    await saveOrderProgress(before, order);
    await endSegmentsOfFinished(before, finishedIds, moment.value);

    publish(reportedFact(row, 'report', decision.value));
    for (const fact of statusFacts(before, order)) publish(fact);
    const names = await namesOf(scope.factoryId, [actor.id]);
    return accepted({ report: presentReport(row, names), operation: await presentOperation(order, input.operationId), placed: true });
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
