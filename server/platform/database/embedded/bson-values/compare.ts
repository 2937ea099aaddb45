import type { Doc } from '../types';
import type { Collation } from './collation';
import { encode } from './key-encoding';
import { type ObjectId, Order, order, typeOrd } from './kinds';

/** Strings in the order of their UTF-8 bytes, which is that of code points and not that of JavaScript's UTF-16 units. */
function compareStrings(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  return order(a.codePointAt(i) ?? -1, b.codePointAt(i) ?? -1);
}

/** MongoDB's total order over all BSON values: type first, then value; with a collation for strings. -1, 0 or 1. */
export function compare(a: unknown, b: unknown, col?: Collation | null): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number' && !Number.isNaN(a + b)) return order(a, b);
  const type = typeOrd(a);
  const other = typeOrd(b);
  if (type !== other) return order(type, other);
  switch (type) {
    case Order.string:
      return col ? col.compare(a as string, b as string) : compareStrings(a as string, b as string);
    case Order.object:
      return compareLists(Object.entries(a as Doc), Object.entries(b as Doc), ([f, x], [g, y]) => {
        return order(typeOrd(x), typeOrd(y)) || compareStrings(f, g) || compare(x, y, col);
      });
    case Order.array:
      return compareLists(a as unknown[], b as unknown[], (x, y) => compare(x, y, col));
    case Order.objectId:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case Order.date:
      return compare((a as Date).getTime(), (b as Date).getTime());
  }
  return order(encode(a), encode(b));
}

function compareLists<T>(a: readonly T[], b: readonly T[], by: (x: T, y: T) => number): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const c = by(a[i] as T, b[i] as T);
    if (c) return c;
  }
  return order(a.length, b.length);
}

export const equals = (a: unknown, b: unknown, col?: Collation | null): boolean => compare(a, b, col) === 0;
