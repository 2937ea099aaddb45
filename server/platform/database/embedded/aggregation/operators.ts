import { Decimal128, ObjectId } from 'bson';
import { DateTime } from 'luxon';
import { arith, divide, plus } from '../bson-values/arithmetic';
import { compare, equals } from '../bson-values/compare';
import { bsonType, isNumber, isObj, type Numeric, own, shown, toNum, typeName } from '../bson-values/kinds';
import { refuse } from '../errors';
import { truthy } from '../query/leaf-operators';
import { setField } from '../query/paths';
import type { EvalContext } from '../types';
import { argumentList, isText, lazy, many, namedArguments, nullish, operand, strict, unary, values } from './arguments';
import { compileNode, type Operator, over, variableName, withVariables } from './expressions';

// Every export is the operator of its name.

export const $literal: Operator = (arg) => () => arg;

const comparison = (result: (c: number) => unknown): Operator => values(2, 2, ([a, b], _name, { col }) => result(compare(a, b, col)));

export const $eq = comparison((c) => c === 0);
export const $ne = comparison((c) => c !== 0);
export const $gt = comparison((c) => c > 0);
export const $gte = comparison((c) => c >= 0);
export const $lt = comparison((c) => c < 0);
export const $lte = comparison((c) => c <= 0);

export const $and = lazy(0, many, (nodes, doc, vars) => nodes.every((node) => truthy(node(doc, vars))));
export const $or = lazy(0, many, (nodes, doc, vars) => nodes.some((node) => truthy(node(doc, vars))));
export const $not = values(1, 1, ([v]) => !truthy(v));
export const $ifNull = lazy(2, many, (nodes, doc, vars) => nodes.reduce<unknown>((v, node) => v ?? node(doc, vars), null));

export const $cond: Operator = (arg, ctx, name) => {
  const list = isObj(arg) ? namedArguments(name, arg, ['if!', 'then!', 'else!'], 17080) : argumentList(name, arg, 3, 3);
  const [test, yes, no] = list.map((expr) => compileNode(expr, ctx));
  return (doc, vars) => (truthy(test?.(doc, vars)) ? yes : no)?.(doc, vars);
};

export const $switch: Operator = (arg, ctx, name) => {
  const [given, fallback] = namedArguments(name, arg, ['branches!', 'default'], 40060);
  const branches = operand(given, Array.isArray, name, 40061).map((branch) =>
    namedArguments('a branch of $switch', branch, ['case!', 'then!'], 40062).map((expr) => compileNode(expr, ctx)),
  );
  if (!branches.length) refuse(40068, '$switch requires at least one branch');
  const otherwise = fallback === undefined ? () => refuse(40066, '$switch found no branch and no default') : compileNode(fallback, ctx);
  return (doc, vars) => (branches.find(([test]) => truthy(test?.(doc, vars)))?.[1] ?? otherwise)(doc, vars);
};

const array = (v: unknown, name: string, code: number): unknown[] => operand(v, Array.isArray, name, code);

/** `$map` and `$filter`: `body` names the expression that sees each element as the variable `as`. */
const elementwise =
  (body: string, code: number, inputCode: number, f: (list: unknown[], each: (v: unknown) => unknown) => unknown[]): Operator =>
  (arg, ctx, name) => {
    const [input, expr, given = 'this'] = namedArguments(name, arg, ['input!', `${body}!`, 'as'], code);
    const as = variableName(given);
    const each = compileNode(expr, withVariables(ctx, { [as]: null }));
    return over([input], ctx, ([list], doc, vars) =>
      nullish(list) ? null : f(array(list, name, inputCode), (v) => each(doc, { ...vars, [as]: v })),
    );
  };

export const $filter = elementwise('cond', 28647, 28651, (list, each) => list.filter((v) => truthy(each(v))));
export const $map = elementwise('in', 16879, 16883, (list, each) => list.map((v) => each(v) ?? null));

const index = (v: unknown, name: string): number =>
  isNumber(v) && Number.isInteger(toNum(v)) ? toNum(v) : refuse(28691, `${name} requires an integer, found ${typeName(v)}`);

export const $arrayElemAt = strict(2, 2, ([v, i], name) => array(v, name, 28689).at(index(i, name)));
export const $first = unary((v, name) => array(v, name, 28689)[0]);
export const $last = unary((v, name) => array(v, name, 28689).at(-1));
export const $size = values(1, 1, ([v], name) => array(v, name, 17124).length);
export const $isArray = values(1, 1, ([v]) => Array.isArray(v));
export const $in = values(2, 2, ([v, list], name) => array(list, name, 40081).some((element) => equals(v, element)));
export const $concatArrays = strict(0, many, (args, name) => args.flatMap((v) => array(v, name, 28664)));

/** `{ $sum: <array> }` is over the elements of that array, `{ $sum: [<expressions>] }` over their values. */
const fold = (f: (list: unknown[], ctx: EvalContext) => unknown): Operator =>
  values(0, many, (args, _name, ctx) => f(args.length === 1 ? args.flat() : args, ctx));

const given = (list: readonly unknown[]): unknown[] => list.filter((v) => !nullish(v));
const sum = (list: readonly unknown[]): Numeric => list.filter(isNumber).reduce<Numeric>(plus, 0);
const extreme = (list: readonly unknown[], wins: (v: unknown, best: unknown) => boolean): unknown =>
  given(list).reduce((best, v) => (best === null || wins(v, best) ? v : best), null);

export const $sum = fold(sum);
export const $avg = fold((list) => (list.some(isNumber) ? divide(sum(list), list.filter(isNumber).length) : null));
export const $min = fold((list, { col }) => extreme(list, (v, best) => compare(v, best, col) < 0));
export const $max = fold((list, { col }) => extreme(list, (v, best) => compare(v, best, col) > 0));
const entries = (v: unknown): [string, unknown][] => Object.entries(operand(v, isObj, '$mergeObjects', 40400));
// later documents win; null and missing ones count as empty
export const $mergeObjects = fold((list) => Object.fromEntries(given(list).flatMap(entries)));

export const $setField: Operator = (arg, ctx, name) => {
  const [field, input, value] = namedArguments(name, arg, ['field!', 'input!', 'value!'], 4161100);
  const key = isObj(field) ? field.$literal : field;
  // the name may contain dots and dollars, but must be known beforehand
  if (typeof key !== 'string' || (key === field && key.startsWith('$'))) refuse(4161106, `${name} requires 'field' to be a constant`);
  return over([input, value], ctx, ([target, v]) => (nullish(target) ? null : setField(operand(target, isObj, name, 4161105), [key], v)));
};

export const $getField: Operator = (arg, ctx, name) => {
  const short = !isObj(arg) || Object.keys(arg)[0]?.startsWith('$');
  const [field, input = '$$ROOT'] = short ? [arg] : namedArguments(name, arg, ['field!', 'input'], 3041701);
  return over([field, input], ctx, ([key, target]) => own(isObj(target) ? target : {}, operand(key, isText, name, 3041704)));
};

// Numbers

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

/** A number with its point moved, through its text: 1.005 at two places must not be cut by its binary expansion. */
function shifted(n: number, places: number): number {
  const [digits, exponent = 0] = String(n).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}

const halfToEven = (n: number): number => (Math.abs(n % 1) === 0.5 ? 2 * Math.round(n / 2) : Math.round(n));

export const $round = strict(1, 2, ([v, place = 0], name) => {
  const digits = toNum(number(place, name, 51082));
  if (!Number.isInteger(digits) || digits < -20 || digits > 100) refuse(51083, `${name} cannot round to ${digits} places`);
  const round = (n: number): number => shifted(halfToEven(shifted(n, digits)), -digits);
  return onDouble(number(v, name, 51081), (n) => (Number.isFinite(n) ? round(n) : n));
});

export const $multiply = strict(0, many, (args, name) => args.map((v) => number(v, name)).reduce(times, 1));
export const $divide = quotient(divide);
export const $mod = quotient((a, b) => toNum(a) % toNum(b));
export const $abs = toWhole(Math.abs);
export const $ceil = toWhole(Math.ceil);
export const $floor = toWhole(Math.floor);
export const $rand: Operator = (arg) => (isObj(arg) && !Object.keys(arg).length ? Math.random : refuse(3040501, '$rand takes {} only'));

export const $concat = strict(0, many, (args, name) => args.map((v) => operand(v, isText, name, 16702)).join(''));

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

const isDate = (v: unknown): v is Date => v instanceof Date;

/** A date in a time zone: an Olson name or an offset such as +08, +0800 or +08:00. Null when one of them is null. */
function moment(date: unknown, timezone: unknown, name: string): DateTime | null {
  if (nullish(date) || nullish(timezone)) return null;
  const zone = operand(timezone, isText, name, 40517);
  const offset = /^([+-]\d{2}):?(\d{2})?$/.exec(zone);
  const local = DateTime.fromJSDate(operand(date, isDate, name, 16006), { zone: offset ? `utc${offset[1]}:${offset[2] ?? '00'}` : zone });
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
