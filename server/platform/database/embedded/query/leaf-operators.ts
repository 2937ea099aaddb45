import { compare, equals } from '../bson-values/compare';
import { bsonType, isNumber, isRegex, Order, regexParts, shown, TYPE_CODES, toNum, typeName, typeOrd } from '../bson-values/kinds';
import { MongoError, refuse, unsupported } from '../errors';
import type { Doc, EvalContext, ValueMatcher } from '../types';
import { isOps } from './operator-documents';
import { someAt } from './paths';
import { toRegExp } from './regex';

const bad = (message: string): MongoError => new MongoError(2, message);

/** Most operators hold for an array when they hold for one of its elements or for the array itself. */
const each =
  (test: (v: unknown) => boolean): ValueMatcher =>
  (v, pos) =>
    (Array.isArray(v) && someAt(v, test, pos)) || test(v);

/** Equality with a literal: null also means missing. */
export function equalTo(arg: unknown, ctx: EvalContext): (v: unknown) => boolean {
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
    if (isRegex(arg)) throw bad("Can't have RegEx as arg to predicate over field");
    const type = typeOrd(arg);
    const withEqual = holds(0);
    if (type === Order.null || type === Order.missing) return each((v) => withEqual && (v === null || v === undefined));
    if (type === Order.minKey || type === Order.maxKey) return each((v) => v !== undefined && holds(compare(v, arg)));
    if (type !== Order.number) return each((v) => typeOrd(v) === type && holds(compare(v, arg, ctx.col)));
    // NaN is neither above nor below any number, although it sorts below all
    if (Number.isNaN(toNum(arg))) return each((v) => withEqual && isNumber(v) && Number.isNaN(toNum(v)));
    const limit = typeof arg === 'number' ? arg : null;
    return each((v) => {
      if (limit !== null && typeof v === 'number') return !Number.isNaN(v) && holds(v < limit ? -1 : v > limit ? 1 : 0);
      return isNumber(v) && !Number.isNaN(toNum(v)) && holds(compare(v, arg));
    });
  };

const inList: Build = (arg, ctx) => {
  if (!Array.isArray(arg)) throw bad('$in needs an array');
  if (arg.some(isOps)) throw bad('cannot nest $ under $in');
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
const KNOWN_CODES = new Set(TYPE_CODES.values());

function typeCodes(type: unknown): number[] {
  if (type === 'number') return NUMBER_CODES;
  if (typeof type === 'string') {
    const code = TYPE_CODES.get(type);
    if (code === undefined) throw bad(`Unknown type name alias: ${type}`);
    return [code];
  }
  if (!isNumber(type)) refuse(14, 'type must be represented as a number or a string');
  const code = toNum(type);
  if (!KNOWN_CODES.has(code)) throw bad(`Invalid numerical type code: ${code}`);
  return [code];
}

const type: Build = (arg) => {
  const wanted = new Set((Array.isArray(arg) ? arg : [arg]).flatMap(typeCodes));
  if (!wanted.size) refuse(9, '$type must match at least one type');
  return each((v) => wanted.has(TYPE_CODES.get(typeName(v)) ?? Number.NaN));
};

const size: Build = (arg) => {
  if (!isNumber(arg) || !Number.isInteger(toNum(arg)) || toNum(arg) < 0) {
    throw bad(`Failed to parse $size. Expected a non-negative integer in: $size: ${shown(arg)}`);
  }
  return (v) => Array.isArray(v) && v.length === toNum(arg);
};

const mod: Build = (arg) => {
  if (!Array.isArray(arg)) throw bad('malformed mod, needs to be an array');
  if (arg.length !== 2) throw bad(`malformed mod, ${arg.length < 2 ? 'not enough' : 'too many'} elements`);
  const [divisor, remainder] = arg.map((a) => (isNumber(a) ? Math.trunc(toNum(a)) : Number.NaN));
  if (!Number.isFinite(divisor)) throw bad('malformed mod, divisor not a number');
  if (!Number.isFinite(remainder)) throw bad('malformed mod, remainder not a number');
  if (divisor === 0) throw bad('divisor cannot be 0');
  return each((v) => isNumber(v) && Math.trunc(toNum(v)) % Number(divisor) === remainder);
};

const BUILD: Readonly<Record<string, Build>> = {
  $eq: (arg, ctx) => each(equalTo(arg, ctx)),
  $gt: comparison((c) => c > 0),
  $gte: comparison((c) => c >= 0),
  $lt: comparison((c) => c < 0),
  $lte: comparison((c) => c <= 0),
  $in: inList,
  $regex: regex,
  $exists: (arg) => (truthy(arg) ? (v) => v !== undefined : (v) => v === undefined),
  $type: type,
  $size: size,
  $mod: mod,
};

const NOT_SUPPORTED = new Set(
  (
    '$geoWithin $geoIntersects $within $near $nearSphere $geoNear $maxDistance $minDistance ' +
    '$bitsAllSet $bitsAnySet $bitsAllClear $bitsAnyClear'
  ).split(' '),
);

/** BSON truth: everything but false, zero, null and missing. */
export const truthy = (v: unknown): boolean => (isNumber(v) ? toNum(v) !== 0 : v !== false && v !== null && v !== undefined);

/** The test one operator makes of the value at the end of a path; `all` is the operator document it stands in. */
export function leafOperator(op: string, arg: unknown, ctx: EvalContext, all: Doc): ValueMatcher {
  if (NOT_SUPPORTED.has(op)) throw unsupported(`the query operator ${op}`);
  const build = Object.hasOwn(BUILD, op) ? BUILD[op] : undefined;
  if (!build) throw bad(`unknown operator: ${op}`);
  return build(arg, ctx, all);
}
