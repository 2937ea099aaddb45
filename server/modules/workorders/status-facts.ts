import type { OperationFinished, WorkOrderCompleted, WorkOrderReopened } from '../../contracts/events/workorders';
import { formatQuantity } from '../../contracts/quantity';
import { operationOf } from './domain/order-flow';
import type { OrderState } from './domain/order-state';
import { orderGoodQty } from './domain/order-totals';
import type { Settled } from './domain/settle';
import { orderFacts, orderSubject } from './order-facts';

/** What a change of progress did to the order itself, for its subscribers: completed, opened again, or neither. */
export function statusFacts(before: OrderState, after: OrderState): readonly (WorkOrderCompleted | WorkOrderReopened)[] {
  const common = { version: 1 as const, subject: orderSubject(after) };
  const facts = { ...orderFacts(after), goodQty: formatQuantity(orderGoodQty(after)) };
  if (before.status !== 'completed' && after.status === 'completed') return [{ ...common, type: 'workorders.completed', payload: facts }];
  if (before.status === 'completed' && after.status !== 'completed') {
    return [{ ...common, type: 'workorders.reopened', payload: { ...facts, dueAt: after.dueAt.toISOString() } }];
  }
  return [];
}

/** A smaller order can finish operations without a report: those who work at them, and the inspectors, learn it from here. */
export function finishedFacts({ order, finishedIds, releasesDue }: Settled): OperationFinished[] {
  return finishedIds.map((operationId) => ({
    type: 'workorders.operation_finished',
    version: 1,
    subject: orderSubject(order),
    payload: {
      ...orderFacts(order),
      operationId,
      operationName: operationOf(order, operationId).name,
      finalReleaseDue: releasesDue.includes(operationId),
    },
  }));
}
