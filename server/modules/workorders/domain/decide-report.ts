import { formatQuantity } from '../../../contracts/quantity';
import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import {
  countedSince,
  notedAtWork,
  openFirstArticle,
  type Reopening,
  refuseByFirstArticle,
  reopenedFor,
  USUAL_REOPENING,
} from './first-article';
import { refuseIfDispatchedToOther, refuseUnlessInUnit, refuseUnlessOpen, refuseUnlessOpenFor, type Worker } from './open-for-work';
import { capQty, isFirst, operationOf, processedQty, readyQty, waitsFor, withOperation } from './order-flow';
import type { OperationState, OrderState } from './order-state';
import { type Settled, settle } from './settle';

/** What a worker says was made, in ten-thousandths. Scrap comes by reason because each part must fit the unit by itself. */
export type ReportedQuantities = {
  readonly goodQty: number;
  readonly scrap: readonly { readonly reasonCode: string; readonly qty: number }[];
  readonly reworkQty: number;
};

export type Reported = Settled & {
  /** This report met a first-article gate that was still due: an inspection is to be opened. */
  readonly firstArticleDue: boolean;
};

/** All that a report says was processed, ten-thousandths. */
export const askedQty = ({ goodQty, scrap, reworkQty }: ReportedQuantities): number => goodQty + totalScrap(scrap) + reworkQty;

export const totalScrap = (scrap: ReportedQuantities['scrap']): number => scrap.reduce((sum, line) => sum + line.qty, 0);

/**
 * A report only adds (B-1.9), never more than is ready (B-1.4), past no gate (B-1.7, B-6.1), and a first operation never more than the
 * order allows in all (B-1.2). Whoever reports where somebody else's first article was passed needs one of their own (`reopening`).
 */
export function decideReport(
  order: OrderState,
  operationId: string,
  worker: Worker,
  quantities: ReportedQuantities,
  now: Date,
  occurredAt: Date = now,
  reopening: Reopening = USUAL_REOPENING,
): Outcome<Reported> {
  const operation = reopenedFor(operationOf(order, operationId), worker.personId, reopening, occurredAt, now);
  const refusal = refuseReport(order, operation, worker, quantities, occurredAt);
  if (refusal) return refused(refusal);
  const noted = withOperation(order, notedAtWork(operation, worker.personId, occurredAt));
  const reported = addReport(noted, operationId, worker.personId, quantities, now);
  return accepted({ ...settle(reported.order, now), firstArticleDue: reported.firstArticleDue });
}

/**
 * Adds a report that was found to be allowed; the caller settles the order. `counted` is false for what replaces a report from before the
 * first article was asked for again.
 */
export function addReport(
  order: OrderState,
  operationId: string,
  personId: string,
  quantities: ReportedQuantities,
  now: Date,
  counted = true,
) {
  const found = operationOf(order, operationId);
  const operation = counted ? countedSince(found, personId, askedQty(quantities)) : found;
  const added: OperationState = {
    ...operation,
    goodQty: operation.goodQty + quantities.goodQty,
    scrapQty: operation.scrapQty + totalScrap(quantities.scrap),
    inReworkQty: operation.inReworkQty + quantities.reworkQty,
    producerIds: withProducer(operation, personId),
  };
  const firstArticleDue = operation.firstArticle.state === 'due';
  const gated = openFirstArticle(releaseAgain(added, quantities.goodQty), now);
  return { order: withOperation(order, gated), firstArticleDue };
}

/** Whoever made a piece may not be the one to inspect it (B-6.4). */
export const withProducer = ({ producerIds }: OperationState, personId: string): readonly string[] =>
  producerIds.includes(personId) ? producerIds : [...producerIds, personId];

/** Good pieces that come after a final release were not part of it: they need one of their own (B-6.2). */
export function releaseAgain(operation: OperationState, addedGoodQty: number): OperationState {
  if (operation.finalRelease.state !== 'passed' || addedGoodQty <= 0) return operation;
  return { ...operation, finalRelease: { state: 'due', since: null } };
}

function refuseReport(
  order: OrderState,
  operation: OperationState,
  worker: Worker,
  quantities: ReportedQuantities,
  occurredAt: Date,
): Refusal | null {
  return (
    refuseQuantities(order, quantities) ??
    (operation.status === 'not_started' ? refuseUnlessOpen(order) : refuseUnlessOpenFor(order, worker.personId, occurredAt)) ??
    refuseUnlessStarted(operation) ??
    refuseStranger(operation, worker) ??
    refuseByFirstArticle(operation, askedQty(quantities), worker.personId) ??
    refuseMoreThanMay(order, operation, quantities)
  );
}

/** What is wrong with the quantities by themselves. */
export function refuseQuantities(order: OrderState, { goodQty, scrap, reworkQty }: ReportedQuantities): Refusal | null {
  if (askedQty({ goodQty, scrap, reworkQty }) === 0) return { code: 'report_empty' };
  return refuseUnlessInUnit(order, [goodQty, reworkQty, ...scrap.map((line) => line.qty)]);
}

/** Whoever is at work there, or has been, may say what they made, even if the rest has been dispatched to somebody else since (B-11.5). */
function refuseStranger(operation: OperationState, worker: Worker): Refusal | null {
  const known = operation.workingPersonIds.includes(worker.personId) || operation.producerIds.includes(worker.personId);
  return known ? null : refuseIfDispatchedToOther(operation, worker);
}

const refuseUnlessStarted = (operation: OperationState): Refusal | null =>
  operation.status === 'not_started' ? { code: 'operation_not_started', operationName: operation.name } : null;

/** What stands against adding so much to an operation beside its gate: what the order allows, what has been handed over. */
export function refuseMoreThanMay(order: OrderState, operation: OperationState, quantities: ReportedQuantities): Refusal | null {
  const asked = askedQty(quantities);
  const ready = readyQty(order, operation);
  if (asked <= ready) return null;
  const facts = {
    operationName: operation.name,
    askedQty: formatQuantity(asked),
    readyQty: formatQuantity(ready),
    doneQty: formatQuantity(processedQty(operation)),
  };
  if (isFirst(operation)) return { code: 'over_production', ...facts, capQty: formatQuantity(capQty(order)) };
  if (operation.status === 'finished') return { code: 'operation_finished', ...facts };
  return { code: 'more_than_ready', ...facts, waitsFor: waitsFor(order, operation) };
}
