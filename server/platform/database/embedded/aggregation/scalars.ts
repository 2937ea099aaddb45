import { Decimal128, ObjectId, type Timestamp } from 'bson';
import { DateTime } from 'luxon';
import { arith, divide, plus } from '../bson-values/arithmetic';
import { bsonType, isNumber, isObj, type Numeric, shown, toNum, typeName } from '../bson-values/kinds';
import { refuse } from '../errors';
import { argumentList, isText, many, namedArguments, nullish, operand, strict, unary, values } from './arguments';
import { type Operator, over } from './expressions';

// Every export is the operator of its name: here those of numbers, text and dates.

const number = (v: unknown, name: string, code = 14): Numeric => operand<Numeric>(v, isNumber, name, code);

export const $add = strict(0, many, (args, name) => {
  const dates = args.filter((v) => v instanceof Date);
  if (dates.length > 1) refuse(16612, 'only one date allowed in an $add expression');
  const sum = args.map((v) => (v instanceof Date ? v.getTime() : number(v, name))).reduce(plus, 0);
  return dates.length ? new Date(Math.round(toNum(sum))) : sum;
});

export const $subtract = strict(2, 2, ([a, b], name) => {
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (a instanceof Date) return new Date(a.getTime() - Math.round(toNum(number(b, name))));
  const [x, y] = [number(a, name), number(b, name)];
  return arith('subtract', x, y) ?? toNum(x) - toNum(y);
});

const times = (a: Numeric, b: Numeric): Numeric => arith('multiply', a, b) ?? toNum(a) * toNum(b);

const quotient = (f: (a: Numeric, b: Numeric) => Numeric): Operator =>
  strict(2, 2, ([a, b], name) => {
    const [x, y] = [number(a, name), number(b, name)];
    return toNum(y) === 0 ? refuse(2, `can't ${name} by zero`) : f(x, y);
  });

/** A function of doubles; a decimal gives a decimal. */
const onDouble = (v: Numeric, f: (n: number) => number): Numeric =>
  bsonType(v) === 'Decimal128' ? Decimal128.fromString(String(f(toNum(v)))) : f(toNum(v));

const toWhole = (f: (n: number) => number): Operator => unary((v, name) => onDouble(number(v, name, 28765), f));

const toPlace = (f: (n: number) => number): Operator =>
  strict(1, 2, ([v, place = 0], name) => {
    const digits = toNum(number(place, name, 51082));
    if (!Number.isInteger(digits) || digits < -20 || digits > 100) refuse(51083, `${name} cannot round to ${digits} places`);
    // going through the decimal text keeps 1.005 at two places from being cut by its binary expansion
    const moved = (n: number): number => Number(`${f(Number(`${n}e${digits}`))}e${-digits}`);
    return onDouble(number(v, name, 51081), (n) => (Number.isFinite(n) ? moved(n) : n));
  });

const halfToEven = (n: number): number => (Math.abs(n % 1) === 0.5 ? 2 * Math.round(n / 2) : Math.round(n));

export const $multiply = strict(0, many, (args, name) => args.map((v) => number(v, name)).reduce(times, 1));
export const $divide = quotient(divide);
export const $mod = quotient((a, b) => toNum(a) % toNum(b));
export const $abs = toWhole(Math.abs);
export const $ceil = toWhole(Math.ceil);
export const $floor = toWhole(Math.floor);
export const $round = toPlace(halfToEven);
export const $trunc = toPlace(Math.trunc);
export const $rand: Operator = (arg) =>
  isObj(arg) && !Object.keys(arg).length ? Math.random : refuse(3040501, '$rand takes no arguments');

/** What the case operators accept for text: missing is empty, numbers and dates are written out. */
function coerced(v: unknown, name: string): string {
  if (v instanceof Date) return v.toISOString();
  return isNumber(v) ? String(v) : operand(v ?? '', isText, name, 16007);
}

export const $concat = strict(0, many, (args, name) => args.map((v) => operand(v, isText, name, 16702)).join(''));
export const $toLower = values(1, 1, ([v], name) => coerced(v, name).replace(/[A-Z]+/g, (s) => s.toLowerCase()));
export const $toUpper = values(1, 1, ([v], name) => coerced(v, name).replace(/[a-z]+/g, (s) => s.toUpperCase()));

const inconvertible = (v: unknown, name: string): never => refuse(241, `${name} cannot convert ${shown(v)} of type ${typeName(v)}`);

export const $type = values(1, 1, ([v]) => typeName(v));

export const $toString = unary((v, name) => {
  if (v instanceof Date) return v.toISOString();
  return isText(v) || isNumber(v) || typeof v === 'boolean' || bsonType(v) === 'ObjectId' ? String(v) : inconvertible(v, name);
});

export const $toObjectId = unary((v, name) => {
  if (bsonType(v) === 'ObjectId') return v;
  return isText(v) && /^[0-9a-f]{24}$/i.test(v) ? new ObjectId(v) : inconvertible(v, name);
});

export const $toDouble = unary(toDouble);

function toDouble(v: unknown, name: string): number {
  if (isNumber(v)) return toNum(v);
  if (v instanceof Date || typeof v === 'boolean') return Number(v);
  return isText(v) && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(v) ? Number(v) : inconvertible(v, name);
}

export const $toInt = unary((v, name) => {
  const n = v instanceof Date || (isText(v) && !/^[+-]?\d+$/.test(v)) ? Number.NaN : Math.trunc(toDouble(v, name));
  return n >= -(2 ** 31) && n < 2 ** 31 ? n + 0 : inconvertible(v, name);
});

/** The milliseconds of a date, ObjectId or Timestamp; null for anything else. */
function millis(v: unknown): number | null {
  if (v instanceof Date) return v.getTime();
  if (bsonType(v) === 'ObjectId') return (v as ObjectId).getTimestamp().getTime();
  return bsonType(v) === 'Timestamp' ? (v as Timestamp).getHighBitsUnsigned() * 1000 : null;
}

const ISO_TEXT = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?( ?(Z|[+-]\d{2}:?\d{2}))?)?$/;

/** From a date's ISO form (UTC without an offset), from a long or double of milliseconds, or from a value that has a date in it. */
export const $toDate = unary((v, name) => {
  const iso = isText(v) && ISO_TEXT.test(v) ? v.replace(' ', 'T').replace(' ', '') : '';
  const parsed = DateTime.fromISO(iso, { zone: 'utc' });
  if (parsed.isValid) return parsed.toJSDate();
  return new Date((isNumber(v) && typeName(v) !== 'int' ? Math.trunc(toNum(v)) : millis(v)) ?? inconvertible(v, name));
});

/** A date in a time zone: an Olson name or an offset such as +08, +0800 or +08:00. Null when one of them is null. */
function moment(date: unknown, timezone: unknown, name: string): DateTime | null {
  if (nullish(date) || nullish(timezone)) return null;
  const zone = operand(timezone, isText, name, 40517);
  const ms = millis(date) ?? refuse(16006, `can't convert from BSON type ${typeName(date)} to Date`);
  const offset = /^([+-]\d{2}):?(\d{2})?$/.exec(zone);
  const local = DateTime.fromMillis(ms, { zone: offset ? `utc${offset[1]}:${offset[2] ?? '00'}` : zone });
  // names of luxon's own, such as `local` and `utc+3`, are none of the time zone database
  if (!local.isValid || /^(default|local|system|utc.+)$/i.test(zone)) refuse(40485, `unrecognized time zone identifier: "${zone}"`);
  return local;
}

/** A part of a date: `{ $year: <date> }` or `{ $year: { date, timezone } }`. */
const part =
  (unit: 'year' | 'month' | 'day'): Operator =>
  (arg, ctx, name) => {
    const short = !isObj(arg) || Object.keys(arg)[0]?.startsWith('$');
    const [date, timezone = 'UTC'] = short ? argumentList(name, arg, 1, 1) : namedArguments(name, arg, ['date!', 'timezone'], 40535);
    return over([date, timezone], ctx, ([v, zone]) => moment(v, zone, name)?.[unit] ?? null);
  };

export const $year = part('year');
export const $month = part('month');
export const $dayOfMonth = part('day');

/** The letters of a format, and what luxon calls them. */
const TOKENS: Record<string, string> = { Y: 'yyyy', m: 'MM', d: 'dd', H: 'HH', M: 'mm', S: 'ss', L: 'SSS', G: 'kkkk', V: 'WW', '%': "'%'" };

export const $dateToString: Operator = (arg, ctx, name) => {
  const [date, format, timezone = 'UTC', onNull = null] = namedArguments(name, arg, ['date!', 'format', 'timezone', 'onNull'], 18534);
  return over([date, format, timezone, onNull], ctx, ([v, given, zone, otherwise]) => {
    const local = moment(v, zone, name);
    if (!local) return nullish(v) ? otherwise : null;
    const text = operand(given ?? `%Y-%m-%dT%H:%M:%S.%L${local.zoneName === 'UTC' ? 'Z' : ''}`, isText, name, 18533);
    return text.replace(/%(.?)/gs, (found, letter: string) => local.toFormat(TOKENS[letter] ?? refuse(18536, `no such format: ${found}`)));
  });
};
