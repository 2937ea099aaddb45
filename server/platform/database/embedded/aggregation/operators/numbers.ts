import { Decimal128 } from 'bson';
import { arith, divide, plus } from '../../bson-values/arithmetic';
import { bsonType, isNumber, isObj, type Numeric, toNum, typeName } from '../../bson-values/kinds';
import { refuse } from '../../errors';
import type { Operator } from '../expressions';
import { strict, unary, values, wrongType } from './signatures';

const many = Number.POSITIVE_INFINITY;

function numeric(v: unknown, name: string, code = 14): Numeric {
  if (!isNumber(v)) throw wrongType(code, name, 'numeric types', v);
  return v;
}

const $add = strict(0, many, (args, name) => {
  let date = false;
  let sum: Numeric = 0;
  for (const v of args) {
    if (v instanceof Date) {
      if (date) refuse(16612, 'only one date allowed in an $add expression');
      date = true;
      sum = plus(sum, v.getTime());
    } else if (isNumber(v)) sum = plus(sum, v);
    else throw wrongType(14, name, 'numeric or date types', v);
  }
  return date ? new Date(Math.round(toNum(sum))) : sum;
});

const $subtract = strict(2, 2, ([a, b], name) => {
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (a instanceof Date && isNumber(b)) return new Date(a.getTime() - Math.round(toNum(b)));
  if (!isNumber(a) || !isNumber(b)) refuse(14, `can't ${name} ${typeName(b)} from ${typeName(a)}`);
  return arith('subtract', a, b) ?? toNum(a) - toNum(b);
});

const $multiply = strict(0, many, (args, name) =>
  args.reduce((product: Numeric, v) => {
    const n = numeric(v, name);
    return arith('multiply', product, n) ?? toNum(product) * toNum(n);
  }, 1),
);

const quotient = (f: (a: Numeric, b: Numeric) => Numeric): Operator =>
  strict(2, 2, ([a, b], name) => {
    if (!isNumber(a) || !isNumber(b)) refuse(14, `${name} only supports numeric types, not ${typeName(a)} and ${typeName(b)}`);
    if (toNum(b) === 0) refuse(2, `can't ${name} by zero`);
    return f(a, b);
  });

/** A function of one double; a decimal argument gives a decimal. */
const double = (f: (n: number) => number, allowed: (n: number) => boolean = () => true, code = 2): Operator =>
  unary((v, name) => {
    const n = toNum(numeric(v, name, 28765));
    if (!allowed(n) && !Number.isNaN(n)) refuse(code, `${name}'s argument is out of its range, but is ${n}`);
    return bsonType(v) === 'Decimal128' ? Decimal128.fromString(String(f(n))) : f(n);
  });

const toPlace = (f: (n: number) => number): Operator =>
  values(1, 2, ([v, place], name) => {
    if (v === null || v === undefined || place === null) return null;
    const n = numeric(v, name, 51081);
    const digits = place === undefined ? 0 : toNum(numeric(place, name, 51082));
    if (!Number.isInteger(digits) || digits < -20 || digits > 100) {
      refuse(51083, `cannot apply ${name} with precision value ${digits} value must be in [-20, 100]`);
    }
    // going through the decimal text keeps 1.005 at two places from being cut by its binary expansion
    const moved = Number(`${toNum(n)}e${digits}`);
    const result = Number.isFinite(moved) ? Number(`${f(moved)}e${-digits}`) : toNum(n);
    return bsonType(n) === 'Decimal128' ? Decimal128.fromString(String(result)) : result;
  });

function halfToEven(n: number): number {
  const floor = Math.floor(n);
  if (n - floor !== 0.5) return Math.round(n);
  return floor % 2 === 0 ? floor : floor + 1;
}

export const numbers: Record<string, Operator> = {
  $rand: (arg) => {
    if (isObj(arg) && Object.keys(arg).length === 0) return Math.random;
    refuse(3040501, '$rand does not currently accept arguments');
  },
  $add,
  $subtract,
  $multiply,
  $divide: quotient(divide),
  $mod: quotient((a, b) => toNum(a) % toNum(b)),
  $abs: double(Math.abs),
  $ceil: double(Math.ceil),
  $floor: double(Math.floor),
  $sqrt: double(Math.sqrt, (n) => n >= 0, 28714),
  $pow: strict(2, 2, ([v, power], name) => {
    const [n, p] = [toNum(numeric(v, name, 28762)), toNum(numeric(power, name, 28763))];
    if (n === 0 && p < 0) refuse(28764, '$pow cannot take a base of 0 and a negative exponent');
    return n ** p;
  }),
  $round: toPlace(halfToEven),
  $trunc: toPlace(Math.trunc),
};
