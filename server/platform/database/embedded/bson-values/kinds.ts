import type { Binary, BSONRegExp, Code, Decimal128, Long, ObjectId, Timestamp } from 'bson';
import type { Doc } from '../types';

/** Position of a type in the order MongoDB compares values of different types in; the names are those of `$type`, but for numbers. */
export const Order = {
  minKey: 1,
  missing: 3,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binData: 30,
  objectId: 35,
  bool: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  javascript: 60,
  maxKey: 127,
} as const;

const NAME_OF_ORDER = new Map<number, string>(Object.entries(Order).map(([name, order]) => [order, name]));

// What `decode` leaves in bson's classes; all other values come as plain JavaScript.
const ORDER_OF_CLASS: ReadonlyMap<string, number> = new Map([
  ['MinKey', Order.minKey],
  ['Long', Order.number],
  ['Decimal128', Order.number],
  ['Binary', Order.binData],
  ['ObjectId', Order.objectId],
  ['Timestamp', Order.timestamp],
  ['BSONRegExp', Order.regex],
  ['Code', Order.javascript],
  ['MaxKey', Order.maxKey],
]);

const NUMBERED_FROM_ONE = `double string object array binData undefined objectId bool date null regex dbPointer javascript symbol
  javascriptWithScope int timestamp long decimal`;

/** The number of a `$type` alias. */
export const TYPE_CODES: ReadonlyMap<string, number> = new Map([
  ...NUMBERED_FROM_ONE.split(/\s+/).map((alias, i) => [alias, i + 1] as const),
  ['minKey', -1],
  ['maxKey', 127],
]);

/** What the order of a value says about its JavaScript type: the reason the casts after a `switch (typeOrd(v))` are safe. */
export type Numeric = number | bigint | Long | Decimal128;
export type Regex = RegExp | BSONRegExp;
export type Bytes = Uint8Array | Binary;
export type { Code, Decimal128, Long, ObjectId, Timestamp };

/** Class name of a bson value object, undefined for everything else. */
export const bsonType = (v: unknown): string | undefined =>
  v !== null && typeof v === 'object' ? (v as { _bsontype?: string })._bsontype : undefined;

export function typeOrd(v: unknown): number {
  switch (typeof v) {
    case 'undefined':
      return Order.missing;
    case 'number':
    case 'bigint':
      return Order.number;
    case 'string':
      return Order.string;
    case 'boolean':
      return Order.bool;
  }
  if (v === null) return Order.null;
  if (Array.isArray(v)) return Order.array;
  if (v instanceof Date) return Order.date;
  const cls = bsonType(v);
  if (cls !== undefined) return ORDER_OF_CLASS.get(cls) ?? Order.object;
  if (v instanceof RegExp) return Order.regex;
  return v instanceof Uint8Array ? Order.binData : Order.object;
}

/** Which of two comes first: -1, 0 or 1. */
export const order = (a: number | string, b: number | string): -1 | 0 | 1 => (a < b ? -1 : a > b ? 1 : 0);

/** True for an embedded document: not an array, date or any other BSON value that JavaScript shows as an object. */
export const isObj = (v: unknown): v is Doc => v !== null && typeof v === 'object' && typeOrd(v) === Order.object;

export const isNumber = (v: unknown): v is Numeric => typeOrd(v) === Order.number;

export const isRegex = (v: unknown): v is Regex => typeOrd(v) === Order.regex;

export const regexParts = (v: Regex): [pattern: string, options: string] =>
  v instanceof RegExp ? [v.source, v.flags] : [v.pattern, v.options];

/** A document's own field: keys such as `constructor` or `__proto__` must never reach the prototype. */
export const own = (o: object, field: string): unknown => (Object.hasOwn(o, field) ? (o as Doc)[field] : undefined);

/** Sets a field so that even `__proto__` becomes an ordinary one. */
export function setOwn(o: Doc, field: string, value: unknown): void {
  if (field === '__proto__') Object.defineProperty(o, field, { value, enumerable: true, configurable: true, writable: true });
  else o[field] = value;
}

/** True when a path part can be an array index. */
export const digits = (s: string): boolean => /^\d+$/.test(s);

/** The nearest double of a BSON number; anything else is read as text (NaN when it is no number). */
export function toNum(v: unknown): number {
  if (typeof v === 'number') return v;
  return bsonType(v) === 'Long' ? (v as Long).toNumber() : Number(String(v));
}

/** The `$type` alias of a value. A plain JavaScript number is `int` when it would be sent as an int32, otherwise `double`. */
export function typeName(v: unknown): string {
  const type = typeOrd(v);
  if (type !== Order.number) return NAME_OF_ORDER.get(type) ?? 'object';
  if (typeof v === 'number') return v === (v | 0) ? 'int' : 'double';
  return bsonType(v) === 'Decimal128' ? 'decimal' : 'long';
}

/** A value the way mongod prints it in error messages. */
export function shown(v: unknown): string {
  if (v === undefined || v === null) return 'null';
  if (typeof v === 'string') return JSON.stringify(v);
  if (Array.isArray(v)) return v.length ? `[ ${v.map(shown).join(', ')} ]` : '[]';
  if (v instanceof Date) return `new Date(${v.getTime()})`;
  if (bsonType(v) === 'ObjectId') return `ObjectId('${String(v)}')`;
  if (isRegex(v)) return `/${regexParts(v).join('/')}`;
  if (isObj(v)) {
    const fields = Object.entries(v).map(([k, x]) => `${k}: ${shown(x)}`);
    return fields.length ? `{ ${fields.join(', ')} }` : '{}';
  }
  return String(v);
}
