import { equals } from '../bson-values/compare';
import { isNumber, isObj, toNum } from '../bson-values/kinds';
import { MongoError, unsupported } from '../errors';
import { fieldPath } from '../query/field-path';
import { setField } from '../query/set-path';
import { sorter } from '../query/sort';
import type { Doc, EvalContext } from '../types';
import { type Accumulator, compileAccumulator } from './accumulators';
import { compileExpression } from './expressions';
import { partition } from './group';
import { namedArguments } from './operators/signatures';
import { type StageBuilder, specObject } from './stages';

/** The value of an output field for the document at `i` of its sorted partition. */
type WindowFunction = (docs: Doc[], i: number) => unknown;

type Bounds = (i: number, n: number) => [from: number, to: number];

const RANKS = new Set(['$documentNumber', '$rank', '$denseRank']);
const NOT_SUPPORTED = new Set([
  '$derivative',
  '$integral',
  '$expMovingAvg',
  '$covariancePop',
  '$covarianceSamp',
  '$linearFill',
  '$locf',
  '$minMaxScaler',
]);

const $setWindowFields: StageBuilder = (spec, ctx) => {
  const { partitionBy = null, sortBy, output } = specObject('$setWindowFields', spec, 9, ['partitionBy', 'sortBy', 'output']);
  if (!isObj(output)) throw new MongoError(40414, "BSON field '$setWindowFields.output' is missing but a required field");
  const by = compileExpression(partitionBy, ctx);
  const sort = sortBy === undefined ? null : sorter(sortBy, ctx.col);
  const fields = Object.entries(output).map(([path, f]) => ({ parts: fieldPath(path), value: windowFunction(path, f, sortBy, ctx) }));
  return (docs) =>
    partition(docs, by, ctx).flatMap((group) => {
      ctx.checkTime?.();
      const ordered = sort ? sort(group.docs) : group.docs;
      return ordered.map((doc, i) => fields.reduce((out, { parts, value }) => setField(out, parts, value(ordered, i)), doc));
    });
};

function windowFunction(path: string, spec: unknown, sortBy: unknown, ctx: EvalContext): WindowFunction {
  if (!isObj(spec)) throw new MongoError(9, `the field '${path}' must be an object with a window function`);
  const { window, ...rest } = spec;
  const [name = ''] = Object.keys(rest);
  if (NOT_SUPPORTED.has(name)) throw unsupported(`the window function ${name}`);
  if (RANKS.has(name) || name === '$shift') {
    if (window !== undefined) throw new MongoError(9, `${name} does not accept a 'window' field`);
    if (!isObj(sortBy)) throw new MongoError(5371602, `${name} must be specified with a top level sortBy expression`);
    return name === '$shift' ? shift(rest[name], ctx) : rank(name, sortBy, ctx);
  }
  const fold: Accumulator = compileAccumulator(path, rest, ctx);
  const bounds = windowBounds(window);
  return (docs, i) => {
    const [from, to] = bounds(i, docs.length);
    return fold(docs.slice(Math.max(0, from), Math.max(0, to + 1)));
  };
}

function rank(name: string, sortBy: Doc, ctx: EvalContext): WindowFunction {
  if (name === '$documentNumber') return (_docs, i) => i + 1;
  const keys = Object.keys(sortBy);
  const [path] = keys;
  if (keys.length !== 1 || path === undefined)
    throw new MongoError(5371602, `${name} must be specified with a top level sortBy expression with exactly one element`);
  const key = compileExpression(`$${path}`, ctx);
  const isTied = (docs: Doc[], i: number): boolean => i > 0 && equals(key(docs[i] ?? {}) ?? null, key(docs[i - 1] ?? {}) ?? null);
  return (docs, i) => {
    if (name === '$denseRank') return docs.slice(0, i + 1).filter((_, j) => !isTied(docs, j)).length;
    let first = i;
    while (isTied(docs, first)) first--;
    return first + 1;
  };
}

function shift(arg: unknown, ctx: EvalContext): WindowFunction {
  const spec = namedArguments('$shift', arg, ['output!', 'by!', 'default'], 9);
  if (!isNumber(spec.by) || !Number.isInteger(toNum(spec.by))) throw new MongoError(9, "'$shift:by' field must be an integer");
  const by = toNum(spec.by);
  const [output, otherwise] = [compileExpression(spec.output, ctx), compileExpression(spec.default ?? null, ctx)];
  return (docs, i) => {
    const other = docs[i + by];
    return other ? (output(other) ?? null) : otherwise({});
  };
}

function windowBounds(window: unknown): Bounds {
  if (window === undefined) return (_i, n) => [0, n - 1];
  if (!isObj(window)) throw new MongoError(9, "'window' field must be an object");
  if ('range' in window || 'unit' in window) throw unsupported("$setWindowFields with a 'range' window");
  const { documents } = specObject('window', window, 9, ['documents']);
  if (documents === undefined) return (_i, n) => [0, n - 1];
  if (!Array.isArray(documents) || documents.length !== 2) throw new MongoError(5339902, 'Window bounds must be a 2-element array');
  const [lower, upper] = documents.map((bound, side) => edge(bound, side === 0));
  return (i, n) => [lower?.(i, n) ?? 0, upper?.(i, n) ?? n - 1];
}

function edge(bound: unknown, isLower: boolean): (i: number, n: number) => number {
  if (bound === 'unbounded') return (_i, n) => (isLower ? 0 : n - 1);
  if (bound === 'current') return (i) => i;
  if (!isNumber(bound) || !Number.isInteger(toNum(bound)))
    throw new MongoError(5339902, "Window bounds must be 'unbounded', 'current', or an integer");
  return (i) => i + toNum(bound);
}

export const windowStages: Record<string, StageBuilder> = { $setWindowFields };
