import { isNumber, isObj, shown, toNum, typeName } from '../bson-values/kinds';
import { refuse } from '../errors';
import { compile } from '../query/matcher';
import { fieldPath, getPath, setField } from '../query/paths';
import { excludeFields, stageProjection } from '../query/projection';
import { sorter, sortFields } from '../query/sort';
import type { Doc, EvalContext } from '../types';
import { compileExpression, type Expression } from './expressions';
import { compileStages } from './pipeline';

export type Stage = (docs: Doc[]) => Doc[];

/** Builds a stage from its specification: refuses what mongod refuses before any document is read. */
export type StageBuilder = (spec: unknown, ctx: EvalContext) => Stage;

const CHUNK = 1024;

/** `docs.map` that looks at the clock of the command now and then. */
export function eachDoc<T>(docs: readonly Doc[], ctx: EvalContext, f: (doc: Doc) => T): T[] {
  return docs.map((doc, i) => {
    if (i % CHUNK === 0) ctx.checkTime?.();
    return f(doc);
  });
}

export function specObject(name: string, spec: unknown, code: number, fields: readonly string[]): Doc {
  if (!isObj(spec)) refuse(code, `the ${name} stage specification must be an object, found ${typeName(spec)}`);
  for (const k of Object.keys(spec)) if (!fields.includes(k)) refuse(code, `unrecognized option to ${name} stage: ${k}`);
  return spec;
}

const $match: StageBuilder = (spec, ctx) => {
  if (!isObj(spec)) refuse(15959, 'the match filter must be an expression in an object');
  const test = compile(spec, ctx);
  return (docs) =>
    docs.filter((doc, i) => {
      if (i % CHUNK === 0) ctx.checkTime?.();
      return test(doc);
    });
};

const $sort: StageBuilder = (spec, ctx) => {
  if (!isObj(spec)) refuse(15973, 'the $sort key specification must be an object');
  if (!Object.keys(spec).length) refuse(15976, '$sort stage must have at least one sort key');
  sortFields(spec);
  return sorter(spec, ctx.col);
};

function count(name: string, spec: unknown, least: number, code: number): number {
  if (!isNumber(spec) || !Number.isInteger(toNum(spec))) {
    refuse(name === '$limit' ? 5107201 : 5107200, `invalid argument to ${name} stage: Expected an integer: ${name}: ${shown(spec)}`);
  }
  if (toNum(spec) < least) refuse(code, `invalid argument to ${name} stage: ${toNum(spec)} is too small`);
  return toNum(spec);
}

const $limit: StageBuilder = (spec) => {
  const n = count('$limit', spec, 1, 15958);
  return (docs) => docs.slice(0, n);
};

const $skip: StageBuilder = (spec) => {
  const n = count('$skip', spec, 0, 5107200);
  return (docs) => docs.slice(n);
};

const $count: StageBuilder = (spec) => {
  if (typeof spec !== 'string' || spec === '') refuse(40156, 'the count field must be a non-empty string');
  if (spec.startsWith('$')) refuse(40158, 'the count field cannot be a $-prefixed path');
  if (spec.includes('.')) refuse(40160, "the count field cannot contain '.'");
  return (docs) => (docs.length ? [{ [spec]: docs.length }] : []);
};

const $project: StageBuilder = (spec, ctx) => {
  const project = stageProjection(spec, ctx);
  return (docs) => eachDoc(docs, ctx, (doc) => project(doc));
};

/** The leaves of nested field documents: `{ a: { b: 1 } }` sets `a.b`. */
function computedFields(spec: Doc, prefix: string, ctx: EvalContext): [string[], Expression][] {
  return Object.entries(spec).flatMap(([key, value]): [string[], Expression][] => {
    const path = prefix + key;
    if (!isObj(value)) return [[fieldPath(path), compileExpression(value, ctx)]];
    const [first] = Object.keys(value);
    if (first === undefined)
      refuse(40180, `Invalid $addFields :: caused by :: an empty object is not a valid value. Found empty object at path ${path}`);
    return first.startsWith('$') ? [[fieldPath(path), compileExpression(value, ctx)]] : computedFields(value, `${path}.`, ctx);
  });
}

const $addFields: StageBuilder = (spec, ctx) => {
  if (!isObj(spec)) refuse(40272, '$addFields specification stage must be an object');
  const fields = computedFields(spec, '', ctx);
  if (!fields.length) refuse(40177, 'Invalid $addFields :: caused by :: specification must have at least one field');
  const paths = fields.map(([parts]) => parts.join('.')).sort();
  for (const [i, path] of paths.entries()) {
    const before = paths[i - 1];
    if (before !== undefined && (path === before || path.startsWith(`${before}.`))) refuse(40176, `Path collision at ${path}`);
  }
  return (docs) =>
    eachDoc(docs, ctx, (doc) => {
      const computed = fields.map(([parts, expression]) => ({ parts, v: expression(doc) }));
      return computed.reduce((out, { parts, v }) => setField(out, parts, v), doc);
    });
};

const $unset: StageBuilder = (spec) => {
  const list = Array.isArray(spec) ? spec : [spec];
  if (!list.length) refuse(31119, '$unset specification must be a string or an array with at least one field');
  const paths = list.filter((path) => typeof path === 'string');
  if (paths.length < list.length) refuse(31002, '$unset specification must be a string or an array of strings');
  const project = excludeFields(paths);
  return (docs) => docs.map((doc) => project(doc));
};

const replaceWith = (expr: unknown, ctx: EvalContext): Stage => {
  const expression = compileExpression(expr, ctx);
  return (docs) =>
    eachDoc(docs, ctx, (doc) => {
      const root = expression(doc);
      if (isObj(root)) return root;
      refuse(
        40228,
        `'newRoot' expression must evaluate to an object, but resulting value was: ${shown(root)}. Type of resulting value: '${typeName(root)}'.`,
      );
    });
};

const $replaceRoot: StageBuilder = (spec, ctx) => {
  const { newRoot } = specObject('$replaceRoot', spec, 40229, ['newRoot']);
  if (newRoot === undefined) refuse(40231, 'no newRoot specified for the $replaceRoot stage');
  return replaceWith(newRoot, ctx);
};

const $unwind: StageBuilder = (spec) => {
  if (typeof spec !== 'string' && !isObj(spec)) refuse(15981, 'expected either a string or an object as specification for $unwind stage');
  const options =
    typeof spec === 'string'
      ? { path: spec }
      : specObject('$unwind', spec, 28811, ['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex']);
  const { path, preserveNullAndEmptyArrays: keep, includeArrayIndex: index } = options as Doc;
  if (path === undefined) refuse(28812, 'no path specified to $unwind stage');
  if (typeof path !== 'string') refuse(28808, 'expected a string as the path for $unwind stage');
  if (!path.startsWith('$')) refuse(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  if (keep !== undefined && typeof keep !== 'boolean')
    refuse(28809, 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage');
  if (index !== undefined && (typeof index !== 'string' || index === ''))
    refuse(28810, 'expected a non-empty string for the includeArrayIndex option to $unwind stage');
  if (typeof index === 'string' && index.startsWith('$'))
    refuse(28822, `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${index}`);
  const parts = fieldPath(path.slice(1));
  const indexParts = typeof index === 'string' ? fieldPath(index) : null;
  const numbered = (doc: Doc, i: number | null): Doc => (indexParts ? setField(doc, indexParts, i) : doc);
  return (docs) =>
    docs.flatMap((doc) => {
      const v = getPath(doc, parts);
      if (Array.isArray(v) && v.length) return v.map((element, i) => numbered(setField(doc, parts, element), i));
      if (v !== null && v !== undefined && !Array.isArray(v)) return [numbered(doc, null)];
      return keep ? [numbered(Array.isArray(v) ? setField(doc, parts, undefined) : doc, null)] : [];
    });
};

const $sample: StageBuilder = (spec) => {
  const { size } = specObject('$sample', spec, 28748, ['size']);
  if (!isNumber(size)) refuse(28746, 'size argument to $sample must be a number');
  if (toNum(size) <= 0) refuse(28747, 'size argument to $sample must be a positive integer');
  return (docs) => {
    const rest = [...docs];
    return Array.from({ length: Math.min(toNum(size), docs.length) }, () => rest.splice(Math.floor(Math.random() * rest.length), 1)).flat();
  };
};

const $facet: StageBuilder = (spec, ctx) => {
  if (!isObj(spec) || !Object.keys(spec).length) refuse(40169, 'the $facet specification must be a non-empty object');
  const facets = Object.entries(spec).map(([field, pipeline]): [string, Stage] => {
    if (field.includes('.') || field.startsWith('$')) refuse(40169, `invalid field name in $facet: ${field}`);
    if (!Array.isArray(pipeline)) refuse(40170, `arguments to $facet must be arrays, ${field} is type ${typeName(pipeline)}`);
    return [field, compileStages(pipeline, ctx, 'facet')];
  });
  return (docs) => [Object.fromEntries(facets.map(([field, run]) => [field, run(docs)]))];
};

const $documents: StageBuilder = (spec, ctx) => {
  const expression = compileExpression(spec, ctx);
  return () => {
    const list = expression({});
    if (!Array.isArray(list) || !list.every(isObj)) refuse(5858203, '$documents must evaluate to an array of documents');
    return list;
  };
};

export const plainStages: Record<string, StageBuilder> = {
  $match,
  $sort,
  $limit,
  $skip,
  $count,
  $project,
  $addFields,
  $set: $addFields,
  $unset,
  $replaceRoot,
  $replaceWith: replaceWith,
  $unwind,
  $sample,
  $facet,
  $documents,
};
