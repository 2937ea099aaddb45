import { compileExpression } from '../aggregation/expressions';
import { isObj, isRegex, own, typeName } from '../bson-values/kinds';
import { MongoError, refuse, unsupported } from '../errors';
import type { Doc, EvalContext, Matcher, ValueMatcher } from '../types';
import { leafOperator, like, likeAny, truthy } from './leaf-operators';
import { isOps, isValueOps } from './operator-documents';
import { someAt, walk } from './paths';

export { isOps };

const bad = (message: string): MongoError => new MongoError(2, message);

const every = (tests: Matcher[]): Matcher => {
  const [only] = tests;
  return only && tests.length === 1 ? only : (v, pos) => tests.every((test) => test(v, pos));
};

/** A query filter to a predicate over documents. Throws what mongod answers for a malformed filter. */
export function compile(filter: unknown, ctx: EvalContext = {}): Matcher {
  return filter === undefined || filter === null ? () => true : whole(filter, ctx, true);
}

/** `top`: not inside $elemMatch, where expressions would have no document to speak about */
function whole(filter: unknown, ctx: EvalContext, top: boolean): Matcher {
  if (!isObj(filter)) refuse(14, `a filter must be an object, found ${typeName(filter)}`);
  const tests: Matcher[] = [];
  for (const [key, arg] of Object.entries(filter)) {
    if (key !== '$comment') tests.push(key.startsWith('$') ? topLevel(key, arg, ctx, top) : field(key, arg, ctx));
  }
  return every(tests);
}

function topLevel(op: string, arg: unknown, ctx: EvalContext, top: boolean): Matcher {
  switch (op) {
    case '$and':
      return every(branches(op, arg, ctx, top));
    case '$or': {
      const tests = branches(op, arg, ctx, top);
      return (doc, pos) => tests.some((test) => test(doc, pos));
    }
    case '$nor': {
      const tests = branches(op, arg, ctx, top);
      return (doc) => !tests.some((test) => test(doc));
    }
    case '$expr': {
      if (!top) throw bad('$expr can only be applied to the top-level document');
      const expression = compileExpression(arg, ctx);
      return (doc) => truthy(expression(isObj(doc) ? doc : {}));
    }
    case '$where':
    case '$text':
    case '$jsonSchema':
    case '$sampleRate':
      throw unsupported(op);
    case '$ref':
    case '$id':
    case '$db':
      return field(op, arg, ctx);
  }
  throw bad(
    `unknown top level operator: ${op}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
  );
}

function branches(op: string, arg: unknown, ctx: EvalContext, top: boolean): Matcher[] {
  if (!Array.isArray(arg) || !arg.length) throw bad(`${op} must be a nonempty array`);
  if (!arg.every(isObj)) throw bad('$or/$and/$nor entries need to be full objects');
  return arg.map((branch) => whole(branch, ctx, top));
}

function field(path: string, condition: unknown, ctx: EvalContext): Matcher {
  const parts = path.split('.');
  const at = (leaf: ValueMatcher): Matcher =>
    parts.length === 1
      ? (doc, pos) => leaf(doc !== null && typeof doc === 'object' ? own(doc, path) : undefined, pos)
      : (doc, pos) => walk(doc, parts, 0, leaf, pos);
  return isOps(condition) ? operators(condition, ctx, at) : at(likeAny(condition, ctx));
}

/**
 * An operator document to one predicate. `at` says what a single test speaks about: the values at a path, of which one must pass, or a
 * bare value. A negation is taken outside of it: no value at the path may pass.
 */
function operators(ops: Record<string, unknown>, ctx: EvalContext, at: (leaf: ValueMatcher) => Matcher): Matcher {
  const tests: Matcher[] = [];
  const not =
    (test: Matcher): Matcher =>
    (v) =>
      !test(v);
  for (const [op, arg] of Object.entries(ops)) {
    switch (op) {
      case '$ne':
        if (isRegex(arg)) throw bad("Can't have regex as arg to $ne.");
        tests.push(not(at(leafOperator('$eq', arg, ctx, ops))));
        break;
      case '$nin':
        if (!Array.isArray(arg)) throw bad('$nin needs an array');
        tests.push(not(at(leafOperator('$in', arg, ctx, ops))));
        break;
      case '$exists':
        tests.push(truthy(arg) ? at((v) => v !== undefined) : not(at((v) => v !== undefined)));
        break;
      case '$not':
        tests.push(not(operators(negated(arg), ctx, at)));
        break;
      case '$all':
        tests.push(...all(arg, ctx).map(at));
        break;
      case '$elemMatch':
        tests.push(at(elemMatch(arg, ctx)));
        break;
      case '$options':
        if (!('$regex' in ops)) throw bad('$options needs a $regex');
        break;
      default:
        tests.push(at(leafOperator(op, arg, ctx, ops)));
    }
  }
  return every(tests);
}

function negated(arg: unknown): Record<string, unknown> {
  if (isRegex(arg)) return { $regex: arg };
  if (!isObj(arg)) throw bad('$not needs a regex or a document');
  if (!Object.keys(arg).length) throw bad('$not cannot be empty');
  return arg;
}

function all(arg: unknown, ctx: EvalContext): ValueMatcher[] {
  if (!Array.isArray(arg)) throw bad('$all needs an array');
  if (!arg.length) return [() => false];
  const isElemMatch = (a: unknown): a is Doc => isObj(a) && Object.keys(a)[0] === '$elemMatch';
  const nested = arg.filter(isElemMatch).length;
  if (nested > 0 && nested < arg.length) throw bad('$all/$elemMatch has to be consistent');
  if (nested === 0 && arg.some(isOps)) throw bad('no $ expressions in $all');
  return arg.map((a) => (isElemMatch(a) ? elemMatch(a.$elemMatch, ctx) : likeAny(a, ctx)));
}

function elemMatch(arg: unknown, ctx: EvalContext): ValueMatcher {
  const test = elementMatcher(arg, ctx);
  return (v, pos) => Array.isArray(v) && someAt(v, (element) => test(element), pos);
}

/** The test an `$elemMatch` makes of one element. */
export function elementMatcher(arg: unknown, ctx: EvalContext): ValueMatcher {
  if (!isObj(arg)) throw bad('$elemMatch needs an Object');
  if (isValueOps(arg)) return valueMatcher(arg, ctx);
  const test = whole(arg, ctx, false);
  return (v) => (isObj(v) || Array.isArray(v)) && test(v);
}

/** An operator document or a plain value to a predicate over bare values ($elemMatch, $pull). */
export function valueMatcher(ops: unknown, ctx: EvalContext = {}): ValueMatcher {
  return isOps(ops) ? operators(ops, ctx, (leaf) => leaf) : like(ops, ctx);
}
