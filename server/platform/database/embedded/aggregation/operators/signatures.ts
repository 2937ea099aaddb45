import { isObj, typeName } from '../../bson-values/kinds';
import { MongoError, refuse } from '../../errors';
import type { Doc } from '../../types';
import type { Compiler, Node, Operator } from '../expressions';

const nullish = (v: unknown): boolean => v === null || v === undefined;

/** The arguments of an operator as a list of the allowed length; a single argument needs no brackets. Throws 16020 or 28667. */
export function argumentList(name: string, arg: unknown, min: number, max: number): unknown[] {
  const list = Array.isArray(arg) ? arg : [arg];
  if (list.length >= min && list.length <= max) return list;
  if (min === max) {
    refuse(16020, `Expression ${name} takes exactly ${min} arguments. ${list.length} were passed in.`);
  }
  refuse(28667, `Expression ${name} takes at least ${min} arguments, and at most ${max}, but ${list.length} were passed in.`);
}

/** An operator over the values of its arguments. */
export const values =
  (min: number, max: number, f: (args: unknown[], name: string, compiler: Compiler) => unknown): Operator =>
  (arg, compiler, name) => {
    const nodes = argumentList(name, arg, min, max).map((x) => compiler.compile(x));
    return (scope) =>
      f(
        nodes.map((node) => node(scope)),
        name,
        compiler,
      );
  };

/** `values` where null or missing in any argument makes the result null. */
export const strict = (min: number, max: number, f: (args: unknown[], name: string) => unknown): Operator =>
  values(min, max, (args, name) => (args.some(nullish) ? null : f(args, name)));

/** One argument; null stays null. */
export const unary = (f: (v: unknown, name: string) => unknown): Operator => strict(1, 1, ([v], name) => f(v, name));

/** The named arguments of an operator, checked: `fields` says which are known, those ending in `!` are needed. Throws `code`. */
export function namedArguments(name: string, arg: unknown, fields: readonly string[], code: number): Doc {
  if (!isObj(arg)) refuse(code, `${name} only supports an object as its argument, found ${typeName(arg)}`);
  const known = fields.map((f) => f.replace('!', ''));
  for (const k of Object.keys(arg)) if (!known.includes(k)) refuse(code, `Unrecognized argument to ${name}: ${k}`);
  for (const f of fields) {
    if (f.endsWith('!') && !(f.slice(0, -1) in arg)) refuse(code, `Missing '${f.slice(0, -1)}' parameter to ${name}`);
  }
  return arg;
}

/** An operator with named arguments over their values. */
export const named =
  (fields: readonly string[], code: number, f: (args: Doc, name: string) => unknown): Operator =>
  (arg, compiler, name) => {
    const nodes = Object.entries(namedArguments(name, arg, fields, code)).map(([k, x]): [string, Node] => [k, compiler.compile(x)]);
    return (scope) => f(Object.fromEntries(nodes.map(([k, node]) => [k, node(scope)])), name);
  };

/** The error an operator answers a value of a wrong type with. */
export const wrongType = (code: number, name: string, wanted: string, v: unknown): MongoError =>
  new MongoError(code, `${name} only supports ${wanted}, not ${typeName(v)}`);
