import { equals } from '../../bson-values/compare';
import { distinct } from '../../bson-values/key-encoding';
import { isNumber, shown, toNum, typeName } from '../../bson-values/kinds';
import { refuse } from '../../errors';
import { truthy } from '../../query/leaf-operators';
import { type Operator, variableName } from '../expressions';
import { namedArguments, strict, unary, values } from './signatures';

const many = Number.POSITIVE_INFINITY;

function array(v: unknown, name: string, code: number): unknown[] {
  if (!Array.isArray(v)) refuse(code, `The argument to ${name} must be an array, but was of type: ${typeName(v)}`);
  return v;
}

function int(v: unknown, name: string, code: number): number {
  if (!isNumber(v) || !Number.isInteger(toNum(v))) refuse(code, `${name} requires an integer, found: ${shown(v)}`);
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
    if (int(most, name, 327391) < 1) refuse(327392, `$filter: limit must be greater than 0: ${shown(most)}`);
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

const at = (code: number, index: (list: unknown[]) => number): Operator =>
  unary((v, name) => array(v, name, code).at(index(array(v, name, code))));

const $slice = strict(2, 3, ([v, first, second], name) => {
  const list = array(v, name, 28724);
  const a = int(first, name, 28725);
  if (second === undefined) return a >= 0 ? list.slice(0, a) : list.slice(a);
  const n = int(second, name, 28727);
  if (n <= 0) refuse(28729, `Third argument to $slice must be positive: ${n}`);
  const from = a < 0 ? Math.max(0, list.length + a) : a;
  return list.slice(from, from + n);
});

/** An operator over sets: arrays without their repetitions. Null in any of them makes the result null. */
const sets = (code: number, f: (sets: Map<string, unknown>[]) => unknown, min = 0, max = many): Operator =>
  strict(min, max, (args, name) => f(args.map((v) => distinct(array(v, name, code)))));

const intersection = ([first, ...rest]: Map<string, unknown>[]): unknown[] =>
  [...(first ?? [])].filter(([k]) => rest.every((set) => set.has(k))).map(([, v]) => v);

export const arrays: Record<string, Operator> = {
  $filter,
  $map,
  $reduce,
  $slice,
  $arrayElemAt: strict(2, 2, ([v, i], name) => array(v, name, 28689).at(int(i, name, 28691))),
  $first: at(28689, () => 0),
  $last: at(28689, () => -1),
  $size: values(1, 1, ([v], name) => array(v, name, 17124).length),
  $isArray: values(1, 1, ([v]) => Array.isArray(v)),
  $in: values(2, 2, ([v, list]) => {
    if (!Array.isArray(list)) refuse(40081, `$in requires an array as a second argument, found: ${typeName(list)}`);
    return list.some((x) => equals(v, x));
  }),
  $concatArrays: strict(0, many, (args, name) => args.flatMap((v) => array(v, name, 28664))),
  $reverseArray: unary((v, name) => [...array(v, name, 34435)].reverse()),
  $setUnion: sets(17043, (all) => [...new Map(all.flatMap((set) => [...set])).values()]),
  $setIntersection: sets(17047, intersection),
  $setDifference: sets(17048, ([a, b]) => [...(a ?? [])].filter(([k]) => !b?.has(k)).map(([, v]) => v), 2, 2),
};
