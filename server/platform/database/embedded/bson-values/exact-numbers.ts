import type { Long } from 'bson';
import { bsonType, type Numeric, toNum } from './kinds';

/** A finite number without rounding: `n` × 10^`e`. */
export type Exact = { n: bigint; e: number };

const ZERO: Exact = { n: 0n, e: 0 };
const bits = new DataView(new ArrayBuffer(8));

/** Exact value of a BSON number; null for NaN and the infinities. */
export function exact(v: Numeric): Exact | null {
  if (typeof v === 'number') return Number.isFinite(v) ? ofDouble(v) : null;
  if (typeof v === 'bigint') return { n: v, e: 0 };
  if (bsonType(v) === 'Long') return { n: (v as Long).toBigInt(), e: 0 };
  return ofText(String(v));
}

function ofDouble(v: number): Exact {
  if (Number.isInteger(v)) return { n: BigInt(v), e: 0 };
  bits.setFloat64(0, v);
  const raw = bits.getBigUint64(0);
  const exponent = Number((raw >> 52n) & 0x7ffn);
  const mantissa = (raw & 0xfffffffffffffn) | (exponent === 0 ? 0n : 1n << 52n);
  const twos = (exponent || 1) - 1075;
  const n = mantissa * 5n ** BigInt(-twos);
  return { n: v < 0 ? -n : n, e: twos };
}

function ofText(s: string): Exact | null {
  const m = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(s);
  if (!m) return null;
  const fraction = m[3] ?? '';
  const n = BigInt(`${m[2]}${fraction}` || '0');
  return { n: m[1] === '-' ? -n : n, e: Number(m[4] ?? 0) - fraction.length };
}

export function addExact(a: Exact, b: Exact): Exact {
  const e = Math.min(a.e, b.e);
  return { n: a.n * 10n ** BigInt(a.e - e) + b.n * 10n ** BigInt(b.e - e), e };
}

/** The nearest double, where a finite number stays finite: together with `residual` it orders all numbers exactly. */
export function nearest(v: Numeric): number {
  const d = toNum(v);
  return Number.isFinite(d) || exact(v) === null ? d : Math.sign(d) * Number.MAX_VALUE;
}

/** What `nearest` leaves out: `v` minus its nearest double. */
export function residual(v: Numeric): Exact {
  if (typeof v === 'number') return ZERO;
  const value = exact(v);
  const double = exact(nearest(v));
  return value && double ? addExact(value, { n: -double.n, e: double.e }) : ZERO;
}

/** Total order of all BSON numbers by value; NaN is below everything and equal to itself. */
export function compareNumbers(a: Numeric, b: Numeric): number {
  const plain = typeof a === 'number' && typeof b === 'number';
  const x = plain ? a : nearest(a);
  const y = plain ? b : nearest(b);
  if (x < y) return -1;
  if (x > y) return 1;
  if (x !== y) return Number.isNaN(x) ? (Number.isNaN(y) ? 0 : -1) : 1;
  if (plain) return 0;
  const rb = residual(b);
  const difference = addExact(residual(a), { n: -rb.n, e: rb.e }).n;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
