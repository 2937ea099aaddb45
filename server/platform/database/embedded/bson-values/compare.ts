import type { Doc } from '../types';
import type { Collation } from './collation';
import { compareNumbers } from './exact-numbers';
import { type Bytes, type Code, type Numeric, type ObjectId, Order, type Regex, type Timestamp, typeOrd } from './kinds';

const order = (a: number | string, b: number | string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Strings in the order of their UTF-8 bytes, which is not the order of JavaScript's UTF-16 units. */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return utf8Rank(x) < utf8Rank(y) ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

// surrogates (0xd800 to 0xdfff) stand for code points above every other unit
const utf8Rank = (unit: number): number => (unit < 0xd800 ? unit : unit > 0xdfff ? unit - 0x800 : unit + 0x2000);

/** The text of a string or of the deprecated symbol type, which MongoDB compares as a string. */
export const textOf = (v: unknown): string => (typeof v === 'string' ? v : String(v));

export const bytesOf = (v: Bytes): Buffer => {
  const view = v instanceof Uint8Array ? v : v.buffer.subarray(0, v.position);
  return Buffer.from(view.buffer, view.byteOffset, view.byteLength);
};
export const subtypeOf = (v: Bytes): number => (v instanceof Uint8Array ? 0 : v.sub_type);
export const regexParts = (v: Regex): [pattern: string, options: string] =>
  v instanceof RegExp ? [v.source, v.flags] : [v.pattern, v.options];

/** MongoDB's total order over all BSON values: type first, then value; with a collation for strings. -1, 0 or 1. */
export function compare(a: unknown, b: unknown, col?: Collation | null): number {
  if (a === b) return 0;
  const type = typeOrd(a);
  const other = typeOrd(b);
  if (type !== other) return type < other ? -1 : 1;
  switch (type) {
    case Order.number:
      return compareNumbers(a as Numeric, b as Numeric);
    case Order.string:
      return col ? Math.sign(col.compare(textOf(a), textOf(b))) : compareStrings(textOf(a), textOf(b));
    case Order.object:
      return compareDocuments(a as Doc, b as Doc, col);
    case Order.array:
      return compareArrays(a as unknown[], b as unknown[], col);
    case Order.binary:
      return compareBytes(a as Bytes, b as Bytes);
    case Order.objectId:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case Order.bool:
      return a ? 1 : -1;
    case Order.date:
      return compareNumbers((a as Date).getTime(), (b as Date).getTime());
    case Order.timestamp:
      return Math.sign((a as Timestamp).compare(b as Timestamp));
    case Order.regex:
      return compareArrays(regexParts(a as Regex), regexParts(b as Regex));
    case Order.code:
      return compareStrings(String((a as Code).code), String((b as Code).code));
  }
  return 0;
}

function compareArrays(a: readonly unknown[], b: readonly unknown[], col?: Collation | null): number {
  const n = Math.min(a.length, b.length);
  for (let i = 0; i < n; i++) {
    const c = compare(a[i], b[i], col);
    if (c) return c;
  }
  return order(a.length, b.length);
}

function compareDocuments(a: Doc, b: Doc, col?: Collation | null): number {
  const ka = Object.keys(a);
  const kb = Object.keys(b);
  const n = Math.min(ka.length, kb.length);
  for (let i = 0; i < n; i++) {
    const fa = ka[i] ?? '';
    const fb = kb[i] ?? '';
    const c = order(typeOrd(a[fa]), typeOrd(b[fb])) || compareStrings(fa, fb) || compare(a[fa], b[fb], col);
    if (c) return c;
  }
  return order(ka.length, kb.length);
}

function compareBytes(a: Bytes, b: Bytes): number {
  const x = bytesOf(a);
  const y = bytesOf(b);
  return order(x.length, y.length) || order(subtypeOf(a), subtypeOf(b)) || Buffer.compare(x, y);
}

export const equals = (a: unknown, b: unknown, col?: Collation | null): boolean => compare(a, b, col) === 0;
