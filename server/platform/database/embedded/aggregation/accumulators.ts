import { divide, plus } from '../bson-values/arithmetic';
import { compare } from '../bson-values/compare';
import { isNumber, isObj, type Numeric, toNum, typeName } from '../bson-values/kinds';
import { MongoError, unsupported } from '../errors';
import { sorter } from '../query/sort';
import type { Doc, EvalContext } from '../types';
import { compileExpression, type Operator } from './expressions';
import { distinct } from './operators/arrays';
import { mergeObjects } from './operators/conversions';
import { namedArguments } from './operators/signatures';

/** Folds the documents of a group, or of a window, into one value. */
export type Accumulator = (docs: readonly Doc[]) => unknown;

const present = (list: readonly unknown[]): unknown[] => list.filter((v) => v !== null && v !== undefined);
const numbersOf = (list: readonly unknown[]): Numeric[] => list.filter(isNumber);

const sum = (list: readonly unknown[]): Numeric => numbersOf(list).reduce<Numeric>(plus, 0);

const average = (list: readonly unknown[]): Numeric | null => {
  const numbers = numbersOf(list);
  return numbers.length ? divide(sum(numbers), numbers.length) : null;
};

const extreme =
  (direction: 1 | -1) =>
  (list: readonly unknown[]): unknown => {
    let best: unknown = null;
    for (const v of list) if (v !== null && v !== undefined && (best === null || compare(v, best) * direction < 0)) best = v;
    return best;
  };

const deviation =
  (sample: 0 | 1) =>
  (list: readonly unknown[]): number | null => {
    const numbers = numbersOf(list).map(toNum);
    if (numbers.length <= sample) return null;
    const mean = numbers.reduce((a, b) => a + b, 0) / numbers.length;
    return Math.sqrt(numbers.reduce((a, b) => a + (b - mean) ** 2, 0) / (numbers.length - sample));
  };

/** Accumulators that need no more than the values of their expression. */
const OF_VALUES: Readonly<Record<string, (list: readonly unknown[]) => unknown>> = {
  $sum: sum,
  $avg: average,
  $min: extreme(1),
  $max: extreme(-1),
  $first: (list) => list[0] ?? null,
  $last: (list) => list.at(-1) ?? null,
  $push: (list) => list.filter((v) => v !== undefined),
  $addToSet: (list) => [...distinct(list.filter((v) => v !== undefined)).values()],
  $mergeObjects: (list) => mergeObjects(list, '$mergeObjects'),
  $stdDevPop: deviation(0),
  $stdDevSamp: deviation(1),
};

const OF_N: Readonly<Record<string, (list: unknown[], n: number) => unknown[]>> = {
  $firstN: (list, n) => list.slice(0, n).map((v) => v ?? null),
  $lastN: (list, n) => list.slice(-n).map((v) => v ?? null),
  $minN: (list, n) =>
    present(list)
      .sort((a, b) => compare(a, b))
      .slice(0, n),
  $maxN: (list, n) =>
    present(list)
      .sort((a, b) => compare(b, a))
      .slice(0, n),
};

const SORTED = new Set(['$top', '$bottom', '$topN', '$bottomN']);
const NOT_SUPPORTED = new Set(['$accumulator', '$median', '$percentile']);

/** Compiles `{ <accumulator>: <argument> }` of a `$group`, `$bucket` or `$setWindowFields`. Throws 15952, 40234, 40237 or 40238. */
export function compileAccumulator(field: string, spec: unknown, ctx: EvalContext): Accumulator {
  if (!isObj(spec)) throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  const [name = '', ...more] = Object.keys(spec);
  if (!name.startsWith('$')) throw new MongoError(40234, `The field '${field}' must be an accumulator object`);
  if (more.length) throw new MongoError(40238, `The field '${field}' must specify one accumulator`);
  const arg = spec[name];
  if (NOT_SUPPORTED.has(name)) throw unsupported(`the accumulator ${name}`);
  if (name === '$count') return count(arg);
  if (Object.hasOwn(OF_N, name)) return ofN(name, arg, ctx);
  if (SORTED.has(name)) return sorted(name, arg, ctx);
  const fold = Object.hasOwn(OF_VALUES, name) ? OF_VALUES[name] : undefined;
  if (!fold) throw new MongoError(15952, `unknown group operator '${name}'`);
  if (Array.isArray(arg) && arg.length !== 1) throw new MongoError(40237, `The ${name} accumulator is a unary operator`);
  const expression = compileExpression(Array.isArray(arg) ? arg[0] : arg, ctx);
  // the first and the last document are enough for these two
  if (name === '$first') return (docs) => fold(docs.slice(0, 1).map(expression));
  if (name === '$last') return (docs) => fold(docs.slice(-1).map(expression));
  return (docs) => fold(docs.map(expression));
}

function count(arg: unknown): Accumulator {
  if (!isObj(arg) || Object.keys(arg).length) throw new MongoError(14, '$count takes no arguments, i.e. $count:{}');
  return (docs) => docs.length;
}

function limit(name: string, arg: unknown, ctx: EvalContext): number {
  const n = compileExpression(arg, ctx)({});
  if (!isNumber(n) || !Number.isInteger(toNum(n)))
    throw new MongoError(5787902, `Value for 'n' of ${name} must be of integral type, but found ${typeName(n)}`);
  if (toNum(n) < 1) throw new MongoError(5787908, `'n' must be greater than 0, found ${toNum(n)}`);
  return toNum(n);
}

function ofN(name: string, arg: unknown, ctx: EvalContext): Accumulator {
  const spec = namedArguments(name, arg, ['input!', 'n!'], 5787901);
  const expression = compileExpression(spec.input, ctx);
  const n = limit(name, spec.n, ctx);
  return (docs) => OF_N[name]?.(docs.map(expression), n);
}

function sorted(name: string, arg: unknown, ctx: EvalContext): Accumulator {
  const many = name.endsWith('N');
  const spec = namedArguments(name, arg, many ? ['sortBy!', 'output!', 'n!'] : ['sortBy!', 'output!'], 5788002);
  const [sort, output] = [sorter(spec.sortBy, ctx.col), compileExpression(spec.output, ctx)];
  const n = many ? limit(name, spec.n, ctx) : 1;
  return (docs) => {
    const ordered = sort(docs);
    const kept = (name.startsWith('$top') ? ordered.slice(0, n) : ordered.slice(-n)).map((doc) => output(doc) ?? null);
    return many ? kept : (kept[0] ?? null);
  };
}

/** `{ $sum: <array> }` outside of a group: over the elements of one array, or over several arguments. */
const overArguments =
  (fold: (list: readonly unknown[]) => unknown): Operator =>
  (arg, compiler) => {
    const nodes = (Array.isArray(arg) ? arg : [arg]).map((x) => compiler.compile(x));
    return (scope) => {
      const list = nodes.map((node) => node(scope));
      return fold(list.length === 1 && Array.isArray(list[0]) ? list[0] : list);
    };
  };

export const accumulatorExpressions: Record<string, Operator> = {
  $sum: overArguments(sum),
  $avg: overArguments(average),
  $min: overArguments(extreme(1)),
  $max: overArguments(extreme(-1)),
  $stdDevPop: overArguments(deviation(0)),
  $stdDevSamp: overArguments(deviation(1)),
};
