import * as z from 'zod/mini';
import { businessDate, code, id, line, money, month } from './primitives';

/** A price holds from the start of `validFrom` to the end of `validTo` in factory time (B-8.1). */
export const setPieceRateBody = z
  .strictObject({
    itemCode: code,
    operationName: line,
    price: money,
    /** Price of a piece reworked by somebody other than who caused it (B-8.6); `price` when not given. */
    reworkPrice: z.optional(money),
    validFrom: businessDate,
    validTo: z.optional(z.nullable(businessDate)),
  })
  .check(z.refine(({ validFrom, validTo }) => !validTo || validTo >= validFrom, { path: ['validTo'], error: 'before_valid_from' }));
export const pieceRateDto = z.object({
  id: z.string(),
  itemCode: z.string(),
  operationName: z.string(),
  price: z.string(),
  reworkPrice: z.nullable(z.string()),
  validFrom: z.string(),
  validTo: z.nullable(z.string()),
});
export type PieceRateDto = z.infer<typeof pieceRateDto>;
export const pieceRatesQuery = z.strictObject({ itemCode: z.optional(code) });
export const pieceRatesDto = z.object({ items: z.array(pieceRateDto) });
export const piecePriceQuery = z.strictObject({ itemCode: code, operationName: line });
/** What one good piece pays now, yuan; null when no rate is known. */
export const piecePriceDto = z.object({ price: z.nullable(z.string()) });

/** One line of pay with the formula a worker can check, e.g. `20 × ¥0.60 = ¥12.00`, and where it comes from (B-8.10). */
export const payLineDto = z.object({
  id: z.string(),
  personId: z.string(),
  kind: z.enum(['piece', 'rework', 'reversal', 'unpriced']),
  reportId: z.string(),
  orderNo: z.string(),
  operationName: z.string(),
  itemName: z.string(),
  qty: z.string(),
  price: z.nullable(z.string()),
  amount: z.string(),
  formula: z.string(),
  businessDate,
  occurredAt: z.string(),
});
export type PayLineDto = z.infer<typeof payLineDto>;
/** One business day or one month of them; today when neither is given, the day when both are. */
const payDays = { date: z.optional(businessDate), month: z.optional(month) };
export const myPayQuery = z.strictObject(payDays);
export const payLinesQuery = z.strictObject({ personId: id, ...payDays });
const paySums = { total: z.string(), goodQty: z.string(), scrapQty: z.string() };
export const payDto = z.object({
  from: businessDate,
  to: businessDate,
  ...paySums,
  /** The sums of each business day that has a line, newest first; they add up to the sums of the span. */
  days: z.array(z.object({ businessDate, ...paySums })),
  lines: z.array(payLineDto),
});
export type PayDto = z.infer<typeof payDto>;
