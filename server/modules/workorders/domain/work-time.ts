import { formatQuantity } from '../../../contracts/quantity';
import { accepted, type Outcome, refused } from '../../../platform';
import { notedAtWork, openFirstArticle, type Reopening, refuseByFirstArticle, reopenedFor, USUAL_REOPENING } from './first-article';
import { refuseIfDispatchedToOther, refuseUnlessOpen, type Worker } from './open-for-work';
import { operationOf, processedQty, readyQty, waitsFor, withOperation } from './order-flow';
import type { OperationState, OrderState } from './order-state';

/** When, and what the house has a first article asked for again by. */
export type Begun = { readonly occurredAt: Date; readonly now: Date; readonly reopening?: Reopening };

export type Started = {
  readonly order: OrderState;
  /** False when the person was at work there already: gloves double-tap (B-1.8). */
  readonly changed: boolean;
  /** This start made the first article due: an inspection is to be opened (B-6.1). */
  readonly firstArticleDue: boolean;
};

/**
 * Starting work at an operation, or going on with it: the same gates stand before both, and before the report too (B-1.7). Whoever is
 * at work there already changes nothing by starting again, whatever has come in between (B-1.8). What a first article was passed for is
 * asked here: whoever it does not cover has one of their own to make (B-6.1).
 */
export function decideStart(order: OrderState, operationId: string, worker: Worker, at: Begun): Outcome<Started> {
  const found = operationOf(order, operationId);
  if (found.workingPersonIds.includes(worker.personId)) return accepted({ order, changed: false, firstArticleDue: false });
  const closed = refuseUnlessOpen(order);
  if (closed) return refused(closed);
  const operation = reopenedFor(found, worker.personId, at.reopening ?? USUAL_REOPENING, at.occurredAt, at.now);
  if (operation.status === 'finished') return refused({ code: 'operation_finished', operationName: operation.name });
  const others = refuseIfDispatchedToOther(operation, worker);
  if (others) return refused(others);
  const gate = refuseByFirstArticle(operation, 0, worker.personId);
  if (gate) return refused(gate);
  if (readyQty(order, operation) === 0) {
    return refused({
      code: 'nothing_ready',
      operationName: operation.name,
      doneQty: formatQuantity(processedQty(operation)),
      inReworkQty: formatQuantity(operation.inReworkQty),
      waitsFor: waitsFor(order, operation),
    });
  }
  const runningSince = operation.runningSince && operation.runningSince < at.occurredAt ? operation.runningSince : at.occurredAt;
  const workingPersonIds = [...operation.workingPersonIds, worker.personId];
  const running: OperationState = {
    ...notedAtWork(operation, worker.personId, at.occurredAt),
    status: 'running',
    openSegments: workingPersonIds.length,
    workingPersonIds,
    runningSince,
  };
  return accepted({
    order: {
      ...withOperation(order, openFirstArticle(running, at.now)),
      status: 'in_process',
      startedAt: order.startedAt ?? at.occurredAt,
    },
    changed: true,
    firstArticleDue: operation.firstArticle.state === 'due',
  });
}

/** Going on after a pause: only what has been started can be gone on with. */
export function decideResume(order: OrderState, operationId: string, worker: Worker, at: Begun): Outcome<Started> {
  const operation = operationOf(order, operationId);
  if (operation.status === 'not_started') return refused({ code: 'operation_not_started', operationName: operation.name });
  return decideStart(order, operationId, worker, at);
}

/** A person's time segment has ended, at `endedAt`. `oldestOpenSince` is the start of the oldest that is still open, null when none is. */
export function afterPause(
  order: OrderState,
  operationId: string,
  personId: string,
  oldestOpenSince: Date | null,
  endedAt?: Date,
): OrderState {
  const found = operationOf(order, operationId);
  const operation = endedAt ? notedAtWork(found, personId, endedAt) : found;
  const workingPersonIds = operation.workingPersonIds.filter((id) => id !== personId);
  const status = operation.status === 'running' && workingPersonIds.length === 0 ? 'on_hold' : operation.status;
  return withOperation(order, {
    ...operation,
    status,
    openSegments: workingPersonIds.length,
    workingPersonIds,
    runningSince: oldestOpenSince,
  });
}
