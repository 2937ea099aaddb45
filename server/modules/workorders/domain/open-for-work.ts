import { fitsUnit, formatQuantity } from '../../../contracts/quantity';
import type { Refusal } from '../../../platform';
import type { Halt, OperationState, OrderState } from './order-state';

const OPEN = ['released', 'in_process', 'completed'] as const;

/**
 * Whether work on the order may be started, reported or put right at all; null when it may. A completed order is still open: its first
 * operations may use what over-production allows (B-1.2), and a correction opens it again. Closed is for good (B-1.1).
 */
export function refuseUnlessOpen(order: OrderState): Refusal | null {
  return OPEN.some((status) => status === order.status) ? null : notOpen(order);
}

/**
 * The same for a report: what was made before an order was put on hold is part of it all the same, and so is what those had in their
 * hands who were stopped by it (B-11.5).
 */
export function refuseUnlessOpenFor(order: OrderState, personId: string, occurredAt: Date): Refusal | null {
  if (order.status === 'on_hold' && order.halt && couldNotKnow(order.halt, personId, occurredAt)) return null;
  return refuseUnlessOpen(order);
}

/** Whether somebody made pieces before they could know of a stop. */
export const couldNotKnow = (stop: Pick<Halt, 'at' | 'stoppedIds'>, personId: string, occurredAt: Date): boolean =>
  occurredAt <= stop.at || stop.stoppedIds.includes(personId);

/** Why nothing can be done to an order as it stands: with who stopped it, when and why, when somebody did. `state` picks the words. */
export function notOpen({ orderNo, status, halt }: OrderState): Refusal {
  const refusal = { code: 'order_not_open', orderNo, status, state: status } as const;
  if (!halt) return refusal;
  const { byId, byName, at, reason, mergedInto } = halt;
  const state = mergedInto ? 'merged' : status;
  return { ...refusal, state, by: { id: byId, name: byName }, since: at.toISOString(), reason, mergedInto };
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
