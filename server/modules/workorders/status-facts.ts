import type { WorkOrderCompleted, WorkOrderReopened } from '../../contracts/events/workorders';
import { formatQuantity } from '../../contracts/quantity';
import type { OrderState } from './domain/order-state';
import { orderGoodQty } from './domain/order-totals';
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
