import { encode } from '../bson-values/key-encoding';
import { isObj, own } from '../bson-values/kinds';
import { refuse } from '../errors';
import { fieldPath, setField, valuesAt } from '../query/paths';
import type { Doc, EvalContext } from '../types';
import { compileExpression, type Expression, variableName } from './expressions';
import { compileStages, pipelineArray } from './pipeline';
import { eachDoc, type StageBuilder, specObject } from './stages';

/** Reads another collection. Absent only where no collection can be read, which the commands never allow. */
function otherCollection(from: string, pipeline: Doc[], ctx: EvalContext): Doc[] {
  if (!ctx.query) refuse(1, `no access to the collection ${from} here`);
  return ctx.query(from, pipeline, ctx);
}

/** A context for a sub-pipeline with more variables; the clock of the command stays the same. */
function withVariables(ctx: EvalContext, variables: Doc): EvalContext {
  ctx.now ??= new Date();
  return { ...ctx, variables: { ...ctx.variables, ...variables } };
}

function text(name: string, spec: Doc, field: string): string {
  const v = spec[field];
  if (typeof v !== 'string') refuse(9, `${name} argument '${field}' must be a string`);
  return v;
}

const $lookup: StageBuilder = (given, ctx) => {
  const spec = specObject('$lookup', given, 9, ['from', 'localField', 'foreignField', 'as', 'let', 'pipeline']);
  if (spec.as === undefined) refuse(9, "must specify 'as' field for a $lookup");
  const as = fieldPath(text('$lookup', spec, 'as'));
  const pipeline = spec.pipeline === undefined ? null : pipelineArray(spec.pipeline);
  const ownDocuments = pipeline?.[0] !== undefined && '$documents' in pipeline[0];
  if (spec.from === undefined && !ownDocuments) refuse(9, "must specify 'from' field for a $lookup");
  const from = spec.from === undefined ? null : text('$lookup', spec, 'from');
  if ((spec.localField === undefined) !== (spec.foreignField === undefined)) {
    refuse(9, "$lookup requires both or neither of 'localField' and 'foreignField' to be specified");
  }
  if (spec.localField === undefined && !pipeline)
    refuse(9, "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified");
  if (spec.let !== undefined && !pipeline) refuse(9, "$lookup with a 'let' argument must also specify 'pipeline'");
  const variables = letVariables(spec.let, ctx);
  const nothing = Object.fromEntries(variables.map(([name]) => [name, null]));
  compileStages(pipeline ?? [], withVariables(ctx, nothing), 'lookup');
  const local = spec.localField === undefined ? null : fieldPath(text('$lookup', spec, 'localField'));
  const foreign = local ? fieldPath(text('$lookup', spec, 'foreignField')).join('.') : '';
  const known = new Map<string, Doc[]>();
  const find = (match: Doc[], key: string, doc: Doc): Doc[] => {
    const found = variables.length ? undefined : known.get(key);
    if (found) return found;
    const inner = withVariables(ctx, Object.fromEntries(variables.map(([name, expression]) => [name, expression(doc)])));
    const stages = [...match, ...(pipeline ?? [])];
    const result = from === null ? compileStages(stages, inner, 'lookup')([]) : otherCollection(from, stages, inner);
    known.set(key, result);
    return result;
  };
  return (docs) =>
    eachDoc(docs, ctx, (doc) => {
      const keys = local ? joinKeys(doc, local) : null;
      return setField(
        doc,
        as,
        keys ? find([{ $match: equalToAny(foreign, keys) }], keys.map((k) => encode(k)).join(), doc) : find([], '', doc),
      );
    });
};

function letVariables(spec: unknown, ctx: EvalContext): [string, Expression][] {
  if (spec === undefined) return [];
  if (!isObj(spec)) refuse(9, "$lookup argument 'let' must be an object");
  return Object.entries(spec).map(([name, expr]) => [variableName(name), compileExpression(expr, ctx)]);
}

// $eq and not $in: a regular expression must meet itself and not what it matches
const equalToAny = (path: string, keys: unknown[]): Doc =>
  keys.length ? { $or: keys.map((key) => ({ [path]: { $eq: key } })) } : { _id: { $in: [] } };

/** The values a document joins by: the elements of an array, and null when the field is missing. */
function joinKeys(doc: Doc, parts: readonly string[]): unknown[] {
  const values = valuesAt(doc, parts);
  const found = values.flat().filter((v) => v !== undefined);
  return found.length || values.some(Array.isArray) ? found : [null];
}

const $unionWith: StageBuilder = (given, ctx) => {
  const spec = typeof given === 'string' ? { coll: given } : specObject('$unionWith', given, 40415, ['coll', 'pipeline']);
  const stages = pipelineArray(own(spec, 'pipeline') ?? []);
  const coll = own(spec, 'coll');
  const run = compileStages(stages, ctx, 'union');
  if (coll === undefined) {
    if (!stages[0] || !('$documents' in stages[0])) refuse(9, '$unionWith must specify a collection or begin with $documents');
    return (docs) => [...docs, ...run([])];
  }
  if (typeof coll !== 'string') refuse(9, "the $unionWith stage needs a string as 'coll'");
  return (docs) => [...docs, ...otherCollection(coll, stages, ctx)];
};

export const joinStages: Record<string, StageBuilder> = { $lookup, $unionWith };
