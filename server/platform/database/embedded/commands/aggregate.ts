import { UUID } from 'bson';
import { compileStages } from '../aggregation/pipeline';
import { isObj } from '../bson-values/kinds';
import { select, selectNow } from '../engine/select';
import { refuse } from '../errors';
import type { CollectionState, StoredRecord } from '../state/collection-state';
import type { Doc, EvalContext } from '../types';
import { outputOf } from './aggregate-output';
import { type Call, type Command, collated, durable, numberOf } from './call';
import { explainCommand } from './explain';
import { firstBatch } from './reading';

export const aggregate: Command = {
  fields:
    'aggregate! pipeline:array! cursor:object explain:bool allowDiskUse:bool bypassDocumentValidation:bool hint let:object collation:object',
  inTransaction: true,
  run: async (call) => {
    const { command: c, db, server, txn } = call;
    const name = typeof c.aggregate === 'string' ? c.aggregate : null;
    const given = c.pipeline as Doc[];
    const output = outputOf(call, given);
    const stages = withSessions(call, output ? given.slice(0, -1) : given);
    const ctx = collated(call.ctx, c.collation, name === null ? undefined : server.engine.find(db, name, txn));
    compileStages(stages, ctx);
    const collectionless = '$documents' in (stages[0] ?? {});
    if (collectionless !== (name === null)) refuse(73, 'a pipeline reads a collection or, for {aggregate: 1}, begins with $documents');
    if (c.explain === true && c.writeConcern !== undefined) refuse(9, 'explain cannot be used with a write concern');
    if (c.explain === true) return explainCommand({ ...call, command: { explain: c } });
    if (c.cursor === undefined) refuse(9, "The 'cursor' option is required, except for aggregate with the explain argument");
    const docs = await runPipeline(call, name, stages, ctx);
    await output?.(docs);
    if (output) await durable(call);
    const items = output ? [] : docs.map((doc) => ({ doc }));
    return firstBatch(call, `${db}.${name ?? '$cmd.aggregate'}`, items, isObj(c.cursor) ? c.cursor.batchSize : undefined);
  },
};

/** `$listLocalSessions` as what it stands for. */
function withSessions({ server: { sessions }, command }: Call, pipeline: Doc[]): Doc[] {
  const [first, ...rest] = pipeline;
  if (!isObj(first) || !('$listLocalSessions' in first)) return pipeline;
  if (command.apiStrict === true) refuse(323, 'stage $listLocalSessions is not allowed with apiStrict: true in API Version 1');
  const all = [...sessions.all.values()].map(({ id, usedAt }) => ({ _id: { id: new UUID(id) }, lastUse: new Date(usedAt) }));
  return [{ $documents: { $literal: all } }, ...rest];
}

/** Runs a checked pipeline over a collection; null: over nothing ($documents). Long scans let other clients in. */
async function runPipeline(call: Call, name: string | null, stages: Doc[], base: EvalContext): Promise<Doc[]> {
  const query = (other: string, pipeline: Doc[], inner: EvalContext): Doc[] => {
    const { selection, rest } = split(pipeline, inner);
    return finish(selectNow(viewOf(call, other), selection), rest, inner);
  };
  const ctx = { ...base, query };
  if (name === null) return compileStages(stages, ctx)([]);
  const state = viewOf(call, name);
  const { selection, rest } = split(stages, ctx);
  const { filter, skip, limit } = selection;
  if (isCount(rest) && !skip && !limit && !Object.keys(filter).length) return counted(state.records.size);
  return finish(await select(state, { ...selection, hint: call.command.hint }), rest, ctx);
}

const viewOf = ({ server: { engine }, db, txn }: Call, name: string): CollectionState => engine.view(engine.find(db, name, txn), txn);

/** The leading stages that a scan with an index can do, in this order: $match, $sort, $skip, $limit. */
function split(stages: readonly Doc[], ctx: EvalContext) {
  const rest = [...stages];
  const take = (name: string): unknown => (rest[0] && name in rest[0] ? rest.shift()?.[name] : undefined);
  const [filter, sort] = [take('$match') ?? {}, take('$sort') ?? {}] as [Doc, Doc];
  return { selection: { filter, sort, skip: numberOf(take('$skip')), limit: numberOf(take('$limit')), ctx }, rest };
}

const finish = (records: readonly StoredRecord[], rest: Doc[], ctx: EvalContext): Doc[] =>
  isCount(rest) ? counted(records.length) : compileStages(rest, ctx)(records.map(({ doc }) => doc));

// What countDocuments sends.
const isCount = (rest: Doc[]): boolean => rest.length === 1 && JSON.stringify(rest[0]) === '{"$group":{"_id":1,"n":{"$sum":1}}}';
const counted = (n: number): Doc[] => (n > 0 ? [{ _id: 1, n }] : []);
