import { isObj, typeName } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import type { Doc, EvalContext } from '../types';
import { groupStages } from './group';
import { joinStages } from './joins';
import { plainStages, type Stage, type StageBuilder } from './stages';

/** Where a pipeline stands: some stages are not allowed everywhere. */
export type Place = 'command' | 'facet' | 'lookup' | 'union' | 'update';

/** Stages a real mongod has and this store has not. */
const NOT_SUPPORTED = new Set(
  (
    '$bucket $bucketAuto $changeStream $changeStreamSplitLargeEvent $collStats $currentOp $densify $fill $geoNear $graphLookup $indexStats ' +
    '$listSampledQueries $listSearchIndexes $listSessions $planCacheStats $querySettings $redact $search ' +
    '$searchMeta $setWindowFields $shardedDataDistribution $vectorSearch'
  ).split(' '),
);
const UPDATE_STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);
const LAST_ONLY = ['$out', '$merge'];

function builder(name: string): StageBuilder {
  for (const table of [plainStages, groupStages, joinStages]) {
    const found = Object.hasOwn(table, name) ? table[name] : undefined;
    if (found) return found;
  }
  if (NOT_SUPPORTED.has(name)) throw unsupported(name === '$changeStream' ? 'change streams' : `the aggregation stage ${name}`);
  if (LAST_ONLY.includes(name)) refuse(40601, `${name} can only be the final stage in the pipeline`);
  refuse(40324, `Unrecognized pipeline stage name: '${name}'`);
}

/** Checks the outer shape of a pipeline: an array of documents with one field each. Throws 14 or 40323. */
export function pipelineArray(pipeline: unknown): Doc[] {
  if (!Array.isArray(pipeline)) refuse(14, `A pipeline must be an array, found ${typeName(pipeline)}`);
  for (const stage of pipeline) {
    if (!isObj(stage)) refuse(14, "Each element of the 'pipeline' array must be an object");
    if (Object.keys(stage).length !== 1) refuse(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  return pipeline;
}

/** Compiles a pipeline into one function. Throws for everything mongod refuses before it reads a document. */
export function compileStages(pipeline: unknown, ctx: EvalContext, place: Place): Stage {
  const list = pipelineArray(pipeline);
  const stages = list.map((stage, i) => {
    const [name = ''] = Object.keys(stage);
    refuseMisplaced(name, i, place);
    return builder(name)(stage[name], ctx);
  });
  return (docs) =>
    stages.reduce((flow, run) => {
      ctx.checkTime?.();
      return run(flow);
    }, docs);
}

function refuseMisplaced(name: string, i: number, place: Place): void {
  if (place === 'update' && !UPDATE_STAGES.has(name)) {
    builder(name);
    refuse(72, `${name} is not allowed to be used within an update`);
  }
  if (name === '$facet' && place === 'facet') refuse(40600, '$facet is not allowed to be used within a $facet stage');
  if (name === '$documents' && (i > 0 || place === 'facet')) refuse(40602, '$documents is only valid as the first stage in a pipeline');
}

/** Refuses a pipeline of an `aggregate` command as mongod does before it reads a document, and returns it. */
export function checkPipeline(pipeline: unknown, ctx: EvalContext = {}): Doc[] {
  compileStages(pipeline, ctx, 'command');
  return pipelineArray(pipeline);
}

/** Runs pipeline stages over documents, which are never changed; results may share values with them. */
export const runStages = (docs: Doc[], pipeline: Doc[], ctx: EvalContext = {}): Doc[] => compileStages(pipeline, ctx, 'command')(docs);
