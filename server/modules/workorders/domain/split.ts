import { fitsUnit, formatQuantity } from '../../../contracts/quantity';
import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { NOTHING_MADE } from './not-begun';
import { notOpen } from './open-for-work';
import { demandedQty, isFirst, processedQty } from './order-flow';
import type { Gate, OperationState, OrderState } from './order-state';
import { type Settled, settle } from './settle';

export type Split = {
  readonly left: Settled;
  readonly part: { readonly plannedQty: number; readonly operations: readonly OperationState[] };
};

/**
 * Splits `qty` pieces off into an order of their own (B-1.12). The part takes only pieces that no first operation has begun: whatever
 * is made, scrapped or in rework stays where its reports are, so every sum is the same after it at every operation, and no ledger is
 * rewritten. Both keep the method that was frozen (B-1.13); the part's gates are due afresh. The order keeps its number.
 */
export function decideSplit(order: OrderState, qty: number, newId: () => string, now: Date): Outcome<Split, Refusal> {
  if (!['draft', 'released', 'in_process'].includes(order.status)) return refused(notOpen(order));
  if (!fitsUnit(qty, order.unitDecimals)) {
    return refused({ code: 'quantity_not_in_unit', qty: formatQuantity(qty), decimals: order.unitDecimals });
  }
  const free = splittableQty(order);
  if (qty === 0 || qty > free) {
    return refused({ code: 'split_above_free', qty: formatQuantity(qty), freeQty: formatQuantity(free) });
  }
  const left = settle({ ...order, plannedQty: order.plannedQty - qty }, now);
  return accepted({ left, part: { plannedQty: qty, operations: fresh(order.operations, newId) } });
}

/** What nobody has begun: the least that any first operation still has to do, and never all that is planned. */
export function splittableQty(order: OrderState): number {
  const begun = Math.max(0, ...order.operations.filter(isFirst).map(processedQty));
  const smallestUnit = 10 ** (4 - order.unitDecimals);
  return Math.max(0, Math.min(demandedQty(order) - begun, order.plannedQty - smallestUnit));
}

/** The same operations for pieces that are still to be made, with dispatch and stations as they are. */
function fresh(operations: readonly OperationState[], newId: () => string): OperationState[] {
  const ids = new Map(operations.map(({ id }) => [id, newId()]));
  const idOf = (id: string): string => ids.get(id) ?? id;
  return operations.map((operation) => ({
    ...operation,
    id: idOf(operation.id),
    predecessors: operation.predecessors.map((link) => ({ ...link, operationId: idOf(link.operationId) })),
    ...NOTHING_MADE,
    firstArticle: { capQty: operation.firstArticle.capQty, ...dueAgain(operation.firstArticle) },
    finalRelease: dueAgain(operation.finalRelease),
  }));
}

const dueAgain = ({ state }: Gate): Gate => ({ state: state === 'not_required' ? 'not_required' : 'due', since: null });

/** `WO-0309` is split into itself and `WO-0309-001`, `-002` …; `taken` are the numbers of parts that there have ever been. */
export function nextPartNo(root: string, taken: readonly string[]): string {
  const numbers = taken.map((orderNo) => Number(/^-(\d{3,})$/.exec(orderNo.slice(root.length))?.[1] ?? 0));
  return `${root}-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`;
}
