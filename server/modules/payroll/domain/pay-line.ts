import { formatMoney, priceTimesQuantity } from '../../../contracts/money';
import { formatQuantity } from '../../../contracts/quantity';

/** What was reported, as pay needs it. Quantities in ten-thousandths of the unit. */
export type Work = { readonly reportKind: 'report' | 'rework'; readonly qty: number; readonly scrapQty: number };
export type Price = { readonly rateId: string; readonly price: number; readonly reworkPrice: number | null };
/** What a line says of quantity and money; who, where and when are added around it. */
export type Pay = {
  readonly kind: 'piece' | 'rework' | 'reversal' | 'unpriced';
  readonly qty: number;
  readonly scrapQty: number;
  readonly price: number | null;
  readonly rateId: string | null;
  readonly amount: number;
};

/**
 * What a report pays: its accepted good and nothing else (B-8.2), reworked pieces by their own price when there is one (B-8.6),
 * rounded once (B-8.9). Without a price the line waits for one.
 */
export function payFor(work: Work, rate: Price | null): Pay {
  const { qty, scrapQty } = work;
  const kind = work.reportKind === 'rework' ? 'rework' : 'piece';
  if (qty === 0) return { kind, qty, scrapQty, price: null, rateId: null, amount: 0 };
  if (!rate) return { kind: 'unpriced', qty, scrapQty, price: null, rateId: null, amount: 0 };
  const price = work.reportKind === 'rework' ? (rate.reworkPrice ?? rate.price) : rate.price;
  return { kind, qty, scrapQty, price, rateId: rate.rateId, amount: priceTimesQuantity(price, qty) };
}

/** Takes back exactly what a line paid, whatever the price is by now (B-8.11). */
export function takeBack(paid: Omit<Pay, 'kind'>): Pay {
  return {
    kind: 'reversal',
    qty: negative(paid.qty),
    scrapQty: negative(paid.scrapQty),
    price: paid.price,
    rateId: paid.rateId,
    amount: negative(paid.amount),
  };
}

/** The line of a report that nothing follows yet: where its pay stands. Null when there is none. */
export function lastOf<L extends { readonly follows: string }>(lines: readonly L[], idOf: (line: L) => string): L | null {
  const followed = new Set(lines.map(({ follows }) => follows));
  return lines.find((line) => !followed.has(idOf(line))) ?? null;
}

/** The lines a worker checks: one that waited for a price and has got it is told by the line that came after it. */
export function withoutAnswered<L extends { readonly kind: Pay['kind']; readonly follows: string }>(
  lines: readonly L[],
  idOf: (line: L) => string,
): L[] {
  const priced = new Set(lines.filter(({ kind }) => kind === 'piece' || kind === 'rework').map(({ follows }) => follows));
  return lines.filter((line) => !priced.has(idOf(line)));
}

/** How a line came about, in signs that need no language: `20 × ¥0.60 = ¥12.00`; `20 × ?` while no price is known (B-8.10). */
export function formulaOf({ kind, qty, price, amount }: Pick<Pay, 'kind' | 'qty' | 'price' | 'amount'>): string {
  if (price !== null) return `${formatQuantity(qty)} × ${yuan(price)} = ${yuan(amount)}`;
  return kind === 'unpriced' || qty !== 0 ? `${formatQuantity(qty)} × ?` : formatQuantity(qty);
}

const yuan = (amount: number): string => (amount < 0 ? `-¥${formatMoney(-amount)}` : `¥${formatMoney(amount)}`);
const negative = (value: number): number => (value === 0 ? 0 : -value);
