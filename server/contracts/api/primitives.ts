import * as z from 'zod/mini';
import { parseMoney } from '../money';
import { DECIMAL_TEXT, parseQuantity } from '../quantity';

/** The building blocks of every request and answer: scalars only, so that no operator object can pass for a value. */
export const id = z.string().check(z.regex(/^[0-9a-f]{24}$/));
export const code = z.string().check(z.trim(), z.minLength(1), z.maxLength(64), z.regex(/^[^\p{C}]+$/u));
export const line = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));
export const note = z.string().check(z.trim(), z.maxLength(1000));
/** Decimal text in the unit of the item, e.g. `"20"` or `"0.125"`; at most four decimals. */
export const quantity = z.string().check(
  z.refine((text) => parseQuantity(text) !== null, { error: 'quantity' }),
  z.meta({ pattern: DECIMAL_TEXT.source }),
);
/** Decimal text in yuan, e.g. `"0.60"`; at most four decimals. */
export const money = z.string().check(
  z.refine((text) => parseMoney(text) !== null, { error: 'money' }),
  z.meta({ pattern: DECIMAL_TEXT.source }),
);
/** ISO 8601 with offset, e.g. `2026-11-22T10:32:05+08:00`. */
export const instant = z.iso.datetime({ offset: true });
/** A day that there is: no thirteenth month, no 30th of February. */
export const businessDate = z.iso.date();
export const month = z.string().check(z.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/));
export const percent = z.number().check(z.minimum(0), z.maximum(100));
/** Page size of a list; from a query string, hence coerced. */
export const limit = z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(100)), 50);

export const personRef = z.object({ id: z.string(), name: z.string() });
export type PersonRef = z.infer<typeof personRef>;
export const done = z.object({ changed: z.boolean() });
