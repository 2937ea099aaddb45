import { compare } from '../bson-values/compare';
import { distinct as distinctValues } from '../bson-values/key-encoding';
import { Cursor } from '../engine/cursors';
import { select } from '../engine/select';
import { refuse } from '../errors';
import { compile } from '../query/matcher';
import { valuesAt } from '../query/paths';
import { compileProjection } from '../query/projection';
import type { StoredRecord } from '../state/collection-state';
import type { Doc, EvalContext, Position } from '../types';
import { type Call, CursorReply, collated, command, numberOf } from './call';

const DEFAULT_BATCH = 101;

type Item = StoredRecord | { doc: Doc };

/** The first batch of an answer; the rest stays open as a cursor, unless the command wants a single one. */
export function firstBatch(call: Call, namespace: string, items: readonly Item[], batchSize: unknown): CursorReply {
  const size = numberOf(batchSize ?? DEFAULT_BATCH);
  if (size < 0) refuse(51024, `BSON field 'batchSize' value must be >= 0, actual value '${size}'`);
  const cursor = new Cursor(namespace, items, call.txn, call.session?.id ?? null);
  const batch = cursor.take(size);
  const id = cursor.done || call.command.singleBatch === true ? 0 : call.server.cursors.add(cursor);
  return new CursorReply('firstBatch', namespace, id, batch);
}

/** The collection a command or one of its statements is about, what the command sees of it, and what is selected there. */
export function targetOf(call: Call, statement: Doc = call.command) {
  const { db, name, txn } = call;
  const { engine } = call.server;
  const { collation, filter, query, q, sort, skip, limit, hint } = statement;
  const collection = engine.find(db, name, txn);
  const selection = {
    filter: (filter ?? query ?? q ?? {}) as Doc,
    sort: (sort ?? {}) as Doc,
    skip: numberOf(skip),
    limit: Math.abs(numberOf(limit)),
    hint,
    ctx: collated(call.ctx, collation, collection),
  };
  return { collection, state: engine.view(collection, txn), selection };
}

/** Shows documents through a projection, in which `field.$` asks what the filter matched in `found`; null: shows them as they are. */
export function projector(spec: unknown, filter: Doc, ctx: EvalContext): ((doc: Doc, found?: Doc) => Doc) | null {
  const projection = compileProjection(spec, ctx);
  if (!projection) return null;
  if (!Object.keys(spec as Doc).some((path) => path.endsWith('.$'))) return (doc) => projection(doc);
  const matches = compile(filter, ctx);
  return (doc, found = doc) => {
    const position: Position = {};
    matches(found, position);
    return projection(doc, position.i);
  };
}

const FIND =
  'find:collection filter:object sort:object projection:object hint skip:count limit:count batchSize:count singleBatch:bool let:object ' +
  'collation:object allowDiskUse:bool noCursorTimeout:bool allowPartialResults:bool ' +
  'tailable:refused awaitData:refused returnKey:refused showRecordId:refused max:refused min:refused';

const find = command(FIND, ['inTransaction'], async (call) => {
  const { command: c, db, name } = call;
  const { state, selection } = targetOf(call);
  const show = projector(c.projection, selection.filter, selection.ctx);
  const records = await select(state, selection);
  const items = show ? records.map(({ doc }) => ({ doc: show(doc) })) : records;
  return firstBatch(call, `${db}.${name}`, items, c.batchSize);
});

const getMore = command('getMore:number! collection:string! batchSize:count', ['inTransaction'], (call) => {
  const { command: c, txn, session, db } = call;
  const { cursors } = call.server;
  const id = numberOf(c.getMore);
  const cursor = cursors.find(id, txn, session?.id ?? null);
  const namespace = `${db}.${String(c.collection)}`;
  if (cursor.namespace !== namespace) refuse(13, `getMore on namespace '${namespace}', but cursor belongs to ${cursor.namespace}`);
  const batch = cursor.take(numberOf(c.batchSize) || Number.POSITIVE_INFINITY);
  if (cursor.done) cursors.delete(id);
  return new CursorReply('nextBatch', namespace, cursor.done ? 0 : id, batch);
});

const killCursors = command('killCursors:collection cursors:array!', ['inTransaction'], ({ command: c, server }) => {
  const ids = c.cursors as unknown[];
  const cursorsKilled = ids.filter((id) => server.cursors.delete(numberOf(id)));
  const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id));
  return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
});

const count = command('count:collection query:object limit:number skip:count hint collation:object', [], async (call) => {
  const { state, selection } = targetOf(call);
  const { filter, skip, limit } = selection;
  if (Object.keys(filter).length > 0) return { n: (await select(state, selection)).length, ok: 1 };
  const rest = Math.max(0, state.records.size - skip);
  return { n: limit > 0 ? Math.min(rest, limit) : rest, ok: 1 };
});

const distinct = command('distinct:collection key:string! query:object collation:object hint', ['inTransaction'], async (call) => {
  const { state, selection } = targetOf(call);
  const { col } = selection.ctx;
  const parts = String(call.command.key).split('.');
  const records = await select(state, selection);
  const found = records.flatMap(({ doc }) => valuesAt(doc, parts).flat()).filter((v) => v !== undefined);
  const values = distinctValues(found, col?.fold);
  return { values: [...values.values()].sort((a, b) => compare(a, b, col)), ok: 1 };
});

export const readingCommands = { find, getMore, killCursors, count, distinct };
