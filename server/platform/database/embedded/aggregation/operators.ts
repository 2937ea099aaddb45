import { divide, plus } from '../bson-values/arithmetic';
import { compare, equals } from '../bson-values/compare';
import { isNumber, isObj, type Numeric, own, toNum, typeName } from '../bson-values/kinds';
import { refuse } from '../errors';
import { truthy } from '../query/leaf-operators';
import { setField } from '../query/paths';
import type { EvalContext } from '../types';
import { argumentList, isText, lazy, many, namedArguments, nullish, operand, strict, unary, values } from './arguments';
import { compileLet, compileNode, type Operator, over, variableName, withVariables } from './expressions';

// Every export is the operator of its name: here those of any values, of arrays and of documents.

export const $literal: Operator = (arg) => () => arg;

const comparison = (result: (c: number) => unknown): Operator => values(2, 2, ([a, b], _name, { col }) => result(compare(a, b, col)));

export const $eq = comparison((c) => c === 0);
export const $ne = comparison((c) => c !== 0);
export const $gt = comparison((c) => c > 0);
export const $gte = comparison((c) => c >= 0);
export const $lt = comparison((c) => c < 0);
export const $lte = comparison((c) => c <= 0);
export const $cmp = comparison((c) => c);

export const $and = lazy(0, many, (nodes, doc, vars) => nodes.every((node) => truthy(node(doc, vars))));
export const $or = lazy(0, many, (nodes, doc, vars) => nodes.some((node) => truthy(node(doc, vars))));
export const $not = values(1, 1, ([v]) => !truthy(v));
export const $ifNull = lazy(2, many, (nodes, doc, vars) => nodes.reduce<unknown>((v, node) => v ?? node(doc, vars), null));

export const $cond: Operator = (arg, ctx, name) => {
  const list = isObj(arg) ? namedArguments(name, arg, ['if!', 'then!', 'else!'], 17080) : argumentList(name, arg, 3, 3);
  const [test, yes, no] = list.map((expr) => compileNode(expr, ctx));
  return (doc, vars) => (truthy(test?.(doc, vars)) ? yes : no)?.(doc, vars);
};

export const $switch: Operator = (arg, ctx, name) => {
  const [given, fallback] = namedArguments(name, arg, ['branches!', 'default'], 40060);
  const branches = operand(given, Array.isArray, name, 40061).map((branch) =>
    namedArguments('a branch of $switch', branch, ['case!', 'then!'], 40062).map((expr) => compileNode(expr, ctx)),
  );
  if (!branches.length) refuse(40068, '$switch requires at least one branch');
  const otherwise = fallback === undefined ? () => refuse(40066, '$switch found no branch and no default') : compileNode(fallback, ctx);
  return (doc, vars) => {
    const [, result = otherwise] = branches.find(([test]) => truthy(test?.(doc, vars))) ?? [];
    return result(doc, vars);
  };
};

export const $let: Operator = (arg, ctx, name) => {
  const [spec, body] = namedArguments(name, arg, ['vars!', 'in!'], 16875);
  const { values: variables, inner } = compileLet(operand(spec, isObj, name, 10065), ctx);
  const node = compileNode(body, inner);
  return (doc, vars) => node(doc, { ...vars, ...variables(doc, vars) });
};

const array = (v: unknown, name: string, code: number): unknown[] => operand(v, Array.isArray, name, code);

/** `$map` and `$filter`: `body` names the expression that sees each element as the variable `as`. */
const elementwise =
  (body: string, code: number, inputCode: number, f: (list: unknown[], each: (v: unknown) => unknown) => unknown[]): Operator =>
  (arg, ctx, name) => {
    const [input, expr, given = 'this'] = namedArguments(name, arg, ['input!', `${body}!`, 'as'], code);
    const as = variableName(given);
    const each = compileNode(expr, withVariables(ctx, { [as]: null }));
    return over([input], ctx, ([list], doc, vars) =>
      nullish(list) ? null : f(array(list, name, inputCode), (v) => each(doc, { ...vars, [as]: v })),
    );
  };

export const $filter = elementwise('cond', 28647, 28651, (list, each) => list.filter((v) => truthy(each(v))));
export const $map = elementwise('in', 16879, 16883, (list, each) => list.map((v) => each(v) ?? null));

export const $reduce: Operator = (arg, ctx, name) => {
  const [input, initial, body] = namedArguments(name, arg, ['input!', 'initialValue!', 'in!'], 40076);
  const step = compileNode(body, withVariables(ctx, { this: null, value: null }));
  return over([input, initial], ctx, ([list, first], doc, vars) =>
    nullish(list) ? null : array(list, name, 40080).reduce((value, v) => step(doc, { ...vars, this: v, value }), first),
  );
};

const index = (v: unknown, name: string): number =>
  isNumber(v) && Number.isInteger(toNum(v)) ? toNum(v) : refuse(28691, `${name} requires an integer, found ${typeName(v)}`);

export const $arrayElemAt = strict(2, 2, ([v, i], name) => array(v, name, 28689).at(index(i, name)));
export const $first = unary((v, name) => array(v, name, 28689)[0]);
export const $last = unary((v, name) => array(v, name, 28689).at(-1));
export const $size = values(1, 1, ([v], name) => array(v, name, 17124).length);
export const $isArray = values(1, 1, ([v]) => Array.isArray(v));
export const $in = values(2, 2, ([v, list], name) => array(list, name, 40081).some((element) => equals(v, element)));
export const $concatArrays = strict(0, many, (args, name) => args.flatMap((v) => array(v, name, 28664)));

/** `{ $sum: <array> }` is over the elements of that array, `{ $sum: [<expressions>] }` over their values. */
const fold = (f: (list: unknown[], ctx: EvalContext) => unknown): Operator =>
  values(0, many, (args, _name, ctx) => f(args.length === 1 ? args.flat() : args, ctx));

const given = (list: readonly unknown[]): unknown[] => list.filter((v) => !nullish(v));
const sum = (list: readonly unknown[]): Numeric => list.filter(isNumber).reduce<Numeric>(plus, 0);
const extreme = (list: readonly unknown[], wins: (v: unknown, best: unknown) => boolean): unknown =>
  given(list).reduce((best, v) => (best === null || wins(v, best) ? v : best), null);

export const $sum = fold(sum);
export const $avg = fold((list) => (list.some(isNumber) ? divide(sum(list), list.filter(isNumber).length) : null));
export const $min = fold((list, { col }) => extreme(list, (v, best) => compare(v, best, col) < 0));
export const $max = fold((list, { col }) => extreme(list, (v, best) => compare(v, best, col) > 0));
// later documents win; null and missing ones count as empty
export const $mergeObjects = fold((list) =>
  Object.fromEntries(given(list).flatMap((v) => Object.entries(operand(v, isObj, '$mergeObjects', 40400)))),
);

export const $setField: Operator = (arg, ctx, name) => {
  const [field, input, value] = namedArguments(name, arg, ['field!', 'input!', 'value!'], 4161100);
  const key = isObj(field) ? field.$literal : field;
  // the name may contain dots and dollars, but must be known beforehand
  if (typeof key !== 'string' || (key === field && key.startsWith('$'))) refuse(4161106, `${name} requires 'field' to be a constant`);
  return over([input, value], ctx, ([target, v]) => (nullish(target) ? null : setField(operand(target, isObj, name, 4161105), [key], v)));
};

export const $getField: Operator = (arg, ctx, name) => {
  const short = !isObj(arg) || Object.keys(arg)[0]?.startsWith('$');
  const [field, input = '$$ROOT'] = short ? [arg] : namedArguments(name, arg, ['field!', 'input'], 3041701);
  return over([field, input], ctx, ([key, target]) => {
    const known = operand(key, isText, name, 3041704);
    return isObj(target) ? own(target, known) : undefined;
  });
};
