import { compare, equals } from '../bson-values/compare';
import { bsonType, isNumber, isRegex, Order, regexParts, shown, TYPE_CODES, toNum, typeName, typeOrd } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import type { Doc, EvalContext, ValueMatcher } from '../types';
import { isOps, someAt } from './paths';
import { toRegExp } from './regex';

/** Most operators hold for an array when they hold for one of its elements or for the array itself. */
const each =
  (test: (v: unknown) => boolean): ValueMatcher =>
  (v, pos) =>
    (Array.isArray(v) && someAt(v, test, pos)) || test(v);

/** Equality with a literal: null also means missing. */
function equalTo(arg: unknown, ctx: EvalContext): (v: unknown) => boolean {
  if (arg === null || arg === undefined) return (v) => v === null || v === undefined;
  if (typeof arg === 'string' && !ctx.col) return (v) => v === arg;
  return (v) => v === arg || (v !== undefined && equals(v, arg, ctx.col));
}

/** What a plain value in a filter or an entry of `$in` asks for: a pattern for a regular expression, else equality. */
export function like(arg: unknown, ctx: EvalContext): (v: unknown) => boolean {
  if (!isRegex(arg)) return equalTo(arg, ctx);
  const regex = toRegExp(arg);
  return (v) => (typeof v === 'string' && regex.test(v)) || (isRegex(v) && equals(v, arg));
}

export const likeAny = (arg: unknown, ctx: EvalContext): ValueMatcher => each(like(arg, ctx));

type Build = (arg: unknown, ctx: EvalContext, all: Doc) => ValueMatcher;

const comparison =
  (holds: (c: number) => boolean): Build =>
  (arg, ctx) => {
    if (isRegex(arg)) refuse(2, "Can't have RegEx as arg to predicate over field");
    const limit = arg ?? null;
    const type = typeOrd(limit);
    const allTypes = type === Order.minKey || type === Order.maxKey;
    // NaN is neither above nor below any number, although it sorts below all
    const notANumber = (v: unknown): boolean => type === Order.number && Number.isNaN(toNum(v));
    const comparable = (v: unknown): boolean =>
      allTypes ? v !== undefined : typeOrd(v ?? null) === type && notANumber(v) === notANumber(limit);
    const finite = typeof limit === 'number' && Number.isFinite(limit) ? limit : null;
    return each((v) => {
      if (finite !== null && typeof v === 'number') return holds(v - finite);
      return comparable(v) && holds(compare(v ?? null, limit, ctx.col));
    });
  };

const inList: Build = (arg, ctx) => {
  if (!Array.isArray(arg)) refuse(2, '$in needs an array');
  if (arg.some(isOps)) refuse(2, 'cannot nest $ under $in');
  if (ctx.col || arg.length < 9) {
    const tests = arg.map((a) => like(a, ctx));
    return each((v) => tests.some((test) => test(v)));
  }
  const strings = new Set<unknown>(arg.filter((a) => typeof a === 'string'));
  const ids = new Set(arg.filter((a) => bsonType(a) === 'ObjectId').map(String));
  const rest = arg.filter((a) => typeof a !== 'string' && bsonType(a) !== 'ObjectId').map((a) => like(a, ctx));
  return each((v) => strings.has(v) || (bsonType(v) === 'ObjectId' && ids.has(String(v))) || rest.some((test) => test(v)));
};

const regex: Build = (arg, _ctx, all) => {
  const wanted = toRegExp(arg, all.$options);
  const pattern = isRegex(arg) ? regexParts(arg)[0] : arg;
  return each((v) => (typeof v === 'string' && wanted.test(v)) || (isRegex(v) && regexParts(v)[0] === pattern));
};

const NUMBER_CODES = [1, 16, 18, 19];
const KNOWN_CODES = new Set<unknown>(TYPE_CODES.values());

function typeCodes(type: unknown): unknown[] {
  if (type === 'number') return NUMBER_CODES;
  if (typeof type !== 'string' && !isNumber(type)) refuse(14, 'type must be represented as a number or a string');
  const code = typeof type === 'string' ? TYPE_CODES.get(type) : toNum(type);
  return KNOWN_CODES.has(code) ? [code] : refuse(2, `Unknown type name alias or code: ${shown(type)}`);
}

const type: Build = (arg) => {
  const wanted = new Set((Array.isArray(arg) ? arg : [arg]).flatMap(typeCodes));
  if (!wanted.size) refuse(9, '$type must match at least one type');
  return each((v) => wanted.has(TYPE_CODES.get(typeName(v))));
};

const size: Build = (arg) => {
  const n = isNumber(arg) ? toNum(arg) : -1;
  if (!Number.isInteger(n) || n < 0) refuse(2, `Failed to parse $size. Expected a non-negative integer in: $size: ${shown(arg)}`);
  return (v) => Array.isArray(v) && v.length === n;
};

const mod: Build = (arg) => {
  if (!Array.isArray(arg) || arg.length !== 2) refuse(2, 'malformed mod, needs to be an array of two numbers');
  const [divisor = 0, remainder] = arg.map((a) => (isNumber(a) ? Math.trunc(toNum(a)) : Number.NaN));
  if (!Number.isFinite(divisor) || !Number.isFinite(remainder)) refuse(2, 'malformed mod, divisor or remainder not a number');
  if (divisor === 0) refuse(2, 'divisor cannot be 0');
  return each((v) => isNumber(v) && Math.trunc(toNum(v)) % divisor === remainder);
};

const OPERATORS = new Map<string, Build>([
  ['$eq', (arg, ctx) => each(equalTo(arg, ctx))],
  ['$gt', comparison((c) => c > 0)],
  ['$gte', comparison((c) => c >= 0)],
  ['$lt', comparison((c) => c < 0)],
  ['$lte', comparison((c) => c <= 0)],
  ['$in', inList],
  ['$regex', regex],
  ['$type', type],
  ['$size', size],
  ['$mod', mod],
]);

const NOT_SUPPORTED = /^\$(geoWithin|geoIntersects|geoNear|within|near|nearSphere|(max|min)Distance|bits(All|Any)(Set|Clear))$/;

/** BSON truth: everything but false, zero, null and missing. */
export const truthy = (v: unknown): boolean => (isNumber(v) ? toNum(v) !== 0 : v !== false && v !== null && v !== undefined);

/** The test one operator makes of the value at the end of a path; `all` is the operator document it stands in. */
export function leafOperator(op: string, arg: unknown, ctx: EvalContext, all: Doc): ValueMatcher {
  if (NOT_SUPPORTED.test(op)) throw unsupported(`the query operator ${op}`);
  const build = OPERATORS.get(op) ?? refuse(2, `unknown operator: ${op}`);
  return build(arg, ctx, all);
}
