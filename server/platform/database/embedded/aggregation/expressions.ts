import { isObj, own } from '../bson-values/kinds';
import { refuse } from '../errors';
import { fieldPath } from '../query/paths';
import type { Doc, EvalContext } from '../types';
import * as operators from './operators';

/** A compiled expression: undefined is a missing value. */
export type Expression = (doc: Doc) => unknown;

/** A part of an expression. It also sees the values of the variables in reach. */
export type Node<T = unknown> = (doc: Doc, vars: Doc) => T;

/** One operator: its argument to a node. Throws for an argument mongod refuses to parse. */
export type Operator = (arg: unknown, ctx: EvalContext, name: string) => Node;

/** Compiles an expression once; everything mongod refuses while parsing is refused here, before any document is read. */
export function compileExpression(expr: unknown, ctx: EvalContext): Expression {
  const node = compileNode(expr, ctx);
  const vars = ctx.variables ?? {};
  let evaluated = 0;
  return (doc) => {
    // the clock of the command is looked at now and then
    if (++evaluated % 1024 === 0) ctx.checkTime?.();
    return node(doc, vars);
  };
}

/** Compiles a part of an expression; the names in `ctx.variables` are those it may use. */
export function compileNode(expr: unknown, ctx: EvalContext): Node {
  if (typeof expr === 'string' && expr.startsWith('$')) return reference(expr, ctx);
  if (Array.isArray(expr)) return over(expr, ctx, (list) => list.map((v) => v ?? null));
  if (!isObj(expr)) return () => expr;
  const keys = Object.keys(expr);
  const name = keys.find((key) => key.startsWith('$'));
  if (name === undefined) return compileDocument(expr, ctx);
  if (keys.length > 1) refuse(15983, 'an expression must contain exactly one field, the name of the operator');
  return operatorOf(name)(expr[name], ctx, name);
}

/** A node over the values of several expressions. */
export function over<T>(exprs: readonly unknown[], ctx: EvalContext, f: (values: unknown[], doc: Doc, vars: Doc) => T): Node<T> {
  const nodes = exprs.map((expr) => compileNode(expr, ctx));
  return (doc, vars) => {
    const values = nodes.map((node) => node(doc, vars));
    return f(values, doc, vars);
  };
}

function compileDocument(spec: Doc, ctx: EvalContext): Node {
  const names = Object.keys(spec);
  const dotted = names.find((name) => name.includes('.'));
  if (dotted !== undefined) refuse(16412, `FieldPath field names may not contain '.': ${dotted}`);
  return over(Object.values(spec), ctx, (list) => Object.fromEntries(fields(names, list).filter(([, v]) => v !== undefined)));
}

const fields = (names: readonly string[], values: readonly unknown[]): [string, unknown][] => names.map((name, i) => [name, values[i]]);

// Every export of `operators` is the operator of its name. It is looked into late: it needs the compiler as the compiler needs it.
function operatorOf(name: string): Operator {
  const operator = own(operators, name) as Operator | undefined;
  return operator ?? refuse(168, `Unrecognized expression '${name}' (the embedded store has the common ones only)`);
}

/** A context with more variables. The time of the command stays the same in it. */
export function withVariables(ctx: EvalContext, variables: Doc): EvalContext {
  ctx.now ??= new Date();
  return { ...ctx, variables: { ...ctx.variables, ...variables } };
}

/** The variables of a `let`, and a context to compile in what may use them. */
export function compileLet(spec: Doc, ctx: EvalContext): { values: Node<Doc>; inner: EvalContext } {
  const names = Object.keys(spec).map(variableName);
  const values = over(Object.values(spec), ctx, (list): Doc => Object.fromEntries(fields(names, list)));
  return { values, inner: withVariables(ctx, Object.fromEntries(fields(names, []))) };
}

/** Evaluates a command's `let`, which sees no document. Throws 14 when it is none itself, 16867 for a bad name. */
export function evalLet(spec: unknown, ctx: EvalContext = {}): Doc {
  if (spec === undefined || spec === null) return {};
  if (!isObj(spec)) refuse(14, "'let' must be a document");
  const variables = compileLet(spec, ctx).values({}, ctx.variables ?? {});
  if (Object.values(variables).includes(undefined)) refuse(4890500, 'Command let Expression tried to access a field');
  return variables;
}

/** Checks a name defined by `let`, `as` ...; user variables begin with a lower-case letter. */
export function variableName(name: unknown): string {
  if (typeof name === 'string' && /^[a-z\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*$/.test(name)) return name;
  refuse(16867, `'${String(name)}' is not a valid name of a user variable`);
}

/** A variable `$$name.b` or a field path: `$a.b` is `$$ROOT.a.b`. */
function reference(expr: string, ctx: EvalContext): Node {
  if (expr === '$') refuse(16872, "'$' by itself is not a valid FieldPath");
  const [name = '', ...rest] = (expr.startsWith('$$') ? expr.slice(2) : `ROOT.${expr.slice(1)}`).split('.');
  const value = variable(name, ctx);
  const parts = rest.length ? fieldPath(rest.join('.')) : [];
  return (doc, vars) => resolve(value(doc, vars), parts, 0);
}

function variable(name: string, ctx: EvalContext): Node {
  if (Object.hasOwn(ctx.variables ?? {}, name)) return (_doc, vars) => own(vars, name);
  if (name === 'ROOT' || name === 'CURRENT') return (doc) => doc;
  if (name === 'REMOVE') return () => undefined;
  if (name !== 'NOW') refuse(17276, `Use of undefined variable: ${name}`);
  const { now } = withVariables(ctx, {});
  return () => now;
}

// Expressions enter the documents of arrays and drop elements without the field; numbers in a path are names, not indexes.
function resolve(v: unknown, parts: readonly string[], i: number): unknown {
  const part = parts[i];
  if (part === undefined) return v;
  if (isObj(v)) return resolve(own(v, part), parts, i + 1);
  return Array.isArray(v) ? v.map((element) => resolve(element, parts, i)).filter((x) => x !== undefined) : undefined;
}
