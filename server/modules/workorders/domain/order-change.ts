import type { ChangeChoice } from '../../../contracts/api/workorders';
import { fitsUnit, formatQuantity } from '../../../contracts/quantity';
import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { notOpen } from './open-for-work';
import type { OrderState } from './order-state';
import { madeQty } from './order-totals';

/** What an order is to make and by when. Quantity in ten-thousandths. */
export type OrderTerms = { readonly plannedQty: number; readonly dueAt: Date };

/** Whether an order can be asked to get other terms (B-1.18): it is not over yet, and they are others. */
export function decideTerms(order: OrderState, to: OrderTerms): Outcome<OrderTerms, Refusal> {
  if (!['draft', 'released', 'in_process'].includes(order.status)) return refused(notOpen(order));
  const sameDue = to.dueAt.getTime() === order.dueAt.getTime();
  if (to.plannedQty === order.plannedQty && sameDue) return refused({ code: 'change_empty' });
  if (!fitsUnit(to.plannedQty, order.unitDecimals)) {
    return refused({ code: 'quantity_not_in_unit', qty: formatQuantity(to.plannedQty), decimals: order.unitDecimals });
  }
  return accepted(to);
}

/** More is made than an order would be for: what is made is not planned away without somebody saying what becomes of it. */
export const goesBelowMade = (order: OrderState, { plannedQty }: OrderTerms): boolean =>
  plannedQty < order.plannedQty && plannedQty < madeQty(order);

/**
 * The terms an order gets when its workshop accepts others (B-1.18). Below what is made it says what becomes of that: `keep` leaves the
 * quantity, `stop` ends at what is made, `scrap_surplus` takes what was asked for, and what is beyond it is scrapped. Refuses
 * `change_below_made` without a choice. A choice made while there was more to choose about holds all the same.
 */
export function decideAnswer(order: OrderState, to: OrderTerms, choice: ChangeChoice | null): Outcome<OrderTerms, Refusal> {
  const decision = decideTerms(order, to);
  if (decision.kind === 'refused') return decision;
  if (to.plannedQty >= order.plannedQty) return accepted(to);
  switch (choice) {
    case 'keep':
      return accepted({ ...to, plannedQty: order.plannedQty });
    case 'stop':
      return accepted({ ...to, plannedQty: Math.min(order.plannedQty, Math.max(to.plannedQty, madeQty(order))) });
    case 'scrap_surplus':
      return accepted(to);
    case null: {
      if (!goesBelowMade(order, to)) return accepted(to);
      const made = madeQty(order);
      return refused({ code: 'change_below_made', madeQty: formatQuantity(made), plannedQty: formatQuantity(order.plannedQty) });
    }
  }
}
