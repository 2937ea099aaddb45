import type { Doc } from '../types';
import { split } from './arithmetic';
import { type Bytes, type Code, type Numeric, type ObjectId, Order, type Regex, regexParts, type Timestamp, typeOrd } from './kinds';

type Fold = ((s: string) => string) | null | undefined;

/**
 * Order-preserving encoding of a value into a "byte string" (latin1): comparing two encodings with `<` gives the order of `compare`,
 * equal values have equal encodings, and in a sequence of encodings the earlier ones decide. `fold` is the collation's fold.
 */
export function encode(v: unknown, fold?: Fold): string {
  const type = typeOrd(v);
  return String.fromCharCode(type) + body(type, v, fold);
}

function body(type: number, v: unknown, fold: Fold): string {
  switch (type) {
    case Order.number:
      return number(v as Numeric);
    case Order.string:
      return text(fold ? fold(v as string) : (v as string));
    case Order.object:
      return document(v as Doc, fold);
    case Order.array:
      return `${(v as unknown[]).map((x) => encode(x, fold)).join('')}\0`;
    case Order.binData:
      return binary(v as Bytes);
    case Order.objectId:
      return latin1((v as ObjectId).id);
    case Order.bool:
      return v ? '\x01' : '\0';
    case Order.date:
      return double((v as Date).getTime());
    case Order.timestamp:
      return uint32((v as Timestamp).getHighBitsUnsigned()) + uint32((v as Timestamp).getLowBitsUnsigned());
    case Order.regex:
      return text(regexParts(v as Regex).join('\0'));
    case Order.javascript:
      return text(String((v as Code).code));
  }
  return ''; // null, missing, MinKey and MaxKey are their type alone
}

function document(v: Doc, fold: Fold): string {
  let s = '';
  for (const k of Object.keys(v)) {
    const type = typeOrd(v[k]);
    s += String.fromCharCode(type) + text(k) + body(type, v[k], fold);
  }
  return `${s}\0`;
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

function binary(v: Bytes): string {
  const [bytes, subtype] = v instanceof Uint8Array ? [v, 0] : [v.value(), v.sub_type];
  return uint32(bytes.length) + String.fromCharCode(subtype) + latin1(bytes);
}

const PRINTABLE_ASCII = /^[ -~]*$/;

// A zero byte ends the text, so a zero byte inside is marked: \xff sorts above every type byte that can follow the end.
function text(s: string): string {
  if (PRINTABLE_ASCII.test(s)) return `${s}\0`;
  return `${Buffer.from(s, 'utf8').toString('latin1').replaceAll('\0', '\0\xff')}\0`;
}

const uint32 = (n: number): string => String.fromCharCode(n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);

const bits = new DataView(new ArrayBuffer(8));

/** A double in eight bytes; NaN is below everything and -0 is 0. */
export function double(n: number): string {
  if (Number.isNaN(n)) return '\0\0\0\0\0\0\0\0';
  bits.setFloat64(0, n + 0);
  const high = bits.getUint32(0);
  const low = bits.getUint32(4);
  return n < 0 ? uint32(~high) + uint32(~low) : uint32(high | 0x80000000) + uint32(low);
}

const NO_RESIDUAL = '\x02';
// More digits than a decimal128 leaves after its nearest double: cutting here keeps different numbers different.
const RESIDUAL_DIGITS = 40;

// int64 and decimal128 hold values no double holds, so the nearest double is followed by what is left.
function number(v: Numeric): string {
  if (typeof v === 'number') return double(v) + NO_RESIDUAL;
  const { nearest, n, e } = split(v);
  if (n === 0n) return double(nearest) + NO_RESIDUAL;
  return double(nearest) + (n < 0n ? `\x01${invert(magnitude(-n, e))}` : `\x03${magnitude(n, e)}`);
}

function magnitude(n: bigint, e: number): string {
  const digits = String(n);
  return uint32(e + digits.length + 0x80000000) + text(digits.slice(0, RESIDUAL_DIGITS).replace(/0+$/, ''));
}

/** The encoding of a descending index field: reverses the order of encodings. */
export function invert(key: string): string {
  const bytes = Buffer.from(key, 'latin1');
  for (let i = 0; i < bytes.length; i++) bytes.writeUInt8(255 - bytes.readUInt8(i), i);
  return `${bytes.toString('latin1')}\xff`;
}

/** The distinct values of a list by their encodings, in the order they first appear. */
export function distinct(list: readonly unknown[], fold?: Fold): Map<string, unknown> {
  const out = new Map<string, unknown>();
  for (const v of list) {
    const key = encode(v, fold);
    if (!out.has(key)) out.set(key, v);
  }
  return out;
}
