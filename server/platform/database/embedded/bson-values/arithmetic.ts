import { Decimal128, Long } from 'bson';
import { addExact, type Exact, exact } from './exact-numbers';
import { bsonType, type Numeric, toNum } from './kinds';

type Operation = 'add' | 'subtract' | 'multiply';

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

const isDecimal = (v: Numeric): boolean => bsonType(v) === 'Decimal128';
const isLong = (v: Numeric): boolean => typeof v === 'bigint' || bsonType(v) === 'Long';

/**
 * Adds, subtracts or multiplies as mongod does: decimal when one side is decimal (34 digits), int64 when both are integers and one is
 * a Long, double otherwise. Returns null when an int64 result overflows.
 */
export function arith(op: Operation, a: Numeric, b: Numeric): Numeric | null {
  if (typeof a === 'number' && typeof b === 'number') return onDoubles(op, a, b);
  if (isDecimal(a) || isDecimal(b)) return onDecimals(op, a, b);
  if (!isInteger(a) || !isInteger(b)) return onDoubles(op, toNum(a), toNum(b));
  const n = onBigInts(op, BigInt(String(a)), BigInt(String(b)));
  if (n < INT64_MIN || n > INT64_MAX) return null;
  return Number.isSafeInteger(Number(n)) ? Number(n) : Long.fromBigInt(n);
}

const isInteger = (v: Numeric): boolean => isLong(v) || Number.isInteger(v);
const onDoubles = (op: Operation, a: number, b: number): number => (op === 'add' ? a + b : op === 'subtract' ? a - b : a * b);
const onBigInts = (op: Operation, a: bigint, b: bigint): bigint => (op === 'add' ? a + b : op === 'subtract' ? a - b : a * b);

// mongod turns a fraction into a decimal with 15 significant digits, so that 0.1 becomes 0.1 and not its binary expansion
const asDecimal = (v: Numeric): Exact | null =>
  exact(typeof v === 'number' && Number.isFinite(v) && !Number.isInteger(v) ? Decimal128.fromString(v.toPrecision(15)) : v);

function onDecimals(op: Operation, a: Numeric, b: Numeric): Decimal128 {
  const x = asDecimal(a);
  const y = asDecimal(b);
  if (!x || !y) return Decimal128.fromString(String(onDoubles(op, toNum(a), toNum(b))));
  if (op === 'multiply') return toDecimal({ n: x.n * y.n, e: x.e + y.e });
  return toDecimal(addExact(x, op === 'add' ? y : { n: -y.n, e: y.e }));
}

const toDecimal = ({ n, e }: Exact): Decimal128 => Decimal128.fromStringWithRounding(`${n}E${e}`);

/** Divides two numbers, `b` not zero: decimal when one side is decimal, double otherwise. */
export function divide(a: Numeric, b: Numeric): Numeric {
  if (!isDecimal(a) && !isDecimal(b)) return toNum(a) / toNum(b);
  const x = asDecimal(a);
  const y = asDecimal(b);
  if (!x || !y) return Decimal128.fromString(String(toNum(a) / toNum(b)));
  const shift = 40 + Math.max(0, String(y.n).length - String(x.n).length);
  let n = (x.n * 10n ** BigInt(shift)) / y.n;
  let e = x.e - y.e - shift;
  for (; e < 0 && n !== 0n && n % 10n === 0n; e++) n /= 10n;
  return toDecimal({ n, e });
}

/** Sums what `$sum`, `$avg` and `$add` see; an int64 overflow goes on as a double, as on mongod. */
export const plus = (a: Numeric, b: Numeric): Numeric => arith('add', a, b) ?? toNum(a) + toNum(b);
