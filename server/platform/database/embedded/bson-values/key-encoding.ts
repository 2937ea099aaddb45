import type { Doc } from '../types';
import { bytesOf, regexParts, subtypeOf, textOf } from './compare';
import { type Exact, nearest, residual } from './exact-numbers';
import { type Bytes, type Code, type Numeric, type ObjectId, Order, type Regex, type Timestamp, typeOrd } from './kinds';

type Fold = ((s: string) => string) | null | undefined;

const eight = Buffer.alloc(8);
const four = Buffer.alloc(4);

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
      return text(fold ? fold(textOf(v)) : textOf(v));
    case Order.object:
      return document(v as Doc, fold);
    case Order.array:
      return `${(v as unknown[]).map((x) => encode(x, fold)).join('')}\0`;
    case Order.binary: {
      const bytes = bytesOf(v as Bytes);
      return uint32(bytes.length) + String.fromCharCode(subtypeOf(v as Bytes)) + bytes.toString('latin1');
    }
    case Order.objectId:
      return bytesOf((v as ObjectId).id).toString('latin1');
    case Order.bool:
      return v ? '\x01' : '\x00';
    case Order.date:
      return double((v as Date).getTime());
    case Order.timestamp:
      return uint32((v as Timestamp).getHighBitsUnsigned()) + uint32((v as Timestamp).getLowBitsUnsigned());
    case Order.regex:
      return regexParts(v as Regex)
        .map(text)
        .join('');
    case Order.code:
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

// A zero byte ends the text, so a zero byte inside is marked: \xff sorts above every type byte that can follow the end.
function text(s: string): string {
  const bytes = isAscii(s) ? s : Buffer.from(s, 'utf8').toString('latin1');
  return `${bytes.includes('\0') ? bytes.replaceAll('\0', '\0\xff') : bytes}\0`;
}

function isAscii(s: string): boolean {
  for (let i = 0; i < s.length; i++) if (s.charCodeAt(i) > 127) return false;
  return true;
}

function uint32(n: number): string {
  four.writeUInt32BE(n, 0);
  return four.toString('latin1');
}

function double(n: number): string {
  if (Number.isNaN(n)) return '\0\0\0\0\0\0\0\0';
  eight.writeDoubleBE(n === 0 ? 0 : n, 0);
  const negative = eight.readInt8(0) < 0;
  if (negative) for (let i = 0; i < 8; i++) eight.writeUInt8(255 - eight.readUInt8(i), i);
  else eight.writeUInt8(eight.readUInt8(0) | 0x80, 0);
  return eight.toString('latin1');
}

const NO_RESIDUAL = '\x02';
// More digits than a decimal128 leaves after its nearest double: cutting here keeps different numbers different.
const RESIDUAL_DIGITS = 40;

// int64 and decimal128 hold values no double holds, so the nearest double is followed by what is left.
function number(v: Numeric): string {
  return double(nearest(v)) + (typeof v === 'number' ? NO_RESIDUAL : left(residual(v)));
}

function left({ n, e }: Exact): string {
  if (n === 0n) return NO_RESIDUAL;
  const digits = String(n < 0n ? -n : n);
  const magnitude = uint32(e + digits.length + 0x80000000) + text(digits.slice(0, RESIDUAL_DIGITS).replace(/0+$/, ''));
  return n < 0n ? `\x01${invert(magnitude)}` : `\x03${magnitude}`;
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
