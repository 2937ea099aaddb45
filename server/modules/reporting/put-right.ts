import type * as z from 'zod/mini';
import type { correctionReceiptDto, correctReportBody } from '../../contracts/api/reporting';
import { accepted, type CommandContext, type Outcome, refused } from '../../platform';
import { factoryOf, namesOf } from '../identity';
import {
  decideCorrection,
  loadOrderForProgress,
  type OrderState,
  operationOf,
  presentOperation,
  type Reported,
  type ReportedQuantities,
  saveOrderProgress,
  statusFacts,
  totalScrap,
} from '../workorders';
import { type Corrector, refuseCorrector } from './domain/may-correct';
import { readMoment } from './domain/moment';
import { readQuantities } from './domain/quantities';
import { explained } from './explain-refusal';
import { addRow } from './ledger';
import { loadReport, reversalOf } from './load-report';
import type { WorkReport } from './models/work-report.model';
import { reportedFact, reversedFact } from './report-facts';
import { presentReport } from './reporting.presenter';
import { endSegmentsOfFinished } from './segments';

type Asked = z.infer<typeof correctReportBody>;

/** Puts a report right, inside the caller's transaction: who may is settled first, then the rules of the order (B-1.10). */
export async function putRight(
  asked: Asked,
  corrector: Corrector,
  context: CommandContext,
): Promise<Outcome<z.infer<typeof correctionReceiptDto>>> {
  const { scope, now, publish } = context;
  const factory = await factoryOf(scope.factoryId);
  const moment = readMoment(asked.occurredAt, now, factory.reportDaysBack);
  if (moment.kind === 'refused') return moment;
  const replacement = asked.replacement ? readQuantities(asked.replacement) : accepted(null);
  if (replacement.kind === 'refused') return replacement;

  const wrong = await loadReport(scope, asked.reportId);
  const stranger = refuseCorrector(wrong, corrector, { now, correctionHours: factory.correctionHours });
  if (stranger) return refused(stranger);
  const { kind } = wrong;
  if (kind === 'reversal' || kind === 'surplus') return refused({ code: 'reversal_is_final' });
  const taken = await reversalOf(wrong);
  if (taken)
    return refused({ code: 'already_reversed', reportNo: taken.reportNo, at: taken.receivedAt.toISOString(), byId: taken.bookedById });

  const before = await loadOrderForProgress(scope, wrong.operationId);
  const decision = decideCorrection(
    before,
    wrong.operationId,
    {
      personId: wrong.personId,
      kind,
      effect: { goodQty: wrong.goodQty, scrapQty: wrong.scrapQty, inReworkQty: wrong.reworkQty },
      reportedAt: wrong.receivedAt,
      replacement: replacement.value,
    },
    now,
  );
  if (decision.kind === 'refused') return explained(before, decision.refusal);

  const came = decision.value;
  const booking: Booking = { bookedById: corrector.personId, reason: asked.reason, receivedAt: now };
  const reversal = await addReversal(came.order, wrong, booking, moment.value);
  const right = replacement.value && (await addReplacement(came.order, wrong, kind, replacement.value, booking));
  await saveOrderProgress(before, came.order);
  await endSegmentsOfFinished(before, came.finishedIds, moment.value);

  publishCorrection(wrong, reversal, right, came, publish);
  for (const fact of statusFacts(before, came.order)) publish(fact);
  const names = await namesOf(scope.factoryId, [wrong.personId]);
  return accepted({
    reversal: presentReport(reversal, names),
    replacement: right && presentReport(right, names),
    operation: await presentOperation(came.order, wrong.operationId),
  });
}

type Booking = { readonly bookedById: string; readonly reason: string; readonly receivedAt: Date };

// Both rows are booked to the day of the work they put right, so that the day adds up to what was made on it.
function addReversal(order: OrderState, wrong: WorkReport, booking: Booking, occurredAt: Date): Promise<WorkReport> {
  return addRow(order, operationOf(order, wrong.operationId), {
    ...booking,
    kind: 'reversal',
    personId: wrong.personId,
    goodQty: negative(wrong.goodQty),
    scrap: wrong.scrap.map(({ reasonCode, qty }) => ({ reasonCode, qty: negative(qty) })),
    scrapQty: negative(wrong.scrapQty),
    reworkQty: negative(wrong.reworkQty),
    occurredAt,
    businessDate: wrong.businessDate,
    reversesId: wrong._id.toHexString(),
  });
}

function addReplacement(
  order: OrderState,
  wrong: WorkReport,
  kind: 'report' | 'rework',
  { goodQty, scrap, reworkQty }: ReportedQuantities,
  booking: Booking,
): Promise<WorkReport> {
  const scrapQty = totalScrap(scrap);
  return addRow(order, operationOf(order, wrong.operationId), {
    ...booking,
    kind,
    personId: wrong.personId,
    goodQty,
    scrap: [...scrap],
    scrapQty,
    reworkQty: kind === 'rework' ? negative(goodQty + scrapQty) : reworkQty,
    occurredAt: wrong.occurredAt,
    businessDate: wrong.businessDate,
    replacesId: wrong._id.toHexString(),
    photoIds: wrong.photoIds,
    voiceId: wrong.voiceId,
    note: wrong.note,
  });
}

/** Zero has no sign in a ledger. */
const negative = (qty: number): number => (qty === 0 ? 0 : -qty);

function publishCorrection(
  wrong: WorkReport,
  reversal: WorkReport,
  right: WorkReport | null,
  came: Reported,
  publish: CommandContext['publish'],
): void {
  publish(reversedFact(reversal, wrong._id.toHexString(), came));
  if (right?.kind === 'report' || right?.kind === 'rework') publish(reportedFact(right, right.kind, came));
}
