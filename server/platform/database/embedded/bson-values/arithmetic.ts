import { Decimal128, Long } from 'bson';
import { bsonType, type Numeric, toNum } from './kinds';

/** A finite number without rounding: `n` × 10^`e`. */
type Exact = { n: bigint; e: number };

function ofDouble(v: number): Exact {
  // A double is a whole number of halves, quarters or so on, and a half is five tenths.
  let whole = v;
  let halvings = 0;
  for (; !Number.isInteger(whole); halvings++) whole *= 2;
  return { n: BigInt(whole) * 5n ** BigInt(halvings), e: -halvings };
}

function ofText(s: string): Exact | null {
  const [, integer, fraction = '', exponent = 0] = /^([+-]?\d+)(?:\.(\d*))?(?:E([+-]?\d+))?$/i.exec(s) ?? [];
  return integer === undefined ? null : { n: BigInt(integer + fraction), e: Number(exponent) - fraction.length };
}

function add(a: Exact, b: Exact): Exact {
  const e = Math.min(a.e, b.e);
  return { n: a.n * 10n ** BigInt(a.e - e) + b.n * 10n ** BigInt(b.e - e), e };
}

const subtract = (a: Exact, b: Exact): Exact => add(a, { n: -b.n, e: b.e });

function quotient(a: Exact, b: Exact): Exact {
  // Enough for more digits than a decimal128 holds.
  const shift = 40 + String(b.n).length;
  let n = (a.n * 10n ** BigInt(shift)) / b.n;
  let e = a.e - b.e - shift;
  for (; e < 0 && n !== 0n && n % 10n === 0n; e++) n /= 10n;
  return { n, e };
}

/** A number as its nearest double, finite where the number is, and what that leaves out: together they order all numbers exactly. */
export function split(v: Exclude<Numeric, number>): Exact & { nearest: number } {
  const value = ofText(String(v));
  const double = toNum(v);
  if (!value) return { nearest: double, n: 0n, e: 0 };
  const nearest = Number.isFinite(double) ? double : Math.sign(double) * Number.MAX_VALUE;
  return { nearest, ...subtract(value, ofDouble(nearest)) };
}

type Operation = { onDoubles: (a: number, b: number) => number; onExact: (a: Exact, b: Exact) => Exact };
const OPERATIONS = {
  add: { onDoubles: (a, b) => a + b, onExact: add },
  subtract: { onDoubles: (a, b) => a - b, onExact: subtract },
  multiply: { onDoubles: (a, b) => a * b, onExact: (a, b) => ({ n: a.n * b.n, e: a.e + b.e }) },
  divide: { onDoubles: (a, b) => a / b, onExact: quotient },
} satisfies Record<string, Operation>;

const isDecimal = (v: Numeric): boolean => bsonType(v) === 'Decimal128';

// mongod turns a fraction into a decimal with 15 significant digits, so that 0.1 becomes 0.1 and not its binary expansion
function asDecimal(v: Numeric): Exact | null {
  if (typeof v !== 'number') return ofText(String(v));
  return Number.isInteger(v) ? ofDouble(v) : ofText(v.toPrecision(15));
}

function onDecimals({ onDoubles, onExact }: Operation, a: Numeric, b: Numeric): Decimal128 {
  const x = asDecimal(a);
  const y = asDecimal(b);
  if (!x || !y) return Decimal128.fromString(String(onDoubles(toNum(a), toNum(b))));
  const { n, e } = onExact(x, y);
  return Decimal128.fromStringWithRounding(`${n}E${e}`);
}

const isWhole = (v: Numeric): boolean => typeof v !== 'number' || Number.isSafeInteger(v);

/**
 * Adds, subtracts or multiplies as mongod does: decimal when one side is decimal (34 digits), int64 when both are integers and one is
 * a Long, double otherwise. Returns null when an int64 result overflows.
 */
export function arith(name: 'add' | 'subtract' | 'multiply', a: Numeric, b: Numeric): Numeric | null {
  const operation = OPERATIONS[name];
  if (typeof a === 'number' && typeof b === 'number') return operation.onDoubles(a, b);
  if (isDecimal(a) || isDecimal(b)) return onDecimals(operation, a, b);
  if (!isWhole(a) || !isWhole(b)) return operation.onDoubles(toNum(a), toNum(b));
  const { n } = operation.onExact({ n: BigInt(String(a)), e: 0 }, { n: BigInt(String(b)), e: 0 });
  if (n !== BigInt.asIntN(64, n)) return null;
  return Number.isSafeInteger(Number(n)) ? Number(n) : Long.fromBigInt(n);
}

/** Divides two numbers, `b` not zero: decimal when one side is decimal, double otherwise. */
export const divide = (a: Numeric, b: Numeric): Numeric =>
  isDecimal(a) || isDecimal(b) ? onDecimals(OPERATIONS.divide, a, b) : toNum(a) / toNum(b);

/** Sums what `$sum`, `$avg` and `$add` see; an int64 overflow goes on as a double, as on mongod. */
export const plus = (a: Numeric, b: Numeric): Numeric => arith('add', a, b) ?? toNum(a) + toNum(b);
