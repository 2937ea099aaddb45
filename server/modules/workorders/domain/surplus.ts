import { inFlowOrder, operationOf, processedQty, successorsOf, targetQty, withOperation } from './order-flow';
import type { OperationState, OrderState } from './order-state';
import { type Settled, settle } from './settle';

/** Good pieces of one operation that nobody needs any more, ten-thousandths. */
export type SurplusLine = { readonly operationId: string; readonly qty: number };

/**
 * Where the pieces lie that an order does not need any more since it was made smaller (B-1.18): those that have come least far first,
 * because least work is in them. What a later operation has taken stays where it is. What is scrapped further on is still needed.
 */
export function surplusLines(order: OrderState): SurplusLine[] {
  const needed = neededQty(order);
  const lines: SurplusLine[] = [];
  let left = order;
  for (const { id } of inFlowOrder(order.operations)) {
    const operation = operationOf(left, id);
    const free = operation.goodQty - Math.max(0, ...successorsOf(left, id).map(processedQty));
    const qty = Math.min(free, operation.goodQty - (needed.get(id) ?? 0));
    if (qty <= 0) continue;
    lines.push({ operationId: id, qty });
    left = withOperation(left, scrapped(operation, qty));
  }
  return lines;
}

/** How many pieces beyond `plannedQty` an order will have made in the end: of several last operations, what all of them have. */
export function surplusQty(order: OrderState): number {
  const last = order.operations.filter(({ id }) => successorsOf(order, id).length === 0);
  const reachable = last.map((operation) => targetQty(order, operation) - operation.scrapQty);
  return Math.max(0, Math.min(...reachable) - order.plannedQty);
}

/** The order after its surplus was scrapped: what was good is scrap, and nothing else has moved. */
export function scrapSurplus(order: OrderState, lines: readonly SurplusLine[], now: Date): Settled {
  const after = lines.reduce((state, { operationId, qty }) => withOperation(state, scrapped(operationOf(state, operationId), qty)), order);
  return settle(after, now);
}

const scrapped = (operation: OperationState, qty: number): OperationState => ({
  ...operation,
  goodQty: operation.goodQty - qty,
  scrapQty: operation.scrapQty + qty,
});

/** Good that each operation has to hand on for the order to have what it is for, scrap after it included. */
function neededQty(order: OrderState): ReadonlyMap<string, number> {
  const needed = new Map<string, number>();
  for (const { id } of [...inFlowOrder(order.operations)].reverse()) {
    const after = successorsOf(order, id).map((next) => (needed.get(next.id) ?? 0) + next.scrapQty);
    needed.set(id, after.length === 0 ? order.plannedQty : Math.max(...after));
  }
  return needed;
}
