import { Timestamp } from 'bson';
import { arith } from '../bson-values/arithmetic';
import { compare, equals } from '../bson-values/compare';
import { isNumber, isObj, shown, toNum, typeName } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import { like } from '../query/leaf-operators';
import { elementMatcher } from '../query/matcher';
import { getPath } from '../query/paths';
import { sorter } from '../query/sort';
import type { Doc, EvalContext } from '../types';
import { type Change, isDynamic, type Modifier, updatePath } from './change-tree';

/** Checks the argument of an operator for one path. */
type Build = (arg: unknown, path: string, ctx: EvalContext) => Modifier;

const arithmetic =
  (op: 'add' | 'multiply', name: string): Build =>
  (arg, path) => {
    if (!isNumber(arg)) refuse(14, `Cannot ${name} with non-numeric argument: {${path}: ${shown(arg)}}`);
    return (current) => {
      if (current === undefined) return op === 'add' ? arg : 0;
      if (!isNumber(current)) refuse(14, `Cannot apply ${name} to the field '${path}' of non-numeric type ${typeName(current)}`);
      return arith(op, current, arg) ?? refuse(2, `Failed to apply ${name} to the current value ${shown(current)}`);
    };
  };

const bound =
  (direction: 1 | -1): Build =>
  (arg, _path, ctx) =>
  (current) =>
    current === undefined || compare(arg, current, ctx.col) * direction < 0 ? (arg ?? null) : current;

const currentDate: Build = (arg, path, ctx) => {
  ctx.now ??= new Date();
  const { now } = ctx;
  const type = typeof arg === 'boolean' ? 'date' : isObj(arg) && Object.keys(arg).length === 1 ? arg.$type : null;
  if (type === 'date') return () => now;
  if (type === 'timestamp') return () => new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
  refuse(2, `$currentDate of '${path}' needs a boolean or a $type expression ({ $type: 'timestamp/date' })`);
};

/** A change of the list in a field. `missing` is the list that a missing field counts as, if it does. */
const onList =
  (path: string, missing: unknown[] | undefined, edit: (list: readonly unknown[]) => unknown[], code = 2): Modifier =>
  (current) => {
    const list = current === undefined ? missing : current;
    if (list === undefined) return undefined;
    return Array.isArray(list) ? edit(list) : refuse(code, `The field '${path}' must be an array but is of type ${typeName(list)}`);
  };

function integer(name: string, v: unknown): number {
  if (isNumber(v) && Number.isInteger(toNum(v))) return toNum(v);
  refuse(2, `The value for ${name} must be an integer value but was given type: ${typeName(v)}`);
}

/** Sorts elements by their fields or, for 1 and -1, by the elements themselves. */
function sortOf(spec: unknown, { col }: EvalContext): (list: unknown[]) => unknown[] {
  const directions = isObj(spec) ? Object.values(spec) : [spec];
  if (!directions.length || !directions.every((n) => isNumber(n) && Math.abs(toNum(n)) === 1))
    refuse(2, 'The $sort element value must be either 1 or -1');
  if (!isObj(spec)) return (list) => list.sort((a, b) => compare(a, b, col) * toNum(spec));
  const sort = sorter(spec, col);
  return (list) => sort(list, (v) => (isObj(v) ? v : {}));
}

const push: Build = (arg, path, ctx) => {
  const options: Doc = isObj(arg) && '$each' in arg ? arg : { $each: [arg] };
  const { $each: added, $position = Number.MAX_SAFE_INTEGER, $slice, $sort, ...others } = options;
  if (Object.keys(others).length) refuse(2, `Unrecognized clause in $push: ${Object.keys(others)[0]}`);
  if (!Array.isArray(added)) refuse(2, `The argument to $each in $push must be an array but it was of type: ${typeName(added)}`);
  const position = integer('$position', $position);
  const slice = $slice === undefined ? null : integer('$slice', $slice);
  const sort = $sort === undefined ? null : sortOf($sort, ctx);
  return onList(path, [], (list) => {
    const longer = [...list.slice(0, position), ...added, ...list.slice(position)];
    const sorted = sort ? sort(longer) : longer;
    if (slice === null) return sorted;
    return slice < 0 ? sorted.slice(slice) : sorted.slice(0, slice);
  });
};

const addToSet: Build = (arg, path, ctx) => {
  const each = isObj(arg) && Object.keys(arg)[0] === '$each';
  const added = each ? arg.$each : [arg];
  if (!Array.isArray(added)) refuse(14, `The argument to $each in $addToSet must be an array but it was of type ${typeName(added)}`);
  if (each && Object.keys(arg).length > 1) refuse(2, `Found unexpected fields after $each in $addToSet: ${shown(arg)}`);
  return onList(path, [], (list) => {
    const set = [...list];
    for (const v of added) if (!set.some((x) => equals(x, v, ctx.col))) set.push(v);
    return set;
  });
};

const pull: Build = (arg, path, ctx) => {
  const drop = isObj(arg) ? elementMatcher(arg, ctx, isObj) : like(arg, ctx);
  return onList(path, undefined, (list) => list.filter((v) => !drop(v)));
};

const pullAll: Build = (arg, path, ctx) => {
  if (!Array.isArray(arg)) refuse(2, `$pullAll requires an array argument but was given a ${typeName(arg)}`);
  return onList(path, undefined, (list) => list.filter((v) => !arg.some((x) => equals(x, v, ctx.col))));
};

const pop: Build = (arg, path) => {
  const end = isNumber(arg) ? toNum(arg) : 0;
  if (end !== 1 && end !== -1) refuse(9, `$pop expects 1 or -1, found: ${path}: ${shown(arg)}`);
  return onList(path, undefined, (list) => (end === 1 ? list.slice(0, -1) : list.slice(1)), 14);
};

const MODIFIERS = new Map<string, Build>([
  ['$set', (arg) => () => arg ?? null],
  ['$setOnInsert', (arg) => (current, target) => (target.insert ? (arg ?? null) : current)],
  ['$unset', () => () => undefined],
  ['$inc', arithmetic('add', '$inc')],
  ['$mul', arithmetic('multiply', '$mul')],
  ['$min', bound(1)],
  ['$max', bound(-1)],
  ['$currentDate', currentDate],
  ['$push', push],
  ['$addToSet', addToSet],
  ['$pull', pull],
  ['$pullAll', pullAll],
  ['$pop', pop],
]);

/** The changes an operator of an update document makes, with their arguments checked. */
export function changesOf(op: string, fields: unknown, ctx: EvalContext): Change[] {
  if (op === '$bit') throw unsupported('the update operator $bit');
  const build = MODIFIERS.get(op);
  if (!build && op !== '$rename') refuse(9, `Unknown modifier: ${op}. Expected a valid update modifier or a pipeline in an array`);
  if (!isObj(fields)) refuse(9, `Modifiers operate on fields but we found type ${typeName(fields)} instead: {${op}: ${shown(fields)}}`);
  return Object.entries(fields).flatMap(([path, arg]): Change | Change[] => {
    const parts = updatePath(path);
    return build ? { parts, modifier: build(arg, path, ctx) } : renaming(path, parts, arg);
  });
}

/** A `$rename` is two changes: one takes the value away, one sets it elsewhere. */
function renaming(path: string, from: string[], to: unknown): Change[] {
  if (typeof to !== 'string') refuse(2, `The 'to' field for $rename must be a string: ${path}: ${shown(to)}`);
  const parts = updatePath(to);
  if (from.some(isDynamic) || parts.some(isDynamic)) refuse(2, `The fields for $rename may not be dynamic: ${path}: ${to}`);
  const samePath = `${path}.`.startsWith(`${to}.`) || `${to}.`.startsWith(`${path}.`);
  if (samePath) refuse(2, `The source and target field for $rename must differ and not be on the same path: ${path}: ${to}`);
  const refuseElement = (inArray: boolean): void => {
    if (inArray) refuse(2, `The fields for $rename cannot be array elements: ${path}: ${to}`);
  };
  const take: Modifier = (current, _target, inArray) => {
    if (current !== undefined) refuseElement(inArray);
    return undefined;
  };
  const give: Modifier = (current, { doc }, inArray) => {
    const v = getPath(doc, from);
    if (v === undefined) return current;
    refuseElement(inArray);
    return v;
  };
  return [
    { parts: from, modifier: take },
    { parts, modifier: give },
  ];
}
