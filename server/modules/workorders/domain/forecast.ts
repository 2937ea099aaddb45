import { processedQty, targetQty } from './order-flow';
import type { OrderState } from './order-state';

/** Below this share a pace says more about the first minutes than about the order. */
const LEAST_SHARE = 0.02;

/**
 * When an order will be made at the pace it has had since `begunAt`: every operation's pieces count alike. Null before there is a pace,
 * and when nothing is left to do. An order that waits gets later with every minute it waits, which is what a planner wants to see.
 */
export function forecastEnd(order: OrderState, begunAt: Date | null, now: Date): Date | null {
  if (!begunAt || begunAt >= now) return null;
  let done = 0;
  let toDo = 0;
  for (const operation of order.operations) {
    const target = targetQty(order, operation);
    toDo += target;
    done += Math.min(target, processedQty(operation) - operation.inReworkQty);
  }
  const share = toDo === 0 ? 1 : done / toDo;
  if (share < LEAST_SHARE || share >= 1) return null;
  return new Date(now.getTime() + ((now.getTime() - begunAt.getTime()) * (1 - share)) / share);
}
