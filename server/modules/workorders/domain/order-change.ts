import { fitsUnit, formatQuantity } from '../../../contracts/quantity';
import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { notOpen } from './open-for-work';
import type { OrderState } from './order-state';
import { madeQty } from './order-totals';

/** What an order is to make and by when. Quantity in ten-thousandths. */
export type OrderTerms = { readonly plannedQty: number; readonly dueAt: Date };

/** Whether an order can get other terms at all (B-1.18): it is not over yet, and what is made already cannot be planned away. */
export function decideTerms(order: OrderState, to: OrderTerms): Outcome<OrderTerms, Refusal> {
  if (!['draft', 'released', 'in_process'].includes(order.status)) return refused(notOpen(order));
  const sameDue = to.dueAt.getTime() === order.dueAt.getTime();
  if (to.plannedQty === order.plannedQty && sameDue) return refused({ code: 'change_empty' });
  if (!fitsUnit(to.plannedQty, order.unitDecimals)) {
    return refused({ code: 'quantity_not_in_unit', qty: formatQuantity(to.plannedQty), decimals: order.unitDecimals });
  }
  const made = madeQty(order);
  if (to.plannedQty < order.plannedQty && to.plannedQty < made) {
    return refused({ code: 'change_below_made', madeQty: formatQuantity(made), plannedQty: formatQuantity(order.plannedQty) });
  }
  return accepted(to);
}
