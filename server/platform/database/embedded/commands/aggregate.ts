import { UUID } from 'bson';
import { checkPipeline, runStages } from '../aggregation/pipeline';
import { isObj } from '../bson-values/kinds';
import { type Selection, select, selectNow } from '../engine/select';
import { refuse } from '../errors';
import type { CollectionState, StoredRecord } from '../state/collection-state';
import type { Doc, EvalContext } from '../types';
import { outputOf } from './aggregate-output';
import { type Call, type Command, collated, numberOf } from './call';
import { explainCommand } from './explain';
import { firstBatch } from './reading';

export const aggregate: Command = {
  fields:
    'aggregate! pipeline:array! cursor:object explain:bool allowDiskUse:bool bypassDocumentValidation:bool hint let:object collation:object',
  inTransaction: true,
  run: async (call) => {
    const { command: c, db, server, txn } = call;
    const pipeline = c.pipeline as unknown[];
    const name = typeof c.aggregate === 'string' ? c.aggregate : null;
    const output = outputOf(call, pipeline, call.ctx);
    const stages = checkPipeline(withSessions(call, output ? pipeline.slice(0, -1) : pipeline), call.ctx);
    checkSource(name, stages);
    if (c.explain === true && c.writeConcern !== undefined) refuse(9, 'explain cannot be used with a write concern');
    if (c.explain === true) return explainCommand({ ...call, command: { explain: c } });
    if (c.cursor === undefined) refuse(9, "The 'cursor' option is required, except for aggregate with the explain argument");
    const collection = name === null ? undefined : server.engine.find(db, name, txn);
    const ctx = collated(call.ctx, c.collation, collection);
    const docs = await runPipeline(call, name, stages, ctx);
    await output?.(docs);
    const items = output ? [] : docs.map((doc) => ({ doc }));
    return firstBatch(call, `${db}.${name ?? '$cmd.aggregate'}`, items, isObj(c.cursor) ? c.cursor.batchSize : undefined);
  },
};

/** `$listLocalSessions` as what it stands for. */
function withSessions({ server: { sessions }, command }: Call, pipeline: unknown[]): unknown[] {
  const [first, ...rest] = pipeline;
  if (!isObj(first) || !('$listLocalSessions' in first)) return pipeline;
  if (command.apiStrict === true) refuse(323, 'stage $listLocalSessions is not allowed with apiStrict: true in API Version 1');
  const all = [...sessions.all.values()].map(({ id, usedAt }) => ({ _id: { id: new UUID(id) }, lastUse: new Date(usedAt) }));
  return [{ $documents: { $literal: all } }, ...rest];
}

function checkSource(collection: string | null, [first = {}]: Doc[]): void {
  const [stage = ''] = Object.keys(first);
  if (collection === null && stage !== '$documents') refuse(73, `{aggregate: 1} is not valid for '${stage}'; a collection is required.`);
  if (collection !== null && stage === '$documents') refuse(73, '$documents is only valid with {aggregate: 1}.');
}

/** Runs a checked pipeline over a collection; null: over nothing ($documents). Long scans let other clients in. */
async function runPipeline(call: Call, name: string | null, stages: Doc[], base: EvalContext): Promise<Doc[]> {
  const ctx = { ...base, query: (other: string, pipeline: Doc[], inner: EvalContext) => runPipelineNow(call, other, pipeline, inner) };
  if (name === null) return runStages([], stages, ctx);
  const state = viewOf(call, name);
  const { selection, rest } = splitPipeline(stages, ctx);
  if (isCount(rest) && Object.keys(selection.filter ?? {}).length === 0 && !selection.skip && !selection.limit)
    return counted(state.records.size);
  return finish(await select(state, { ...selection, hint: call.command.hint }), rest, ctx);
}

function runPipelineNow(call: Call, name: string, stages: Doc[], ctx: EvalContext): Doc[] {
  const { selection, rest } = splitPipeline(stages, ctx);
  return finish(selectNow(viewOf(call, name), selection), rest, ctx);
}

const viewOf = ({ server: { engine }, db, txn }: Call, name: string): CollectionState => engine.view(engine.find(db, name, txn), txn);

/** The leading stages that a scan with an index can do: $match, $sort, $skip, $limit, in this order. */
function splitPipeline(stages: Doc[], ctx: EvalContext): { selection: Selection; rest: Doc[] } {
  let at = 0;
  const filters: Doc[] = [];
  for (let filter = stages[at]?.$match; isObj(filter); filter = stages[++at]?.$match) filters.push(filter);
  const [only] = filters;
  const selection: Selection = { filter: filters.length > 1 ? { $and: filters } : (only ?? {}), ctx };
  const sort = stages[at]?.$sort;
  if (isObj(sort)) {
    selection.sort = sort;
    at++;
  }
  const skip = stages[at]?.$skip;
  if (skip !== undefined) {
    selection.skip = numberOf(skip);
    at++;
  }
  const limit = stages[at]?.$limit;
  if (limit !== undefined) {
    selection.limit = numberOf(limit);
    at++;
  }
  return { selection, rest: stages.slice(at) };
}

function finish(records: StoredRecord[], rest: Doc[], ctx: EvalContext): Doc[] {
  if (isCount(rest)) return counted(records.length);
  const docs = records.map((record) => record.doc);
  return rest.length === 0 ? docs : runStages(docs, rest, ctx);
}

// What countDocuments sends.
const isCount = (rest: Doc[]): boolean => rest.length === 1 && JSON.stringify(rest[0]) === '{"$group":{"_id":1,"n":{"$sum":1}}}';
const counted = (n: number): Doc[] => (n > 0 ? [{ _id: 1, n }] : []);
