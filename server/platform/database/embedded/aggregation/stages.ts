import { distinct, encode } from '../bson-values/key-encoding';
import { isNumber, isObj, shown, toNum } from '../bson-values/kinds';
import { refuse } from '../errors';
import { compile } from '../query/matcher';
import { fieldPath, getPath, setField, valuesAt } from '../query/paths';
import { stageProjection } from '../query/projection';
import { sorter } from '../query/sort';
import type { Doc, EvalContext } from '../types';
import { isText, namedArguments, nullish, operand } from './arguments';
import { compileExpression, compileLet, withVariables } from './expressions';
import { compileStages, type StageBuilder } from './pipeline';

export const $match: StageBuilder = (spec, ctx) => {
  const test = compile(operand(spec, isObj, '$match', 15959), ctx);
  return (docs) => docs.filter((doc) => test(doc));
};

export const $sort: StageBuilder = (spec, ctx) => {
  const fields = operand(spec, isObj, '$sort', 15973);
  return Object.keys(fields).length ? sorter(fields, ctx.col) : refuse(15976, '$sort stage must have at least one sort key');
};

const cut =
  (least: number, notWhole: number, tooSmall: number, run: (docs: Doc[], n: number) => Doc[]): StageBuilder =>
  (spec) => {
    const n = isNumber(spec) && Number.isInteger(toNum(spec)) ? toNum(spec) : refuse(notWhole, `expected an integer, not ${shown(spec)}`);
    return n < least ? refuse(tooSmall, `expected at least ${least}, not ${n}`) : (docs) => run(docs, n);
  };

export const $limit = cut(1, 5107201, 15958, (docs, n) => docs.slice(0, n));
export const $skip = cut(0, 5107200, 5107200, (docs, n) => docs.slice(n));

export const $count: StageBuilder = (spec) => {
  if (typeof spec !== 'string' || spec === '') refuse(40156, 'the count field must be a non-empty string');
  if (spec.startsWith('$')) refuse(40158, 'the count field cannot be a $-prefixed path');
  if (spec.includes('.')) refuse(40160, "the count field cannot contain '.'");
  return (docs) => (docs.length ? [{ [spec]: docs.length }] : []);
};

export const $project: StageBuilder = (spec, ctx) => {
  const project = stageProjection(spec, ctx);
  return (docs) => docs.map((doc) => project(doc));
};

/** The leaves of nested field documents: `{ a: { b: 1 } }` sets `a.b`. */
function leaves(spec: Doc, prefix = ''): [path: string, expr: unknown][] {
  if (!Object.keys(spec).length) refuse(prefix ? 40180 : 40177, `$addFields found no field in the document at '${prefix}'`);
  return Object.entries(spec).flatMap(([key, v]): [string, unknown][] => {
    const nested = isObj(v) && !Object.keys(v)[0]?.startsWith('$');
    return nested ? leaves(v, `${prefix}${key}.`) : [[prefix + key, v]];
  });
}

export const $addFields: StageBuilder = (spec, ctx) => {
  const fields = leaves(operand(spec, isObj, '$addFields', 40272));
  const clash = fields.find(([a], i) => fields.some(([b], j) => i !== j && `${a}.`.startsWith(`${b}.`)));
  if (clash) refuse(40176, `Path collision at ${clash[0]}`);
  const computed = fields.map(([path, expr]) => ({ parts: fieldPath(path), expression: compileExpression(expr, ctx) }));
  return (docs) => docs.map((doc) => computed.reduce((out, { parts, expression }) => setField(out, parts, expression(doc)), doc));
};

export const $set = $addFields;

export const $unset: StageBuilder = (spec, ctx) => {
  const paths = [spec].flat();
  if (!paths.length) refuse(31119, '$unset specification must be a string or an array with at least one field');
  if (!paths.every(isText)) refuse(31002, '$unset specification must be a string or an array of strings');
  if (new Set(paths).size < paths.length) refuse(31250, 'Path collision in $unset');
  return $project(Object.fromEntries(paths.map((path) => [path, 0])), ctx);
};

export const $replaceWith: StageBuilder = (spec, ctx) => {
  const expression = compileExpression(spec, ctx);
  return (docs) => docs.map((doc) => operand(expression(doc), isObj, "'newRoot' of $replaceRoot", 40228));
};

export const $replaceRoot: StageBuilder = (spec, ctx) => {
  const [newRoot] = namedArguments('$replaceRoot', spec, ['newRoot'], 40229);
  return newRoot === undefined ? refuse(40231, 'no newRoot specified for the $replaceRoot stage') : $replaceWith(newRoot, ctx);
};

export const $unwind: StageBuilder = (spec) => {
  if (typeof spec !== 'string' && !isObj(spec)) refuse(15981, '$unwind expects either a string or an object');
  const [given, keep = false] = isObj(spec) ? namedArguments('$unwind', spec, ['path', 'preserveNullAndEmptyArrays'], 28811) : [spec];
  const path = operand(given, isText, 'the path of $unwind', given === undefined ? 28812 : 28808);
  if (!path.startsWith('$')) refuse(28818, `the path of $unwind should be prefixed with a '$': ${path}`);
  if (typeof keep !== 'boolean') refuse(28809, '$unwind expects a boolean for preserveNullAndEmptyArrays');
  const parts = fieldPath(path.slice(1));
  return (docs) =>
    docs.flatMap((doc) => {
      const v = getPath(doc, parts);
      if (Array.isArray(v) && v.length) return v.map((element) => setField(doc, parts, element));
      if (Array.isArray(v)) return keep ? [setField(doc, parts, undefined)] : [];
      return keep || !nullish(v) ? [doc] : [];
    });
};

export const $facet: StageBuilder = (spec, ctx) => {
  if (!isObj(spec) || !Object.keys(spec).length) refuse(40169, 'the $facet specification must be a non-empty object');
  const facets = Object.entries(spec).map(([field, pipeline]) => {
    if (field.includes('.') || field.startsWith('$')) refuse(40169, `invalid field name in $facet: ${field}`);
    return { field, run: compileStages(operand(pipeline, Array.isArray, '$facet', 40170), ctx, 'facet') };
  });
  return (docs) => [Object.fromEntries(facets.map(({ field, run }) => [field, run(docs)]))];
};

export const $documents: StageBuilder = (spec, ctx) => {
  const list = compileExpression(spec, ctx)({});
  if (!Array.isArray(list) || !list.every(isObj)) refuse(5858203, '$documents must evaluate to an array of documents');
  return () => list;
};

const LOOKUP = ['from!', 'as!', 'localField', 'foreignField', 'let', 'pipeline'];

export const $lookup: StageBuilder = (spec, ctx) => {
  const [from, as, localField, foreignField, variables, pipeline] = namedArguments('$lookup', spec, LOOKUP, 9);
  const byEquality = localField !== undefined || foreignField !== undefined;
  if (!byEquality && !pipeline) refuse(9, "$lookup requires either 'pipeline' or both 'localField' and 'foreignField'");
  if (variables !== undefined && !pipeline) refuse(9, "$lookup with 'let' must also have a 'pipeline'");
  const text = (v: unknown): string => operand(v, isText, '$lookup', 9);
  const [name, target] = [text(from), fieldPath(text(as))];
  const matchOf = byEquality ? equality(fieldPath(text(localField)), fieldPath(text(foreignField)).join('.')) : () => [];
  const { values, inner } = compileLet(operand(variables ?? {}, isObj, '$lookup', 9), ctx);
  compileStages(pipeline ?? [], inner);
  const known = new Map<string, Doc[]>();
  const read = (doc: Doc): Doc[] => {
    const match = matchOf(doc);
    const key = encode(match);
    const found = variables === undefined ? known.get(key) : undefined;
    if (found) return found;
    const stages = [...match, ...((pipeline ?? []) as Doc[])];
    const context = withVariables(ctx, values(doc, ctx.variables ?? {}));
    // the commands, which alone can read collections, say how
    const result = ctx.query?.(name, stages, context) ?? refuse(1, `no access to the collection ${name} here`);
    known.set(key, result);
    return result;
  };
  return (docs) => docs.map((doc) => setField(doc, target, read(doc)));
};

/** The stage that finds what a document joins by: the elements of an array, and null when the field is missing. */
const equality =
  (local: readonly string[], foreign: string) =>
  (doc: Doc): Doc[] => {
    const values = valuesAt(doc, local);
    const found = values.flat().filter((v) => v !== undefined);
    const keys = found.length || values.some(Array.isArray) ? found : [null];
    // $eq and not $in: a regular expression must meet itself and not what it matches
    return [{ $match: keys.length ? { $or: keys.map((key) => ({ [foreign]: { $eq: key } })) } : { _id: { $in: [] } } }];
  };

const present = (list: readonly unknown[]): unknown[] => list.filter((v) => v !== undefined);

/** Accumulators that are the expression of the same name over the array of a group's values. */
const AS_EXPRESSION = ['$sum', '$avg', '$min', '$max', '$first', '$last', '$mergeObjects'];

function foldOf(name: string, ctx: EvalContext): (values: unknown[]) => unknown {
  if (name === '$push') return present;
  if (name === '$addToSet') return (values) => [...distinct(present(values)).values()];
  if (!AS_EXPRESSION.includes(name)) refuse(15952, `unknown group operator '${name}' (the embedded store has the common ones only)`);
  const fold = compileExpression({ [name]: '$values' }, ctx);
  return (values) => fold({ values }) ?? null;
}

/** Compiles `<field>: { <accumulator>: <argument> }`: the documents of a group to one value. */
function accumulator(field: string, spec: unknown, ctx: EvalContext): (docs: readonly Doc[]) => unknown {
  if (field.includes('.')) refuse(40235, `The field name '${field}' cannot contain '.'`);
  if (field.startsWith('$')) refuse(40236, `The field name '${field}' cannot be an operator name`);
  const [[name, arg] = ['', null], ...more] = isObj(spec) ? Object.entries(spec) : [];
  if (!name.startsWith('$')) refuse(40234, `The field '${field}' must be an accumulator object`);
  if (more.length) refuse(40238, `The field '${field}' must specify one accumulator`);
  if (name === '$count') return isObj(arg) && !Object.keys(arg).length ? (docs) => docs.length : refuse(14, '$count takes no arguments');
  const fold = foldOf(name, ctx);
  const args = [arg].flat();
  if (args.length !== 1) refuse(40237, `The ${name} accumulator is a unary operator`);
  const expression = compileExpression(args[0], ctx);
  return (docs) => fold(docs.map(expression));
}

export const $group: StageBuilder = (spec, ctx) => {
  const { _id, ...fields } = operand(spec, isObj, '$group', 15947);
  if (_id === undefined) refuse(15955, 'a group specification must include an _id');
  const idOf = compileExpression(_id, ctx);
  const accumulators = Object.entries(fields).map(([field, value]) => ({ field, fold: accumulator(field, value, ctx) }));
  return (docs) => {
    const groups = new Map<string, { id: unknown; members: Doc[] }>();
    for (const doc of docs) {
      const id = idOf(doc) ?? null;
      const key = encode(id, ctx.col?.fold);
      const group = groups.get(key) ?? { id, members: [] };
      group.members.push(doc);
      groups.set(key, group);
    }
    return [...groups.values()].map(({ id, members }) => {
      const folded = accumulators.map(({ field, fold }) => [field, fold(members)]);
      return { _id: id, ...Object.fromEntries(folded) };
    });
  };
};

export const $sortByCount: StageBuilder = (spec, ctx) => {
  const isExpression = isObj(spec) ? Object.keys(spec)[0]?.startsWith('$') : typeof spec === 'string' && spec.startsWith('$');
  if (!isExpression) refuse(40147, '$sortByCount needs a $-prefixed path or an expression');
  const [group, sort] = [$group({ _id: spec, count: { $sum: 1 } }, ctx), sorter({ count: -1 })];
  return (docs) => sort(group(docs));
};
