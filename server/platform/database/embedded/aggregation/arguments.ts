import { isObj, typeName } from '../bson-values/kinds';
import { refuse } from '../errors';
import type { Doc, EvalContext } from '../types';
import { compileNode, type Node, type Operator, over } from './expressions';

export const many = Number.POSITIVE_INFINITY;
export const isText = (v: unknown): v is string => typeof v === 'string';
export const nullish = (v: unknown): v is null | undefined => v === null || v === undefined;

/** The arguments of an operator as a list of the allowed length; a single argument needs no brackets. Throws 16020 or 28667. */
export function argumentList(name: string, arg: unknown, min: number, max: number): unknown[] {
  const list = [arg].flat();
  if (list.length >= min && list.length <= max) return list;
  refuse(min === max ? 16020 : 28667, `Expression ${name} takes ${min} to ${max} arguments. ${list.length} were passed in.`);
}

/** The named arguments of an operator or a stage, in the order of `fields`; `a!` must be there. Throws `code`. */
export function namedArguments(name: string, arg: unknown, fields: readonly string[], code: number): unknown[] {
  if (!isObj(arg)) refuse(code, `${name} takes an object, found ${typeName(arg)}`);
  const names = fields.map((field) => field.replace('!', ''));
  for (const key of Object.keys(arg)) if (!names.includes(key)) refuse(code, `Unrecognized argument to ${name}: ${key}`);
  for (const key of names) if (fields.includes(`${key}!`) && !(key in arg)) refuse(code, `Missing argument of ${name}: ${key}`);
  return names.map((key) => arg[key]);
}

/** A value of the type an operator needs. Throws `code`. */
export const operand = <T>(v: unknown, fits: (v: unknown) => v is T, name: string, code: number): T =>
  fits(v) ? v : refuse(code, `${name} does not take values of type ${typeName(v)}`);

/** An operator that evaluates its arguments itself. */
export const lazy =
  (min: number, max: number, f: (nodes: Node[], doc: Doc, vars: Doc) => unknown): Operator =>
  (arg, ctx, name) => {
    const nodes = argumentList(name, arg, min, max).map((expr) => compileNode(expr, ctx));
    return (doc, vars) => f(nodes, doc, vars);
  };

/** An operator over the values of its arguments. */
export const values =
  (min: number, max: number, f: (args: unknown[], name: string, ctx: EvalContext) => unknown): Operator =>
  (arg, ctx, name) =>
    over(argumentList(name, arg, min, max), ctx, (args) => f(args, name, ctx));

/** `values` where null or missing in any argument makes the result null. */
export const strict = (min: number, max: number, f: (args: unknown[], name: string) => unknown): Operator =>
  values(min, max, (args, name) => (args.some(nullish) ? null : f(args, name)));

/** One argument; null stays null. */
export const unary = (f: (v: unknown, name: string) => unknown): Operator => strict(1, 1, ([v], name) => f(v, name));
