import { floorToUnit, formatQuantity } from '../../../contracts/quantity';
import type { OperationState, OrderState, Predecessor } from './order-state';

const WHOLE_RATE = 10_000n;

/** What of an operation's input is answered for: good, scrap, or on its way through rework (B-1.3). */
export const processedQty = (operation: OperationState): number => operation.goodQty + operation.scrapQty + operation.inReworkQty;

/** First operations take from the order itself, all others from what the operations before them hand over. */
export const isFirst = (operation: OperationState): boolean => operation.predecessors.length === 0;

export function operationOf(order: OrderState, operationId: string): OperationState {
  const operation = order.operations.find(({ id }) => id === operationId);
  if (!operation) throw new Error(`order ${order.orderNo} has no operation ${operationId}`);
  return operation;
}

export const withOperation = (order: OrderState, changed: OperationState): OrderState => ({
  ...order,
  operations: order.operations.map((operation) => (operation.id === changed.id ? changed : operation)),
});

/** The operations that take what this one makes. */
export const successorsOf = (order: OrderState, operationId: string): readonly OperationState[] =>
  order.operations.filter(({ predecessors }) => predecessors.some((link) => link.operationId === operationId));

/** The operations whose good is the order's good: nothing comes after them. */
export const lastOperations = (order: OrderState): readonly OperationState[] =>
  order.operations.filter(({ id }) => successorsOf(order, id).length === 0);

/** The most a first operation may process in all: planned, the permitted share on top rounded down to the unit, and what was approved (B-1.2). */
export function capQty(order: OrderState): number {
  const onTop = Number((BigInt(order.plannedQty) * BigInt(order.overProductionRate)) / WHOLE_RATE);
  return order.plannedQty + floorToUnit(onTop, order.unitDecimals) + order.overProductionQty + order.makeUpQty;
}

/** What a first operation has to process for its input to be accounted for. Over-production is permitted, never demanded. */
export const demandedQty = (order: OrderState): number => order.plannedQty + order.makeUpQty;

/** What one predecessor has handed over by now (B-1.5): all at the end, or as it comes in lots, and the rest at the end. */
function handedOver(before: OperationState, link: Predecessor): number {
  if (before.status === 'finished') return before.goodQty;
  if (link.kind === 'finish_to_start') return 0;
  return link.minTransferQty > 0 ? before.goodQty - (before.goodQty % link.minTransferQty) : before.goodQty;
}

/** What has been released to an operation so far: the least that any of its predecessors has handed over (B-1.4, B-1.11). */
export function releasedQty(order: OrderState, operation: OperationState): number {
  if (isFirst(operation)) return capQty(order);
  return Math.min(...operation.predecessors.map((link) => handedOver(operationOf(order, link.operationId), link)));
}

/** What may be reported now, never below zero (B-1.4). */
export const readyQty = (order: OrderState, operation: OperationState): number =>
  Math.max(0, releasedQty(order, operation) - processedQty(operation));

/** What an operation is to make: what its predecessors make of theirs, not what was planned (B-1.6). */
export function targetQty(order: OrderState, operation: OperationState): number {
  if (isFirst(operation)) return demandedQty(order);
  const expected = operation.predecessors.map((link) => {
    const before = operationOf(order, link.operationId);
    return Math.max(targetQty(order, before) - before.scrapQty, before.goodQty);
  });
  return Math.min(...expected);
}

/** All input answered for (B-1.3): nothing is still to come, nothing is ready, nothing is in rework. */
export function isAccountedFor(order: OrderState, operation: OperationState): boolean {
  if (operation.inReworkQty > 0) return false;
  if (isFirst(operation)) return processedQty(operation) >= demandedQty(order);
  const nothingToCome = operation.predecessors.every((link) => operationOf(order, link.operationId).status === 'finished');
  return nothingToCome && readyQty(order, operation) === 0;
}

/** The predecessors that hold an operation back, with how far they are, for a person to read (quantities as decimal text). */
export function waitsFor(order: OrderState, operation: OperationState) {
  return operation.predecessors.flatMap((link) => {
    const before = operationOf(order, link.operationId);
    if (handedOver(before, link) > processedQty(operation)) return [];
    return {
      operationId: before.id,
      name: before.name,
      kind: link.kind,
      goodQty: formatQuantity(before.goodQty),
      targetQty: formatQuantity(targetQty(order, before)),
      handedOverQty: formatQuantity(handedOver(before, link)),
    };
  });
}

/** Every operation after all those it depends on, whatever the order they are stored in. */
export function inFlowOrder(operations: readonly OperationState[]): readonly OperationState[] {
  const placed = new Set<string>();
  const sorted: OperationState[] = [];
  let waiting = [...operations];
  while (waiting.length > 0) {
    const next = waiting.filter(({ predecessors }) => predecessors.every((link) => placed.has(link.operationId)));
    if (next.length === 0) throw new Error('operations depend on each other in a circle');
    for (const operation of next) placed.add(operation.id);
    sorted.push(...next);
    waiting = waiting.filter(({ id }) => !placed.has(id));
  }
  return sorted;
}

/** A quantity of an order as people read it: `15 件`. */
export const inUnit = (order: Pick<OrderState, 'unitName'>, qty: number): string => `${formatQuantity(qty)} ${order.unitName}`;
