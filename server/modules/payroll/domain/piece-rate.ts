import type { BusinessDate } from '../../../contracts/business-date';
import { formatMoney } from '../../../contracts/money';
import { accepted, type Outcome, refused } from '../../../platform';

/** A price with the days it is valid on, first and last included; null for no end. Ten-thousandths of a yuan a piece. */
export type PieceRate = {
  readonly price: number;
  readonly reworkPrice: number | null;
  readonly validFrom: BusinessDate;
  readonly validTo: BusinessDate | null;
  readonly paidThrough: BusinessDate | null;
};

export type RateOverlaps = {
  readonly code: 'rate_overlaps';
  readonly price: string;
  readonly validFrom: BusinessDate;
  readonly validTo: BusinessDate | null;
};
export type RateAlreadyPaid = { readonly code: 'rate_already_paid'; readonly price: string; readonly paidThrough: BusinessDate };

/** The price valid on a day of work (B-8.1); null when there is none. */
export function rateOn<R extends PieceRate>(rates: readonly R[], day: BusinessDate): R | null {
  return rates.find(({ validFrom, validTo }) => validFrom <= day && (validTo === null || day <= validTo)) ?? null;
}

/**
 * Puts a new price among the others, none overlapping. One without an end that began earlier ends the day before the new one,
 * unless days from then on have been paid by it: what was paid was the price valid then, and stays so.
 */
export function placeRate<R extends PieceRate>(rates: readonly R[], added: R): Outcome<R[], RateOverlaps | RateAlreadyPaid> {
  const placed: R[] = [];
  for (const rate of rates) {
    if (!overlap(rate, added)) {
      placed.push(rate);
      continue;
    }
    const price = formatMoney(rate.price);
    if (rate.validTo !== null || rate.validFrom >= added.validFrom)
      return refused({ code: 'rate_overlaps', price, validFrom: rate.validFrom, validTo: rate.validTo });
    if (rate.paidThrough !== null && rate.paidThrough >= added.validFrom)
      return refused({ code: 'rate_already_paid', price, paidThrough: rate.paidThrough });
    placed.push({ ...rate, validTo: dayBefore(added.validFrom) });
  }
  return accepted([...placed, added].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1)));
}

function overlap(a: PieceRate, b: PieceRate): boolean {
  return (a.validTo === null || b.validFrom <= a.validTo) && (b.validTo === null || a.validFrom <= b.validTo);
}

const DAY_MS = 86_400_000;

function dayBefore(day: BusinessDate): BusinessDate {
  return new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}
