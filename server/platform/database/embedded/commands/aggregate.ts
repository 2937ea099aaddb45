import { checkPipeline, runStages } from '../aggregation/pipeline';
import { compare } from '../bson-values/compare';
import { isObj, own } from '../bson-values/kinds';
import type { Collection } from '../engine/collection';
import { type Selection, select, selectNow } from '../engine/select';
import { MongoError, unsupported } from '../errors';
import { compile } from '../query/matcher';
import type { IndexTree } from '../state/index-tree';
import type { StoredRecord } from '../state/record';
import type { Doc, EvalContext, WriteMode } from '../types';
import { type Call, type Command, collated, numberOf, whenFree } from './call';
import { explainCommand } from './explain';
import { firstBatch } from './reading';

/** Stages that read something a single embedded store does not have or does not count. */
const FOREIGN_SOURCES = new Set([
  '$changeStream',
  '$collStats',
  '$currentOp',
  '$indexStats',
  '$listLocalSessions',
  '$listSessions',
  '$planCacheStats',
  '$listSearchIndexes',
  '$search',
  '$searchMeta',
  '$vectorSearch',
  '$geoNear',
]);

type Output = { mode: WriteMode; name: string; docs: Doc[]; spec: unknown };

export const aggregate: Command = {
  fields: 'aggregate pipeline cursor explain allowDiskUse bypassDocumentValidation hint let collation',
  writes: true,
  inTransaction: true,
  run: async (call) => {
    const { command: c, db, server, txn } = call;
    if (!Array.isArray(c.pipeline)) throw new MongoError(14, "'pipeline' option must be specified as an array");
    const first = isObj(c.pipeline[0]) ? Object.keys(c.pipeline[0])[0] : undefined;
    if (first !== undefined && FOREIGN_SOURCES.has(first))
      throw unsupported(first === '$changeStream' ? 'change streams' : `the stage ${first}`);
    const { stages, writes } = checkPipeline(c.pipeline, call.ctx);
    if (c.explain === true) return explainCommand({ ...call, command: { explain: c } });
    if (c.cursor === undefined) throw new MongoError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
    if (writes && txn) throw new MongoError(263, `${Object.keys(stages.at(-1) ?? {})[0]} cannot be used in a transaction`);
    if (writes && isObj(c.readConcern) && c.readConcern.level === 'linearizable') {
      throw new MongoError(72, '$out and $merge cannot be used with readConcern level linearizable');
    }
    const name = typeof c.aggregate === 'string' ? c.aggregate : null;
    const collection = name === null ? undefined : server.engine.find(db, name, txn);
    const outputs: Output[] = [];
    const ctx: EvalContext = {
      ...collated(call.ctx, c.collation, collection),
      write: (mode, target, docs, spec) => outputs.push({ mode, name: target, docs, spec }),
    };
    const docs = await runPipeline(call, name, stages, ctx);
    for (const output of outputs) await writeOutput(call, output);
    const batchSize = isObj(c.cursor) ? c.cursor.batchSize : undefined;
    return firstBatch(
      call,
      `${db}.${name ?? '$cmd.aggregate'}`,
      docs.map((doc) => ({ doc })),
      batchSize,
    );
  },
};

/** Runs a checked pipeline over a collection or view; null: over nothing ($documents). Long scans let other clients in. */
export async function runPipeline(call: Call, name: string | null, stages: Doc[], base: EvalContext): Promise<Doc[]> {
  const source = openSource(call, name, stages);
  const ctx = withQuery(call, base);
  if (!source.collection) return onNothing(source, ctx);
  const state = call.server.engine.view(source.collection, call.txn);
  const { selection, rest } = splitPipeline(source.stages, ctx);
  if (isCount(rest) && Object.keys(selection.filter ?? {}).length === 0 && !selection.skip && !selection.limit)
    return counted(state.records.size);
  return finish(await select(state, { ...selection, hint: call.command.hint }), rest, ctx);
}

function runPipelineNow(call: Call, name: string, stages: Doc[], base: EvalContext): Doc[] {
  const source = openSource(call, name, stages);
  const ctx = withQuery(call, base);
  if (!source.collection) return onNothing(source, ctx);
  const { selection, rest } = splitPipeline(source.stages, ctx);
  return finish(selectNow(call.server.engine.view(source.collection, call.txn), selection), rest, ctx);
}

const withQuery = (call: Call, ctx: EvalContext): EvalContext =>
  ctx.query ? ctx : { ...ctx, query: (name, pipeline, inner) => runPipelineNow(call, name, pipeline, inner) };

type Source = { collection: Collection | undefined; stages: Doc[] };

/** The collection a pipeline really reads, with the pipelines of the views in between put in front. */
function openSource(call: Call, name: string | null, stages: Doc[], depth = 0): Source {
  const collection = name === null ? undefined : call.server.engine.find(call.db, name, call.txn);
  if (!collection?.isView) return { collection, stages };
  if (depth > 20) throw new MongoError(165, 'View depth limit exceeded');
  const { viewOn, pipeline } = collection.options;
  return openSource(call, String(viewOn), [...((pipeline ?? []) as Doc[]), ...stages], depth + 1);
}

function onNothing({ stages }: Source, ctx: EvalContext): Doc[] {
  const filter = stages[0]?.$match;
  if (filter !== undefined) compile(filter, ctx);
  return runStages([], stages, ctx);
}

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

async function writeOutput(call: Call, { mode, name, docs, spec }: Output): Promise<void> {
  const target = isObj(spec) ? (isObj(spec.into) ? spec.into : spec) : {};
  const db = typeof target.db === 'string' ? target.db : call.db;
  if (mode === 'out') await whenFree(call, () => replaceCollection(call, db, name, docs));
  else for (const doc of docs) await whenFree(call, () => mergeDocument(call, db, name, doc, isObj(spec) ? spec : {}));
}

/** $out: the documents, under the indexes the collection has, take the place of what is there; or nothing changes. */
function replaceCollection({ server: { engine } }: Call, db: string, name: string, docs: Doc[]): void {
  const old = engine.catalog.find(db, name);
  if (old?.isView) throw new MongoError(166, `cannot $out to a view: ${old.namespace}`);
  if (old) engine.beforeDefinitionChange(old);
  const next = engine.catalog.prepare(db, name, old?.options ?? {});
  const specs = [...(old?.state.indexes.values() ?? [])].map((index) => index.spec).filter((spec) => spec.name !== '_id_');
  for (const spec of specs) next.state.addIndex(next.namespace, spec);
  for (const doc of docs) engine.insert(next, null, doc);
  if (old) engine.catalog.drop(old);
  engine.catalog.add(next);
  for (const spec of specs) engine.catalog.keepIndex(next, spec);
}

function mergeDocument(call: Call, db: string, name: string, doc: Doc, spec: Doc): void {
  const { engine } = call.server;
  const collection = engine.ensure(db, name, null);
  const on = spec.on === undefined ? ['_id'] : ([spec.on].flat() as string[]);
  refuseAmbiguousMerge(collection, on);
  const filter = Object.fromEntries(on.map((path) => [path, { $eq: own(doc, path) ?? null }]));
  const [record] = selectNow(collection.state, { filter, limit: 1, ctx: call.ctx });
  if (record && spec.whenMatched !== 'fail') {
    const merged = mergeMatched(call, record.doc, doc, spec.whenMatched ?? 'merge');
    if (merged) engine.replace(collection, null, record, merged);
  } else if (!record && spec.whenNotMatched === 'fail') {
    throw new MongoError(
      13113,
      '$merge could not find a matching document in the target collection for at least one document in the source collection',
    );
  } else if (record || spec.whenNotMatched !== 'discard') engine.insert(collection, null, doc);
}

function refuseAmbiguousMerge({ state }: Collection, on: readonly string[]): void {
  const isKey = ({ unique, partial, sparse, fields }: IndexTree): boolean =>
    unique && !partial && !sparse && fields.length === on.length && fields.every((f) => on.includes(f.path));
  if (![...state.indexes.values()].some(isKey)) throw new MongoError(51183, 'Cannot find index to verify that join fields will be unique');
}

function mergeMatched(call: Call, old: Doc, doc: Doc, how: unknown): Doc | null {
  if (how === 'keepExisting') return null;
  const merged = Array.isArray(how)
    ? runStages([old], how as Doc[], { ...call.ctx, variables: { ...call.ctx.variables, new: doc } })[0]
    : how === 'replace'
      ? { ...doc, _id: doc._id ?? old._id }
      : { ...old, ...doc };
  if (!merged || compare(merged._id, old._id) !== 0)
    throw new MongoError(66, '$merge failed to update the matching document, did you attempt to modify the _id or the shard key?');
  return merged;
}
