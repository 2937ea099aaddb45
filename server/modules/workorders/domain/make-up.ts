import { fitsUnit, formatQuantity } from '../../../contracts/quantity';
import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { notOpen } from './open-for-work';
import type { OrderState } from './order-state';
import { shortQty } from './order-totals';

/**
 * Releases what scrap has taken to the first operations again (B-1.16), never more than is short. A completed order opens again for it:
 * it was complete by quantity only because the scrap was accounted for.
 */
export function decideMakeUp(order: OrderState, wantedQty: number | null): Outcome<{ order: OrderState; qty: number }, Refusal> {
  if (!['released', 'in_process', 'completed'].includes(order.status)) return refused(notOpen(order));
  const short = shortQty(order);
  const qty = wantedQty ?? short;
  if (qty === 0 || qty > short) return refused({ code: 'make_up_above_short', shortQty: formatQuantity(short), qty: formatQuantity(qty) });
  if (!fitsUnit(qty, order.unitDecimals)) {
    return refused({ code: 'quantity_not_in_unit', qty: formatQuantity(qty), decimals: order.unitDecimals });
  }
  return accepted({ order: { ...order, makeUpQty: order.makeUpQty + qty }, qty });
}
