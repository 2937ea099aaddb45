import { formatQuantity } from '../../../contracts/quantity';
import type { Refusal } from '../../../platform';
import { refuseByFirstArticle } from './first-article';
import { refuseIfDispatchedToOther, refuseUnlessOpen, type Worker } from './open-for-work';
import { operationOf, readyQty, waitsFor } from './order-flow';
import type { OperationState, OrderState } from './order-state';

/** What stands between a person and the next piece of an operation: the code of a refusal, since when, and whose move it is. */
export type Obstacle = {
  readonly code: Refusal['code'];
  readonly since: Date | null;
  /** People it waits for; whom a gate waits for, the presenter knows. */
  readonly holderIds: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
};

/** Why an operation cannot go on now; null when it can. The reasons are those of a start and a report, in the same order (B-1.7). */
export function obstacleOf(order: OrderState, operation: OperationState, worker: Worker): Obstacle | null {
  const closed = refuseUnlessOpen(order);
  if (closed) return { ...obstacle(closed), since: order.halt?.at ?? null, holderIds: order.halt ? [order.halt.byId] : [] };
  if (operation.status === 'finished') return obstacle({ code: 'operation_finished', operationName: operation.name });
  const others = operation.workingPersonIds.includes(worker.personId) ? null : refuseIfDispatchedToOther(operation, worker);
  if (others) return { ...obstacle(others), holderIds: operation.assignedPersonIds };
  const gate = refuseByFirstArticle(operation, 0, worker.personId);
  if (gate) return { ...obstacle(gate), since: operation.firstArticle.since };
  return readyQty(order, operation) > 0 ? null : nothingReady(order, operation);
}

function nothingReady(order: OrderState, operation: OperationState): Obstacle {
  const waiting = waitsFor(order, operation);
  const before = waiting.map(({ operationId }) => operationOf(order, operationId)).filter(({ status }) => status !== 'finished');
  const since = before.reduce<Date | null>(
    (earliest, { runningSince }) => (runningSince && (!earliest || runningSince < earliest) ? runningSince : earliest),
    null,
  );
  return {
    code: 'nothing_ready',
    since,
    holderIds: [...new Set(before.flatMap((one) => (one.workingPersonIds.length > 0 ? one.workingPersonIds : one.assignedPersonIds)))],
    details: { waitsFor: waiting, inReworkQty: formatQuantity(operation.inReworkQty) },
  };
}

function obstacle({ code, ...details }: Refusal): Obstacle {
  return { code, since: null, holderIds: [], details };
}
