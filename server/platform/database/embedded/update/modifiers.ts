import { Timestamp } from 'bson';
import { arith } from '../bson-values/arithmetic';
import { compare, equals } from '../bson-values/compare';
import { clone } from '../bson-values/documents';
import { isNumber, isObj, type Numeric, shown, toNum, typeName } from '../bson-values/kinds';
import { MongoError, refuse, unsupported } from '../errors';
import { compile, valueMatcher } from '../query/matcher';
import { isValueOps } from '../query/operator-documents';
import { arraySorter } from '../query/sort';
import type { Doc, EvalContext, ValueMatcher } from '../types';

/** Where a modifier works, for messages. */
type Site = { path: string; id: unknown };

/**
 * One operator on one path: the value there to the new one. `undefined` in means the field is missing, out that it is removed; the very
 * same value means no change. `creates`: a missing path is made, and a value in the way is an error.
 */
export type Modifier = { creates: boolean; next(current: unknown, site: Site): unknown };

type Build = (arg: unknown, path: string, ctx: EvalContext) => Modifier;

const bad = (message: string): MongoError => new MongoError(2, message);
const where = (site: Site): string => `{_id: ${shown(site.id)}}`;

const set: Build = (arg) => ({ creates: true, next: () => clone(arg ?? null) });

const arithmetic =
  (op: '$inc' | '$mul', verb: string): Build =>
  (arg, path) => {
    if (!isNumber(arg)) refuse(14, `Cannot ${verb} with non-numeric argument: {${path}: ${shown(arg)}}`);
    const start = (): Numeric => (op === '$inc' ? arg : 0);
    return {
      creates: true,
      next(current, site) {
        if (current === undefined) return start();
        if (!isNumber(current)) {
          const field = site.path.split('.').at(-1);
          refuse(
            14,
            `Cannot apply ${op} to a value of non-numeric type. ${where(site)} has the field '${field}' of non-numeric type ${typeName(current)}`,
          );
        }
        const result = arith(op === '$inc' ? 'add' : 'multiply', current, arg);
        if (result === null) throw bad(`Failed to apply ${op} operations to current value (${shown(current)}) for document ${where(site)}`);
        return result;
      },
    };
  };

const bound =
  (direction: 1 | -1): Build =>
  (arg, _path, ctx) => ({
    creates: true,
    next: (current) => (current === undefined || compare(arg, current, ctx.col) * direction < 0 ? clone(arg ?? null) : current),
  });

const $currentDate: Build = (arg, _path, ctx) => {
  ctx.now ??= new Date();
  const { now } = ctx;
  if (typeof arg === 'boolean') return { creates: true, next: () => now };
  if (!isObj(arg)) {
    throw bad(
      `${typeName(arg)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).`,
    );
  }
  for (const k of Object.keys(arg)) if (k !== '$type') throw bad(`Unrecognized $currentDate option: ${k}`);
  if (arg.$type !== 'date' && arg.$type !== 'timestamp') throw bad("The '$type' string field is required to be 'date' or 'timestamp'");
  return { creates: true, next: () => (arg.$type === 'date' ? now : new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 })) };
};

const MODIFIERS_OF_PUSH = ['$each', '$position', '$slice', '$sort'];

function integer(name: string, v: unknown): number {
  if (!isNumber(v) || !Number.isInteger(toNum(v))) {
    throw bad(`The value for ${name} must be an integer value but was given type: ${typeName(v)}`);
  }
  return toNum(v);
}

function sortOf(spec: unknown, ctx: EvalContext): (list: readonly unknown[]) => unknown[] {
  if (isObj(spec)) {
    if (!Object.keys(spec).length) throw bad('The $sort pattern is empty when it should be a set of fields.');
    for (const v of Object.values(spec))
      if (!isNumber(v) || Math.abs(toNum(v)) !== 1) throw bad('The $sort element value must be either 1 or -1');
  }
  return arraySorter(spec, ctx.col);
}

/** The list a modifier works on; `create` an empty one for a missing field. */
function listAt(current: unknown, site: Site): unknown[] {
  if (current === undefined) return [];
  if (Array.isArray(current)) return current;
  throw bad(`The field '${site.path}' must be an array but is of type ${typeName(current)} in document ${where(site)}`);
}

const $push: Build = (arg, _path, ctx) => {
  const options: Doc = isObj(arg) && '$each' in arg ? arg : { $each: [arg] };
  for (const k of Object.keys(options)) if (!MODIFIERS_OF_PUSH.includes(k)) throw bad(`Unrecognized clause in $push: ${k}`);
  const added = options.$each;
  if (!Array.isArray(added)) throw bad(`The argument to $each in $push must be an array but it was of type: ${typeName(added)}`);
  const position = '$position' in options ? integer('$position', options.$position) : Number.POSITIVE_INFINITY;
  const slice = '$slice' in options ? integer('$slice', options.$slice) : null;
  const sort = '$sort' in options ? sortOf(options.$sort, ctx) : null;
  return {
    creates: true,
    next(current, site) {
      const list = [...listAt(current, site)];
      list.splice(position < 0 ? Math.max(0, list.length + position) : Math.min(position, list.length), 0, ...clone(added));
      const sorted = sort ? sort(list) : list;
      if (slice === null) return sorted;
      return slice === 0 ? [] : slice > 0 ? sorted.slice(0, slice) : sorted.slice(slice);
    },
  };
};

const $addToSet: Build = (arg, _path, ctx) => {
  const each = isObj(arg) && Object.keys(arg)[0] === '$each';
  const added = each ? arg.$each : [arg];
  if (!Array.isArray(added)) refuse(14, `The argument to $each in $addToSet must be an array but it was of type ${typeName(added)}`);
  if (each && Object.keys(arg).length > 1) throw bad(`Found unexpected fields after $each in $addToSet: ${shown(arg)}`);
  return {
    creates: true,
    next(current, site) {
      if (current !== undefined && !Array.isArray(current)) {
        const field = site.path.split('.').at(-1);
        throw bad(`Cannot apply $addToSet to non-array field. Field named '${field}' has non-array type ${typeName(current)}`);
      }
      const list = [...(current ?? [])];
      for (const v of added) if (!list.some((x) => equals(x, v, ctx.col))) list.push(clone(v));
      return current && list.length === current.length ? current : list;
    },
  };
};

const without = (drop: (v: unknown) => boolean): Modifier => ({
  creates: false,
  next(current) {
    if (current === undefined) return current;
    if (!Array.isArray(current)) throw bad('Cannot apply $pull to a non-array value');
    const kept = current.filter((v) => !drop(v));
    return kept.length === current.length ? current : kept;
  },
});

const $pull: Build = (arg, _path, ctx) => without(pullTest(arg, ctx));

// an operator document speaks about the element, any other document about the element's fields
function pullTest(arg: unknown, ctx: EvalContext): ValueMatcher {
  if (isValueOps(arg) || !isObj(arg)) return valueMatcher(arg, ctx);
  const test = compile(arg, ctx);
  return (v) => isObj(v) && test(v);
}

const $pullAll: Build = (arg, _path, ctx) => {
  if (!Array.isArray(arg)) throw bad(`$pullAll requires an array argument but was given a ${typeName(arg)}`);
  return without((v) => arg.some((x) => equals(x, v, ctx.col)));
};

const $pop: Build = (arg, path) => {
  if (!isNumber(arg)) refuse(9, `Expected a number in: ${path}: ${shown(arg)}`);
  const end = toNum(arg);
  if (end !== 1 && end !== -1) refuse(9, `$pop expects 1 or -1, found: ${end}`);
  return {
    creates: false,
    next(current, site) {
      if (current === undefined) return current;
      if (!Array.isArray(current)) refuse(14, `Path '${site.path}' contains an element of non-array type '${typeName(current)}'`);
      return current.length ? (end === 1 ? current.slice(0, -1) : current.slice(1)) : current;
    },
  };
};

const $bit: Build = () => {
  throw unsupported('the update operator $bit');
};

const MODIFIERS: Readonly<Record<string, Build>> = {
  $set: set,
  $setOnInsert: set,
  $unset: () => ({ creates: false, next: () => undefined }),
  $inc: arithmetic('$inc', 'increment'),
  $mul: arithmetic('$mul', 'multiply'),
  $min: bound(1),
  $max: bound(-1),
  $currentDate,
  $push,
  $addToSet,
  $pull,
  $pullAll,
  $pop,
  $bit,
};

/** The builder of an update operator; undefined for an unknown one and for `$rename`, which works on two paths. */
export const modifierBuilder = (op: string): Build | undefined => (Object.hasOwn(MODIFIERS, op) ? MODIFIERS[op] : undefined);
