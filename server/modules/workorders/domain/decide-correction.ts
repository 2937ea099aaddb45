import { formatQuantity } from '../../../contracts/quantity';
import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { addReport, askedQty, type Reported, type ReportedQuantities, refuseMoreThanMay, refuseQuantities } from './decide-report';
import { addRework, refuseMoreThanInRework } from './decide-rework';
import { countedSince, isCounted, refuseByFirstArticle } from './first-article';
import { refuseUnlessOpen } from './open-for-work';
import { operationOf, processedQty, successorsOf, withOperation } from './order-flow';
import type { OperationState, OrderState } from './order-state';
import { settle } from './settle';

/** What a report changed at its operation, as the ledger has it. A rework result has a negative `inReworkQty`: so much came back. */
export type Effect = { readonly goodQty: number; readonly scrapQty: number; readonly inReworkQty: number };

export type Correction = {
  readonly personId: string;
  readonly kind: 'report' | 'rework';
  readonly effect: Effect;
  /** When the report was taken in; what was reported before a first article was asked for again is not counted by it. */
  readonly reportedAt?: Date;
  /** What the report should have said; null when it is only taken back. */
  readonly replacement: ReportedQuantities | null;
};

/**
 * A correction is a reversal and, mostly, a new report (B-1.10). It is judged by what is true after both: 20 put right to 19 takes one
 * piece back, not twenty. What has gone on to the next operation cannot be taken back. Gates stay as they are.
 */
export function decideCorrection(order: OrderState, operationId: string, correction: Correction, now: Date): Outcome<Reported> {
  const before = operationOf(order, operationId);
  const closed = refuseUnlessOpen(order);
  if (closed) return refused(closed);
  const counted = isCounted(before, correction.personId, correction.reportedAt ?? now);
  const reversed = withOperation(order, takeBack(before, correction, counted));
  const left = operationOf(reversed, operationId);
  if (left.inReworkQty < 0) return refused(answeredFromRework(before, correction.effect));

  const { replacement } = correction;
  const wrong = replacement && refuseReplacement(reversed, left, correction, replacement, counted);
  if (wrong) return refused(wrong);
  const put = replacement
    ? putRight(reversed, operationId, correction, replacement, now, counted)
    : { order: reversed, firstArticleDue: false };

  const used = refuseIfUsedDownstream(put.order, before, operationId, correction.effect);
  if (used) return refused(used);
  return accepted({ ...settle(put.order, now), firstArticleDue: put.firstArticleDue });
}

function takeBack(operation: OperationState, { personId, effect }: Correction, counted: boolean): OperationState {
  const { goodQty, scrapQty, inReworkQty } = effect;
  const taken = {
    ...operation,
    goodQty: operation.goodQty - goodQty,
    scrapQty: operation.scrapQty - scrapQty,
    inReworkQty: operation.inReworkQty - inReworkQty,
  };
  return counted ? countedSince(taken, personId, -(goodQty + scrapQty + inReworkQty)) : taken;
}

function putRight(
  order: OrderState,
  operationId: string,
  { personId, kind }: Correction,
  replacement: ReportedQuantities,
  now: Date,
  counted: boolean,
) {
  if (kind === 'report') return addReport(order, operationId, personId, replacement, now, counted);
  return { order: addRework(order, operationId, personId, replacement), firstArticleDue: false };
}

function refuseReplacement(
  reversed: OrderState,
  left: OperationState,
  { kind, personId }: Correction,
  replacement: ReportedQuantities,
  counted: boolean,
): Refusal | null {
  const wrong = refuseQuantities(reversed, kind === 'rework' ? { ...replacement, reworkQty: 0 } : replacement);
  if (wrong) return wrong;
  if (kind === 'rework') return refuseMoreThanInRework(left, replacement);
  const gate = counted ? refuseByFirstArticle(left, askedQty(replacement), personId) : null;
  return gate ?? refuseMoreThanMay(reversed, left, replacement);
}

const answeredFromRework = (before: OperationState, effect: Effect): Refusal => ({
  code: 'already_used_downstream',
  operationName: before.name,
  usedQty: formatQuantity(effect.inReworkQty - before.inReworkQty),
  ofQty: formatQuantity(effect.inReworkQty),
});

/** "Already used: 12 of the 20 have gone on": of the good that was reported, what a later operation has processed cannot be taken back. */
function refuseIfUsedDownstream(after: OrderState, before: OperationState, operationId: string, effect: Effect): Refusal | null {
  const leftQty = operationOf(after, operationId).goodQty;
  const short = successorsOf(after, operationId).find((successor) => processedQty(successor) > leftQty);
  if (!short) return null;
  const usedQty = processedQty(short) - (before.goodQty - effect.goodQty);
  return {
    code: 'already_used_downstream',
    operationName: short.name,
    usedQty: formatQuantity(usedQty),
    ofQty: formatQuantity(effect.goodQty),
  };
}
