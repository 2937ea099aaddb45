import { compare } from '../../bson-values/compare';
import { isObj } from '../../bson-values/kinds';
import { refuse } from '../../errors';
import { truthy } from '../../query/leaf-operators';
import { type Node, type Operator, variableName } from '../expressions';
import { argumentList, namedArguments, values } from './signatures';

const comparison = (result: (c: number) => unknown): Operator => values(2, 2, ([a, b], _name, { ctx }) => result(compare(a, b, ctx.col)));

const junction =
  (quantifier: 'every' | 'some'): Operator =>
  (arg, c) => {
    const nodes = (Array.isArray(arg) ? arg : [arg]).map((x) => c.compile(x));
    return (scope) => nodes[quantifier]((node) => truthy(node(scope)));
  };

const $cond: Operator = (arg, c, name) => {
  const spec = isObj(arg) ? namedArguments(name, arg, ['if!', 'then!', 'else!'], 17080) : null;
  const [condition, yes, no] = (spec ? [spec.if, spec.then, spec.else] : argumentList(name, arg, 3, 3)).map((x) => c.compile(x));
  return (scope) => (truthy(condition?.(scope)) ? yes?.(scope) : no?.(scope));
};

const $ifNull: Operator = (arg, c) => {
  if (!Array.isArray(arg) || arg.length < 2) refuse(1257300, '$ifNull needs at least two arguments');
  const nodes = arg.map((x) => c.compile(x));
  return (scope) => {
    let v: unknown;
    for (const node of nodes) {
      v = node(scope);
      if (v !== null && v !== undefined) return v;
    }
    return v;
  };
};

const $switch: Operator = (arg, c, name) => {
  const spec = namedArguments(name, arg, ['branches!', 'default'], 40060);
  if (!Array.isArray(spec.branches)) refuse(40061, "$switch expected an array for 'branches'");
  if (!spec.branches.length) refuse(40068, '$switch requires at least one branch');
  const branches = spec.branches.map((branch): [Node, Node] => {
    const { case: test, then } = namedArguments('a branch of $switch', branch, ['case!', 'then!'], 40062);
    return [c.compile(test), c.compile(then)];
  });
  const otherwise = 'default' in spec ? c.compile(spec.default) : null;
  return (scope) => {
    for (const [test, then] of branches) if (truthy(test(scope))) return then(scope);
    if (!otherwise) refuse(40066, '$switch could not find a matching branch for an input, and no default was specified.');
    return otherwise(scope);
  };
};

const $let: Operator = (arg, c, name) => {
  const spec = namedArguments(name, arg, ['vars!', 'in!'], 16875);
  if (!isObj(spec.vars)) refuse(10065, 'invalid parameter: expected an object (vars)');
  const vars = Object.entries(spec.vars).map(([k, x]): [string, Node] => [variableName(k), c.compile(x)]);
  const body = c.compile(
    spec.in,
    vars.map(([k]) => k),
  );
  return (scope) => body({ root: scope.root, vars: { ...scope.vars, ...Object.fromEntries(vars.map(([k, node]) => [k, node(scope)])) } });
};

export const logic: Record<string, Operator> = {
  $eq: comparison((c) => c === 0),
  $ne: comparison((c) => c !== 0),
  $gt: comparison((c) => c > 0),
  $gte: comparison((c) => c >= 0),
  $lt: comparison((c) => c < 0),
  $lte: comparison((c) => c <= 0),
  $cmp: comparison((c) => c),
  $and: junction('every'),
  $or: junction('some'),
  $not: values(1, 1, ([v]) => !truthy(v)),
  $cond,
  $ifNull,
  $switch,
  $let,
  $literal: (arg) => () => arg,
};
