import type { Collation } from '../../bson-values/collation';
import { compare, equals } from '../../bson-values/compare';
import { encode } from '../../bson-values/key-encoding';
import { isNumber, isObj, shown, toNum, typeName } from '../../bson-values/kinds';
import { MongoError } from '../../errors';
import { truthy } from '../../query/leaf-operators';
import { sorter } from '../../query/sort';
import type { Doc } from '../../types';
import { type Operator, variableName } from '../expressions';
import { namedArguments, strict, unary, values } from './signatures';

const many = Number.POSITIVE_INFINITY;

function array(v: unknown, name: string, code: number): unknown[] {
  if (!Array.isArray(v)) throw new MongoError(code, `The argument to ${name} must be an array, but was of type: ${typeName(v)}`);
  return v;
}

function int(v: unknown, name: string, code: number): number {
  if (!isNumber(v) || !Number.isInteger(toNum(v))) throw new MongoError(code, `${name} requires an integer, found: ${shown(v)}`);
  return toNum(v);
}

const nullish = (v: unknown): v is null | undefined => v === null || v === undefined;

const $filter: Operator = (arg, c, name) => {
  const spec = namedArguments(name, arg, ['input!', 'cond!', 'as', 'limit'], 28647);
  const as = 'as' in spec ? variableName(spec.as) : 'this';
  const [input, condition] = [c.compile(spec.input), c.compile(spec.cond, [as])];
  const limit = 'limit' in spec ? c.compile(spec.limit) : () => null;
  return (scope) => {
    const list = input(scope);
    if (nullish(list)) return null;
    const most = limit(scope);
    const kept = array(list, name, 28651).filter((v) => truthy(condition({ root: scope.root, vars: { ...scope.vars, [as]: v } })));
    if (nullish(most)) return kept;
    if (int(most, name, 327391) < 1) throw new MongoError(327392, `$filter: limit must be greater than 0: ${shown(most)}`);
    return kept.slice(0, toNum(most));
  };
};

const $map: Operator = (arg, c, name) => {
  const spec = namedArguments(name, arg, ['input!', 'in!', 'as'], 16879);
  const as = 'as' in spec ? variableName(spec.as) : 'this';
  const [input, each] = [c.compile(spec.input), c.compile(spec.in, [as])];
  return (scope) => {
    const list = input(scope);
    if (nullish(list)) return null;
    return array(list, name, 16883).map((v) => each({ root: scope.root, vars: { ...scope.vars, [as]: v } }) ?? null);
  };
};

const $reduce: Operator = (arg, c, name) => {
  const spec = namedArguments(name, arg, ['input!', 'initialValue!', 'in!'], 40076);
  const [input, initial, step] = [c.compile(spec.input), c.compile(spec.initialValue), c.compile(spec.in, ['this', 'value'])];
  return (scope) => {
    const list = input(scope);
    if (nullish(list)) return null;
    return array(list, name, 40080).reduce(
      (value: unknown, v) => step({ root: scope.root, vars: { ...scope.vars, this: v, value } }),
      initial(scope),
    );
  };
};

const $sortArray: Operator = (arg, c, name) => {
  const spec = namedArguments(name, arg, ['input!', 'sortBy!'], 2942500);
  const input = c.compile(spec.input);
  const order = arraySorter(spec.sortBy, c.ctx.col);
  return (scope) => {
    const list = input(scope);
    return nullish(list) ? null : order(array(list, name, 2942504));
  };
};

/** Sorts array elements by their fields or, for 1 and -1, by the elements themselves ($sortArray, $push with $sort). */
export function arraySorter(by: unknown, col?: Collation | null): (list: readonly unknown[]) => unknown[] {
  if (isObj(by)) {
    const sort = sorter(by, col);
    return (list) => sort(list, (v) => (isObj(v) ? v : {}));
  }
  const direction = isNumber(by) ? toNum(by) : 0;
  if (direction !== 1 && direction !== -1) throw new MongoError(2, 'The $sort element value must be either 1 or -1');
  return (list) => [...list].sort((a, b) => compare(a, b, col) * direction);
}

const at = (code: number, index: (list: unknown[]) => number): Operator =>
  unary((v, name) => array(v, name, code).at(index(array(v, name, code))));

const $slice = strict(2, 3, ([v, first, second], name) => {
  const list = array(v, name, 28724);
  const a = int(first, name, 28725);
  if (second === undefined) return a >= 0 ? list.slice(0, a) : list.slice(a);
  const n = int(second, name, 28727);
  if (n <= 0) throw new MongoError(28729, `Third argument to $slice must be positive: ${n}`);
  const from = a < 0 ? Math.max(0, list.length + a) : a;
  return list.slice(from, from + n);
});

const $range = values(2, 3, ([first, last, by = 1], name) => {
  const [start, end, step] = [int(first, name, 34443), int(last, name, 34445), int(by, name, 34447)];
  if (step === 0) throw new MongoError(34449, '$range requires a non-zero step value');
  return Array.from({ length: Math.max(0, Math.ceil((end - start) / step)) }, (_, i) => start + i * step);
});

const $indexOfArray = values(2, 4, ([v, wanted, first = 0, last], name) => {
  if (nullish(v)) return null;
  const list = array(v, name, 40090);
  const from = int(first, name, 40096);
  const to = last === undefined ? list.length : Math.min(list.length, int(last, name, 40096));
  if (from < 0 || to < 0) throw new MongoError(40097, '$indexOfArray requires a nonnegative index');
  for (let i = from; i < to; i++) if (equals(list[i], wanted)) return i;
  return -1;
});

/** The distinct values of a list by BSON equality, in the order they first appear. */
export const distinct = (list: readonly unknown[]): Map<string, unknown> => {
  const out = new Map<string, unknown>();
  for (const v of list) {
    const key = encode(v);
    if (!out.has(key)) out.set(key, v);
  }
  return out;
};

const sets = (code: number, f: (sets: Map<string, unknown>[]) => unknown, min: number, max: number): Operator =>
  values(min, max, (args, name) =>
    f(
      args.map((v) => {
        if (!Array.isArray(v))
          throw new MongoError(code, `All operands of ${name} must be arrays. One argument is of type: ${typeName(v)}`);
        return distinct(v);
      }),
    ),
  );
const nullableSets =
  (code: number, f: (sets: Map<string, unknown>[]) => unknown, min: number, max: number): Operator =>
  (arg, c, name) => {
    const inner = sets(code, f, min, max)(arg, c, name);
    const nodes = (Array.isArray(arg) ? arg : [arg]).map((x) => c.compile(x));
    return (scope) => (nodes.some((node) => nullish(node(scope))) ? null : inner(scope));
  };

const subset = (a: Map<string, unknown> | undefined, b: Map<string, unknown> | undefined): boolean =>
  [...(a?.keys() ?? [])].every((k) => b?.has(k));

const $arrayToObject = unary((v, name) => {
  const out: Doc = {};
  for (const item of array(v, name, 40386)) {
    const [k, value] = Array.isArray(item) ? item : isObj(item) ? [item.k, item.v] : [];
    const shape = Array.isArray(item) ? item.length === 2 : isObj(item) && Object.keys(item).sort().join() === 'k,v';
    if (!shape)
      throw new MongoError(40392, '$arrayToObject requires an array of [key, value] pairs or of documents with the fields k and v');
    if (typeof k !== 'string') throw new MongoError(40394, `$arrayToObject requires keys of type string, found: ${typeName(k)}`);
    out[k] = value;
  }
  return out;
});

const intersection = ([first, ...rest]: Map<string, unknown>[]): unknown[] =>
  [...(first ?? [])].filter(([k]) => rest.every((set) => set.has(k))).map(([, v]) => v);

export const arrays: Record<string, Operator> = {
  $filter,
  $map,
  $reduce,
  $sortArray,
  $slice,
  $range,
  $indexOfArray,
  $arrayToObject,
  $arrayElemAt: strict(2, 2, ([v, i], name) => array(v, name, 28689).at(int(i, name, 28691))),
  $first: at(28689, () => 0),
  $last: at(28689, () => -1),
  $size: values(1, 1, ([v], name) => array(v, name, 17124).length),
  $isArray: values(1, 1, ([v]) => Array.isArray(v)),
  $in: values(2, 2, ([v, list]) => {
    if (!Array.isArray(list)) throw new MongoError(40081, `$in requires an array as a second argument, found: ${typeName(list)}`);
    return list.some((x) => equals(v, x));
  }),
  $concatArrays: strict(0, many, (args, name) => args.flatMap((v) => array(v, name, 28664))),
  $reverseArray: unary((v, name) => [...array(v, name, 34435)].reverse()),
  $setUnion: nullableSets(17043, (all) => [...new Map(all.flatMap((set) => [...set])).values()], 0, many),
  $setIntersection: nullableSets(17047, intersection, 0, many),
  $setDifference: nullableSets(17048, ([a, b]) => [...(a ?? [])].filter(([k]) => !b?.has(k)).map(([, v]) => v), 2, 2),
  $setEquals: sets(17044, ([first, ...rest]) => rest.every((set) => subset(first, set) && subset(set, first)), 2, many),
  $setIsSubset: sets(17046, ([a, b]) => subset(a, b), 2, 2),
  $allElementsTrue: values(1, 1, ([v], name) => array(v, name, 17040).every(truthy)),
  $anyElementTrue: values(1, 1, ([v], name) => array(v, name, 17041).some(truthy)),
};
