import { lastOperations, targetQty } from './order-flow';
import type { OrderState } from './order-state';

/** Good of the order: of several last operations the one that is furthest behind. */
export function orderGoodQty(order: OrderState): number {
  return smallest(lastOperations(order).map(({ goodQty }) => goodQty));
}

export function orderScrapQty(order: OrderState): number {
  return order.operations.reduce((sum, { scrapQty }) => sum + scrapQty, 0);
}

/** What scrap takes from the planned quantity and nobody has made up for (B-1.16). Never below 0. */
export function shortQty(order: OrderState): number {
  const reachable = smallest(lastOperations(order).map((operation) => targetQty(order, operation) - operation.scrapQty));
  return Math.max(0, order.plannedQty - reachable);
}

/** The most that any operation has made or still has in rework: below this a planned quantity cannot go (B-1.18). */
export function madeQty(order: OrderState): number {
  return Math.max(0, ...order.operations.map(({ goodQty, inReworkQty }) => goodQty + inReworkQty));
}

function smallest(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.min(...values);
}
