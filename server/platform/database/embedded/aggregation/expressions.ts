import { isObj, own, setOwn } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import { fieldPath } from '../query/paths';
import type { Doc, EvalContext } from '../types';
import { findOperator } from './operators/table';

/** A compiled expression: undefined is a missing value. */
export type Expression = (doc: Doc) => unknown;

/** What an expression is evaluated in: the document and the variables in reach. */
export type Scope = { readonly root: Doc; readonly vars: Doc };
export type Node = (scope: Scope) => unknown;

/** Compiles the parts of an operator; `extra` are the variables the operator itself defines for that part. */
export type Compiler = { readonly ctx: EvalContext; compile(expr: unknown, extra?: readonly string[]): Node };

/** One operator: its argument to a node. Throws for an argument mongod refuses to parse. */
export type Operator = (arg: unknown, compiler: Compiler, name: string) => Node;

const NO_VARS: Doc = {};

/** Compiles an expression once; everything mongod refuses while parsing is refused here, before any document is read. */
export function compileExpression(expr: unknown, ctx: EvalContext): Expression {
  const node = compilerFor(ctx, Object.keys(ctx.variables ?? NO_VARS)).compile(expr);
  return (doc) => node({ root: doc, vars: ctx.variables ?? NO_VARS });
}

/** The value of an aggregation expression for a document; undefined when it is missing. */
export const evalExpression = (doc: Doc, expr: unknown, ctx: EvalContext = {}): unknown => compileExpression(expr, ctx)(doc);

/** Evaluates a command's `let` without a document. Throws 14 when it is no document, 16867 for a bad variable name. */
export function evalLet(spec: unknown, ctx: EvalContext = {}): Doc {
  if (spec === undefined || spec === null) return {};
  if (!isObj(spec)) refuse(14, "'let' must be a document");
  return Object.fromEntries(Object.entries(spec).map(([name, expr]) => [variableName(name), evalExpression({}, expr, ctx) ?? null]));
}

function compilerFor(ctx: EvalContext, names: readonly string[]): Compiler {
  const compiler: Compiler = {
    ctx,
    compile(expr, extra) {
      if (extra) return compilerFor(ctx, [...names, ...extra]).compile(expr);
      if (typeof expr === 'string') return expr.startsWith('$') ? reference(expr, ctx, names) : () => expr;
      if (Array.isArray(expr)) {
        const nodes = expr.map((x) => compiler.compile(x));
        return (scope) => nodes.map((node) => node(scope) ?? null);
      }
      return isObj(expr) ? document(expr, compiler) : () => expr;
    },
  };
  return compiler;
}

function document(expr: Doc, compiler: Compiler): Node {
  const keys = Object.keys(expr);
  const [first = ''] = keys;
  if (keys.some((k) => k.startsWith('$'))) {
    if (keys.length > 1) refuse(15983, `an expression specification must contain exactly one field, the name of the expression`);
    return operatorNamed(first)(expr[first], compiler, first);
  }
  const fields = keys.map((k): [string, Node] => {
    if (k.includes('.')) refuse(16412, `FieldPath field names may not contain '.': ${k}`);
    return [k, compiler.compile(expr[k])];
  });
  return (scope) => {
    const out: Doc = {};
    for (const [k, node] of fields) {
      const v = node(scope);
      if (v !== undefined) setOwn(out, k, v);
    }
    return out;
  };
}

/** Operators a real mongod has and this store has not. */
const NOT_SUPPORTED = new Set(
  (
    '$accumulator $acos $acosh $allElementsTrue $anyElementTrue $arrayToObject $asin $asinh $atan $atan2 $atanh $binarySize ' +
    '$bitAnd $bitNot $bitOr $bitXor $bsonSize $cos $cosh $dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts $dateTrunc ' +
    '$degreesToRadians $exp $firstN $function $indexOfArray $indexOfBytes $indexOfCP $lastN $ln $log $log10 $maxN $median $meta $minN $percentile ' +
    '$radiansToDegrees $range $regexFind $regexFindAll $sampleRate $setEquals $setIsSubset $sin $sinh $sortArray $stdDevPop ' +
    '$stdDevSamp $strcasecmp $strLenBytes $substr $substrBytes $tan $tanh $toHashedIndexKey $tsIncrement $tsSecond $zip'
  ).split(' '),
);

function operatorNamed(name: string): Operator {
  if (NOT_SUPPORTED.has(name)) throw unsupported(`the expression ${name}`);
  const operator = findOperator(name);
  if (!operator) refuse(168, `Unrecognized expression '${name}'`);
  return operator;
}

/** A field path `$a.b` or a variable `$$name.b`. */
function reference(expr: string, ctx: EvalContext, names: readonly string[]): Node {
  if (!expr.startsWith('$$')) {
    if (expr === '$') refuse(16872, "'$' by itself is not a valid FieldPath");
    const parts = fieldPath(expr.slice(1));
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? ({ root }) => own(root, only) : ({ root }) => resolve(root, parts, 0);
  }
  const [name = '', ...rest] = expr.slice(2).split('.');
  if (name === '') refuse(16869, 'empty variable names are not allowed');
  const parts = rest.length ? fieldPath(rest.join('.')) : [];
  const value = variable(name, ctx, names);
  return parts.length ? (scope) => resolve(value(scope), parts, 0) : value;
}

function variable(name: string, ctx: EvalContext, names: readonly string[]): Node {
  if (names.includes(name)) return ({ vars }) => own(vars, name);
  switch (name) {
    case 'ROOT':
    case 'CURRENT':
      return ({ root }) => root;
    case 'REMOVE':
      return () => undefined;
    case 'NOW': {
      ctx.now ??= new Date();
      const { now } = ctx;
      return () => now;
    }
    case 'CLUSTER_TIME':
    case 'USER_ROLES':
    case 'SEARCH_META':
      throw unsupported(`the variable $$${name}`);
  }
  refuse(17276, `Use of undefined variable: ${name}`);
}

/** Checks a name defined by `let`, `as` ...; user variables begin with a lower-case letter. */
export function variableName(name: unknown): string {
  if (typeof name !== 'string' || name === '') refuse(16866, 'empty variable names are not allowed');
  if (!/^[a-z\u0080-\uffff]/.test(name)) {
    refuse(16867, `'${name}' starts with an invalid character for a user variable name`);
  }
  if (!/^[A-Za-z0-9_\u0080-\uffff]*$/.test(name)) refuse(16868, `'${name}' contains an invalid character for a variable name`);
  return name;
}

// Expressions enter the documents of arrays and drop elements without the field; numbers in a path are names, not indexes.
function resolve(v: unknown, parts: readonly string[], i: number): unknown {
  const part = parts[i];
  if (part === undefined) return v;
  if (isObj(v)) return resolve(own(v, part), parts, i + 1);
  return Array.isArray(v)
    ? v.map((x) => (isObj(x) || Array.isArray(x) ? resolve(x, parts, i) : undefined)).filter((x) => x !== undefined)
    : undefined;
}
