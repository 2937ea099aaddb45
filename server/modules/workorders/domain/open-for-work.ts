import { fitsUnit, formatQuantity } from '../../../contracts/quantity';
import type { Refusal } from '../../../platform';
import type { OperationState, OrderState } from './order-state';

const OPEN = ['released', 'in_process', 'completed'] as const;

/**
 * Whether work on the order may be started, reported or put right at all; null when it may. A completed order is still open: its first
 * operations may use what over-production allows (B-1.2), and a correction opens it again. Closed is for good (B-1.1).
 */
export function refuseUnlessOpen(order: OrderState): Refusal | null {
  if (OPEN.some((status) => status === order.status)) return null;
  return { code: 'order_not_open', orderNo: order.orderNo, status: order.status };
}

/** Whole units refuse fractions (B-10.2); null when every quantity fits. */
export function refuseUnlessInUnit(order: OrderState, quantities: readonly number[]): Refusal | null {
  const misfit = quantities.find((qty) => !fitsUnit(qty, order.unitDecimals));
  return misfit === undefined ? null : { code: 'quantity_not_in_unit', qty: formatQuantity(misfit), decimals: order.unitDecimals };
}

/** Who wants to work, as far as the rules of an operation care. */
export type Worker = {
  readonly personId: string;
  /** May work on what is dispatched to others: a team leader steps in. */
  readonly mayStepIn: boolean;
};

/** Dispatched to others means theirs (capability 15); nobody named means anybody of the workshop. `holderIds` become names at the edge. */
export function refuseIfDispatchedToOther(operation: OperationState, worker: Worker): Refusal | null {
  const { assignedPersonIds } = operation;
  if (worker.mayStepIn || assignedPersonIds.length === 0 || assignedPersonIds.includes(worker.personId)) return null;
  return { code: 'dispatched_to_other', holderIds: assignedPersonIds };
}
