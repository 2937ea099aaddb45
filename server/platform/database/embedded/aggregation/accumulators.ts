import { divide, plus } from '../bson-values/arithmetic';
import { compare } from '../bson-values/compare';
import { distinct } from '../bson-values/key-encoding';
import { isNumber, isObj, type Numeric } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import type { Doc, EvalContext } from '../types';
import { compileExpression, type Operator } from './expressions';
import { mergeObjects } from './operators/conversions';

/** Folds the documents of a group into one value. */
export type Accumulator = (docs: readonly Doc[]) => unknown;

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
};

const NOT_SUPPORTED = new Set(
  '$accumulator $bottom $bottomN $firstN $lastN $maxN $median $minN $percentile $stdDevPop $stdDevSamp $top $topN'.split(' '),
);

/** Compiles `{ <accumulator>: <argument> }` of a `$group`. Throws 15952, 40234, 40237 or 40238. */
export function compileAccumulator(field: string, spec: unknown, ctx: EvalContext): Accumulator {
  if (!isObj(spec)) refuse(40234, `The field '${field}' must be an accumulator object`);
  const [name = '', ...more] = Object.keys(spec);
  if (!name.startsWith('$')) refuse(40234, `The field '${field}' must be an accumulator object`);
  if (more.length) refuse(40238, `The field '${field}' must specify one accumulator`);
  const arg = spec[name];
  if (NOT_SUPPORTED.has(name)) throw unsupported(`the accumulator ${name}`);
  if (name === '$count') return count(arg);
  const fold = Object.hasOwn(OF_VALUES, name) ? OF_VALUES[name] : undefined;
  if (!fold) refuse(15952, `unknown group operator '${name}'`);
  if (Array.isArray(arg) && arg.length !== 1) refuse(40237, `The ${name} accumulator is a unary operator`);
  const expression = compileExpression(Array.isArray(arg) ? arg[0] : arg, ctx);
  // the first and the last document are enough for these two
  if (name === '$first') return (docs) => fold(docs.slice(0, 1).map(expression));
  if (name === '$last') return (docs) => fold(docs.slice(-1).map(expression));
  return (docs) => fold(docs.map(expression));
}

function count(arg: unknown): Accumulator {
  if (!isObj(arg) || Object.keys(arg).length) refuse(14, '$count takes no arguments, i.e. $count:{}');
  return (docs) => docs.length;
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
};
