import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { openQuantity, refuseByFinalRelease } from './closing';
import { type Stop, stopWork } from './hold';
import { notOpen } from './open-for-work';
import type { OrderState } from './order-state';

/**
 * Cancels what an order has not made yet (B-1.1): its dispatch is freed, and whoever is at work on it stops. What is made stays on
 * record, so it must be answered for first, as before closing: nothing in rework, no final release waiting (B-1.3, B-6.2).
 */
export function decideCancel(order: OrderState, stop: Stop): Outcome<OrderState, Refusal> {
  if (!['draft', 'released', 'in_process', 'on_hold'].includes(order.status)) return refused(notOpen(order));
  const unanswered = order.operations.filter(({ inReworkQty }) => inReworkQty > 0);
  if (unanswered.length > 0) return refused(openQuantity(unanswered));
  const unreleased = refuseByFinalRelease(order);
  if (unreleased) return refused(unreleased);
  const stopped = stopWork(order, stop);
  const operations = stopped.operations.map((operation) => ({ ...operation, assignedPersonIds: [] }));
  return accepted({ ...stopped, operations, status: 'cancelled', endedAt: stop.at });
}
