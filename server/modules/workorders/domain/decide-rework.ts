import { formatQuantity } from '../../../contracts/quantity';
import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { type ReportedQuantities, refuseQuantities, releaseAgain, totalScrap, withProducer } from './decide-report';
import { refuseUnlessOpenFor } from './open-for-work';
import { operationOf, withOperation } from './order-flow';
import type { OperationState, OrderState } from './order-state';
import { type Settled, settle } from './settle';

/** What came back from rework: good now, or scrap after all. */
export type ReworkResult = Pick<ReportedQuantities, 'goodQty' | 'scrap'>;

/** Rework never makes good count twice: what it answers was counted as input once and only changes its kind (B-1.14). */
export function decideRework(
  order: OrderState,
  operationId: string,
  personId: string,
  result: ReworkResult,
  now: Date,
  occurredAt: Date = now,
): Outcome<Settled> {
  const operation = operationOf(order, operationId);
  const refusal =
    refuseQuantities(order, { ...result, reworkQty: 0 }) ??
    refuseUnlessOpenFor(order, personId, occurredAt) ??
    refuseMoreThanInRework(operation, result);
  if (refusal) return refused(refusal);
  return accepted(settle(addRework(order, operationId, personId, result), now));
}

/** Adds a rework result that was found to be allowed; the caller settles the order. */
export function addRework(order: OrderState, operationId: string, personId: string, { goodQty, scrap }: ReworkResult): OrderState {
  const operation = operationOf(order, operationId);
  const scrapQty = totalScrap(scrap);
  const added: OperationState = {
    ...operation,
    goodQty: operation.goodQty + goodQty,
    scrapQty: operation.scrapQty + scrapQty,
    inReworkQty: operation.inReworkQty - goodQty - scrapQty,
    producerIds: withProducer(operation, personId),
  };
  return withOperation(order, releaseAgain(added, goodQty));
}

/** More cannot come back from rework than was sent there. */
export function refuseMoreThanInRework(operation: OperationState, { goodQty, scrap }: ReworkResult): Refusal | null {
  const askedQty = goodQty + totalScrap(scrap);
  if (askedQty <= operation.inReworkQty) return null;
  return { code: 'more_than_in_rework', askedQty: formatQuantity(askedQty), inReworkQty: formatQuantity(operation.inReworkQty) };
}
