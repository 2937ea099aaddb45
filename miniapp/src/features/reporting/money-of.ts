import { formatMoney, parseMoney, priceTimesQuantity } from '@contracts/money';

/** What a count of good pieces brings, in yuan; null when no price is known. Only good pieces are paid (B-8.2). */
export function moneyOf(pricePerPiece: string | null, good: number): string | null {
  const price = pricePerPiece === null ? null : parseMoney(pricePerPiece);
  return price === null ? null : formatMoney(priceTimesQuantity(price, good));
}
