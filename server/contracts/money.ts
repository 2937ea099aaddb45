import { DECIMAL_TEXT, QUANTITY_SCALE } from './quantity';

/** Money is integers in ten-thousandths of a yuan. Prices use all four digits; amounts are whole fen. */
export const MONEY_SCALE = 10_000;
const FEN = 100n;

/** Decimal text in yuan (`"0.6"`) to ten-thousandths; null when it is no such number. */
export function parseMoney(text: string): number | null {
  const match = DECIMAL_TEXT.exec(text);
  return match ? Number(match[1]) * MONEY_SCALE + Number((match[2] ?? '').padEnd(4, '0')) : null;
}

/** Ten-thousandths of a yuan to text with at least two decimals: 126.4 yuan is `"126.40"`, a price of 0.125 is `"0.125"`. */
export function formatMoney(tenThousandths: number): string {
  const sign = tenThousandths < 0 ? '-' : '';
  const absolute = Math.abs(tenThousandths);
  const rest = String(absolute % MONEY_SCALE)
    .padStart(4, '0')
    .replace(/0{1,2}$/, '');
  return `${sign}${Math.floor(absolute / MONEY_SCALE)}.${rest}`;
}

/** Quantity times price, rounded HALF_UP to the fen once (B-8.9). Both and the answer in ten-thousandths. */
export function priceTimesQuantity(priceTenThousandths: number, qty: number): number {
  const product = BigInt(priceTenThousandths) * BigInt(qty);
  const divisor = BigInt(QUANTITY_SCALE) * FEN;
  const sign = product < 0n ? -1n : 1n;
  const fen = ((product * sign * 2n + divisor) / (divisor * 2n)) * sign;
  return Number(fen * FEN);
}
