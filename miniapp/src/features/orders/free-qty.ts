import type { WorkOrderDto } from '@contracts/api/workorders';
import { formatQuantity, parseQuantity } from '@contracts/quantity';

const amount = (text: string): number => parseQuantity(text) ?? 0;

/** What can be split off: what no first operation has begun, and one piece stays (B-1.12). The server has the last word. */
export function freeQty({ operations, plannedQty, item }: WorkOrderDto): string {
  const firstSeq = Math.min(...operations.map(({ seq }) => seq));
  const first = operations.filter(({ seq }) => seq === firstSeq);
  const notBegun = first.map((one) => amount(one.targetQty) - amount(one.goodQty) - amount(one.scrapQty) - amount(one.inReworkQty));
  const onePiece = 10 ** (4 - item.unit.decimals);
  return formatQuantity(Math.max(0, Math.min(...notBegun, amount(plannedQty) - onePiece)));
}

/** A share of the planned quantity in whole units, decimal text. */
export function shareOf({ plannedQty, item }: WorkOrderDto, share: number): string {
  const unit = 10 ** (4 - item.unit.decimals);
  return formatQuantity(Math.floor((amount(plannedQty) * share) / unit) * unit);
}

export const minus = (from: string, qty: string): string => formatQuantity(Math.max(0, amount(from) - amount(qty)));
export const plus = (one: string, other: string): string => formatQuantity(amount(one) + amount(other));
export const isMore = (one: string, other: string): boolean => amount(one) > amount(other);
export const isSome = (text: string): boolean => amount(text) > 0;
