import { inFlowOrder, isAccountedFor, lastOperations, processedQty, withOperation } from './order-flow';
import type { OperationState, OrderState } from './order-state';

/** What followed from a change of quantities, beside the order itself. */
export type Settled = {
  readonly order: OrderState;
  /** Operations that this very change finished; their open time segments end with it. */
  readonly finishedIds: readonly string[];
  /** Operations whose final release this change made due: an inspection is to be opened (B-6.2). */
  readonly releasesDue: readonly string[];
  readonly orderCompleted: boolean;
};

/**
 * Draws every consequence of changed quantities in one pass down the flow: operations finish when their input is accounted for
 * (B-1.3) and re-open when it no longer is (B-1.10), the order follows them (B-1.1). Whoever changes a quantity of an order settles it.
 */
export function settle(before: OrderState, now: Date): Settled {
  let order = before;
  const finishedIds: string[] = [];
  const releasesDue: string[] = [];
  for (const { id } of inFlowOrder(before.operations)) {
    const operation = order.operations.find((candidate) => candidate.id === id);
    if (!operation) continue;
    const finished = isAccountedFor(order, operation);
    if (finished && operation.status !== 'finished') finishedIds.push(id);
    if (finished && operation.finalRelease.state === 'due') releasesDue.push(id);
    const changed = finished ? finish(operation, now) : operation.status === 'finished' ? reopen(operation) : operation;
    if (changed !== operation) order = withOperation(order, changed);
  }
  const settled = settleStatus(order, now);
  return { order: settled, finishedIds, releasesDue, orderCompleted: settled.status === 'completed' && before.status !== 'completed' };
}

function finish(operation: OperationState, now: Date): OperationState {
  const due = operation.finalRelease.state === 'due';
  if (operation.status === 'finished' && !due) return operation;
  return {
    ...operation,
    status: 'finished',
    openSegments: 0,
    workingPersonIds: [],
    runningSince: null,
    finalRelease: due ? { state: 'open', since: now } : operation.finalRelease,
  };
}

const reopen = (operation: OperationState): OperationState => ({
  ...operation,
  status: processedQty(operation) > 0 || operation.producerIds.length > 0 ? 'on_hold' : 'not_started',
});

/** Completed by quantity is not released to stock (B-1.19): that is the final release gate of the last operations. */
function settleStatus(order: OrderState, now: Date): OrderState {
  if (order.status !== 'released' && order.status !== 'in_process' && order.status !== 'completed') return order;
  if (lastOperations(order).every(({ status }) => status === 'finished')) {
    return order.status === 'completed' ? order : { ...order, status: 'completed', completedAt: now };
  }
  if (order.status === 'in_process') return order;
  const begun = order.status === 'completed' || order.operations.some(({ status }) => status !== 'not_started');
  return begun ? { ...order, status: 'in_process', completedAt: null } : order;
}
