import { compileExpression } from '../aggregation/expressions';
import { isObj, isRegex, own, typeName } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import type { Doc, EvalContext, Matcher, ValueMatcher } from '../types';
import { leafOperator, likeAny, truthy } from './leaf-operators';
import { isContainer, isOperatorName, isOps, someAt, walk } from './paths';

function every(tests: Matcher[]): Matcher {
  const [only] = tests;
  return only && tests.length === 1 ? only : (v, pos) => tests.every((test) => test(v, pos));
}

function some(tests: Matcher[]): Matcher {
  return (v, pos) => tests.some((test) => test(v, pos));
}

function not(test: Matcher): Matcher {
  return (v) => !test(v);
}

/** The operators that combine whole filters. */
const LOGIC: ReadonlyMap<string, (tests: Matcher[]) => Matcher> = new Map([
  ['$and', every],
  ['$or', some],
  ['$nor', (tests) => not(some(tests))],
]);

const NOT_SUPPORTED = new Set(['$where', '$text', '$jsonSchema', '$sampleRate']);

/** A query filter to a predicate over documents. Throws what mongod answers for a malformed filter. */
export function compile(filter: unknown, ctx: EvalContext = {}): Matcher {
  const wanted = filter ?? {};
  if (!isObj(wanted)) refuse(14, `a filter must be an object, found ${typeName(wanted)}`);
  return whole(wanted, ctx, true);
}

/** `top`: not about an element of an array, where expressions would have no document to speak about */
function whole(filter: Doc, ctx: EvalContext, top: boolean): Matcher {
  const clauses = Object.entries(filter).filter(([key]) => key !== '$comment');
  return every(clauses.map(([key, arg]) => clause(key, arg, ctx, top)));
}

function clause(key: string, arg: unknown, ctx: EvalContext, top: boolean): Matcher {
  if (!isOperatorName(key)) return field(key, arg, ctx);
  const combine = LOGIC.get(key);
  if (combine) {
    if (!Array.isArray(arg) || !arg.length) refuse(2, `${key} must be a nonempty array`);
    if (!arg.every(isObj)) refuse(2, '$or/$and/$nor entries need to be full objects');
    return combine(arg.map((branch) => whole(branch, ctx, top)));
  }
  if (key === '$expr') {
    if (!top) refuse(2, '$expr can only be applied to the top-level document');
    const expression = compileExpression(arg, ctx);
    return (doc) => truthy(expression(doc as Doc));
  }
  if (NOT_SUPPORTED.has(key)) throw unsupported(key);
  refuse(2, `unknown top level operator: ${key}. If a field has such a name, consider $getField or $setField.`);
}

/** Says what a single test speaks about: the values at a path, of which one must pass, or a bare value. */
type At = (leaf: ValueMatcher) => Matcher;

function field(path: string, wanted: unknown, ctx: EvalContext): Matcher {
  const parts = path.split('.');
  const at: At = (leaf) =>
    parts.length === 1
      ? (doc, pos) => leaf(doc !== null && typeof doc === 'object' ? own(doc, path) : undefined, pos)
      : (doc, pos) => walk(doc, parts, 0, leaf, pos);
  return condition(wanted, ctx, at);
}

function condition(wanted: unknown, ctx: EvalContext, at: At): Matcher {
  if (!isOps(wanted)) return at(likeAny(wanted, ctx));
  return every(Object.entries(wanted).map(([op, arg]) => operator(op, arg, wanted, ctx, at)));
}

/** One operator of the document `ops`. A negation is taken outside of `at`: no value at the path may pass. */
function operator(op: string, arg: unknown, ops: Doc, ctx: EvalContext, at: At): Matcher {
  switch (op) {
    case '$ne':
      if (isRegex(arg)) refuse(2, "Can't have regex as arg to $ne.");
      return not(at(leafOperator('$eq', arg, ctx, ops)));
    case '$nin':
      return not(at(leafOperator('$in', arg, ctx, ops)));
    case '$exists': {
      const exists = at((v) => v !== undefined);
      return truthy(arg) ? exists : not(exists);
    }
    case '$options':
      return '$regex' in ops ? () => true : refuse(2, '$options needs a $regex');
    case '$not':
      if (!isRegex(arg) && !isOps(arg)) refuse(2, '$not needs a regex or a document of operators');
      return not(condition(arg, ctx, at));
    case '$all':
      return all(arg, ctx, at);
    case '$elemMatch': {
      const test = elementMatcher(arg, ctx);
      return at((v, pos) => Array.isArray(v) && someAt(v, (element) => test(element), pos));
    }
  }
  return at(leafOperator(op, arg, ctx, ops));
}

function all(arg: unknown, ctx: EvalContext, at: At): Matcher {
  if (!Array.isArray(arg)) refuse(2, '$all needs an array');
  const isElemMatch = (v: unknown): boolean => isObj(v) && Object.keys(v).join() === '$elemMatch';
  if (arg.some(isOps) && !arg.every(isElemMatch)) refuse(2, 'no $ expressions in $all, unless all of them are $elemMatch');
  return arg.length ? every(arg.map((wanted) => condition(wanted, ctx, at))) : () => false;
}

/**
 * The test `$elemMatch` or `$pull` makes of one element. Operators speak about the element itself, fields about those of the element, which
 * has to be a document (`fits`).
 */
export function elementMatcher(arg: unknown, ctx: EvalContext, fits: (v: unknown) => boolean = isContainer): Matcher {
  if (!isObj(arg)) refuse(2, '$elemMatch needs an Object');
  if (isOps(arg) && !LOGIC.has(Object.keys(arg)[0] ?? '')) return condition(arg, ctx, (leaf) => leaf);
  const test = whole(arg, ctx, false);
  return (v) => fits(v) && test(v);
}
