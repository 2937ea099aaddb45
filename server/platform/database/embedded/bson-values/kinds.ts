import type { Binary, BSONRegExp, Code, Decimal128, Long, ObjectId, Timestamp } from 'bson';
import type { Doc } from '../types';

/** Position of a value's type in the order MongoDB compares different types in. */
export const Order = {
  minKey: 1,
  missing: 3,
  null: 5,
  number: 10,
  string: 15,
  object: 20,
  array: 25,
  binary: 30,
  objectId: 35,
  bool: 40,
  date: 45,
  timestamp: 47,
  regex: 50,
  code: 60,
  maxKey: 127,
} as const;

/** The types: `$type` alias, number, order, and bson's class where a value has one. */
const TYPES: readonly (readonly [alias: string, code: number, order: number, bsonClass?: string])[] = [
  ['double', 1, Order.number, 'Double'],
  ['string', 2, Order.string],
  ['object', 3, Order.object],
  ['array', 4, Order.array],
  ['binData', 5, Order.binary, 'Binary'],
  ['undefined', 6, Order.missing],
  ['objectId', 7, Order.objectId, 'ObjectId'],
  ['bool', 8, Order.bool],
  ['date', 9, Order.date],
  ['null', 10, Order.null],
  ['regex', 11, Order.regex, 'BSONRegExp'],
  ['dbPointer', 12, Order.object],
  ['javascript', 13, Order.code, 'Code'],
  ['symbol', 14, Order.string, 'BSONSymbol'],
  ['javascriptWithScope', 15, Order.code],
  ['int', 16, Order.number, 'Int32'],
  ['timestamp', 17, Order.timestamp, 'Timestamp'],
  ['long', 18, Order.number, 'Long'],
  ['decimal', 19, Order.number, 'Decimal128'],
  ['minKey', -1, Order.minKey, 'MinKey'],
  ['maxKey', 127, Order.maxKey, 'MaxKey'],
];

/** The number of a `$type` alias. */
export const TYPE_CODES: ReadonlyMap<string, number> = new Map(TYPES.map(([alias, code]) => [alias, code]));
const ORDER_OF_CLASS: ReadonlyMap<string | undefined, number> = new Map(TYPES.map(([, , order, bsonClass]) => [bsonClass, order]));
// Where several types share an order, the first one's alias is that of plain values.
const ALIAS_OF_ORDER = new Map(TYPES.map(([alias, , order]): [number, string] => [order, alias]).reverse());

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
  return v instanceof Uint8Array ? Order.binary : Order.object;
}

/** True for an embedded document: not an array, date or any other BSON value that JavaScript shows as an object. */
export const isObj = (v: unknown): v is Doc => v !== null && typeof v === 'object' && typeOrd(v) === Order.object;

export const isNumber = (v: unknown): v is Numeric => typeOrd(v) === Order.number;

export const isRegex = (v: unknown): v is Regex => typeOrd(v) === Order.regex;

/** A document's own field: keys such as `constructor` or `__proto__` must never reach the prototype. */
export const own = (o: object, field: string): unknown => (Object.hasOwn(o, field) ? (o as Doc)[field] : undefined);

/** Sets a field so that even `__proto__` becomes an ordinary one. */
export function setOwn(o: Doc, field: string, value: unknown): void {
  if (field === '__proto__') Object.defineProperty(o, field, { value, enumerable: true, configurable: true, writable: true });
  else o[field] = value;
}

/** True when a path part can be an array index. */
export function digits(s: string): boolean {
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c < 48 || c > 57) return false;
  }
  return s.length > 0;
}

/** The nearest double of a BSON number; anything else is read as text (NaN when it is no number). */
export function toNum(v: unknown): number {
  if (typeof v === 'number') return v;
  return bsonType(v) === 'Long' ? (v as Long).toNumber() : Number(String(v));
}

const INT_MAX = 2 ** 31;

/** The `$type` alias of a value. A plain JavaScript number is `int` when it would be sent as an int32, otherwise `double`. */
export function typeName(v: unknown): string {
  const order = typeOrd(v);
  if (order === Order.missing) return 'missing';
  if (order !== Order.number) return ALIAS_OF_ORDER.get(order) ?? 'object';
  const cls = bsonType(v);
  if (cls === 'Decimal128') return 'decimal';
  if (cls === 'Long' || typeof v === 'bigint') return 'long';
  const n = toNum(v);
  return Number.isInteger(n) && n >= -INT_MAX && n < INT_MAX ? 'int' : 'double';
}

/** A value the way mongod prints it in error messages. */
export function shown(v: unknown): string {
  if (v === undefined || v === null) return 'null';
  if (typeof v === 'string') return JSON.stringify(v);
  if (Array.isArray(v)) return v.length ? `[ ${v.map(shown).join(', ')} ]` : '[]';
  if (v instanceof Date) return `new Date(${v.getTime()})`;
  if (bsonType(v) === 'ObjectId') return `ObjectId('${String(v)}')`;
  if (isRegex(v)) return 'source' in v ? `/${v.source}/${v.flags}` : `/${v.pattern}/${v.options}`;
  if (isObj(v)) {
    const fields = Object.entries(v).map(([k, x]) => `${k}: ${shown(x)}`);
    return fields.length ? `{ ${fields.join(', ')} }` : '{}';
  }
  return String(v);
}
