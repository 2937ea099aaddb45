import { compare } from '../bson-values/compare';
import { distinct as distinctValues } from '../bson-values/key-encoding';
import { isObj } from '../bson-values/kinds';
import { Cursor } from '../engine/cursors';
import { select } from '../engine/select';
import { refuse, unsupported } from '../errors';
import { compile } from '../query/matcher';
import { valuesAt } from '../query/paths';
import { compileProjection } from '../query/projection';
import type { StoredRecord } from '../state/collection-state';
import type { Doc, EvalContext, Matcher, Position } from '../types';
import { type Call, type Command, CursorReply, collated, numberOf, targetOf } from './call';

const DEFAULT_BATCH = 101;

/** The first batch of an answer; the rest stays open as a cursor unless `single`. */
export function firstBatch(
  call: Call,
  namespace: string,
  items: readonly (StoredRecord | { doc: Doc })[],
  batchSize: unknown,
  single = false,
): CursorReply {
  const size = batchSize === undefined ? DEFAULT_BATCH : numberOf(batchSize);
  if (size < 0) refuse(51024, `BSON field 'batchSize' value must be >= 0, actual value '${size}'`);
  const cursor = new Cursor(namespace, items, call.txn, call.session?.id ?? null);
  const batch = cursor.take(size);
  const id = cursor.done || single ? 0 : call.server.cursors.add(cursor);
  return new CursorReply('firstBatch', namespace, id, batch);
}

const FIND_FIELDS =
  'find filter:object sort:object projection:object hint skip:number limit:number batchSize:number singleBatch:bool let:object ' +
  'collation:object allowDiskUse:bool noCursorTimeout:bool allowPartialResults:bool tailable:bool awaitData:bool oplogReplay:bool ' +
  'returnKey:bool showRecordId:bool max:object min:object';

const find: Command = {
  fields: FIND_FIELDS,
  inTransaction: true,
  run: async (call) => {
    const { command: c, db, server, txn } = call;
    const name = targetOf(call, 'find');
    for (const option of ['tailable', 'awaitData', 'returnKey', 'showRecordId'])
      if (c[option] === true) throw unsupported(`find with ${option}`);
    for (const option of ['min', 'max'])
      if (isObj(c[option]) && Object.keys(c[option]).length > 0) throw unsupported(`find with ${option}`);
    const collection = server.engine.find(db, name, txn);
    const ctx = collated(call.ctx, c.collation, collection);
    const { skip, limit } = window(c);
    if (numberOf(c.limit) < 0) refuse(51024, `BSON field 'limit' value must be >= 0, actual value '${numberOf(c.limit)}'`);
    const single = c.singleBatch === true;
    const filter = documentField(c, 'filter');
    const sort = documentField(c, 'sort');
    const namespace = `${db}.${name}`;
    const projection = compileProjection(c.projection, ctx);
    const records = await select(server.engine.view(collection, txn), { filter, sort, skip, limit, hint: c.hint, ctx });
    if (!projection) return firstBatch(call, namespace, records, c.batchSize, single);
    const position = positionFinder(c.projection as Doc, filter, ctx);
    const items = records.map(({ doc }) => ({ doc: projection(doc, position(doc)) }));
    return firstBatch(call, namespace, items, c.batchSize, single);
  },
};

function window(c: Doc): { skip: number; limit: number } {
  const skip = numberOf(c.skip);
  if (skip < 0) refuse(51024, `BSON field 'skip' value must be >= 0, actual value '${skip}'`);
  return { skip, limit: Math.abs(numberOf(c.limit)) };
}

const documentField = (c: Doc, field: string): Doc => (c[field] ?? {}) as Doc;

/** Finds the array index a `field.$` projection shows. */
export function positionFinder(projection: Doc, filter: Doc, ctx: EvalContext): (doc: Doc) => number | undefined {
  if (!Object.keys(projection).some((path) => path.endsWith('.$'))) return () => undefined;
  const matches: Matcher = compile(filter, ctx);
  return (doc) => {
    const position: Position = {};
    matches(doc, position);
    return position.i;
  };
}

const getMore: Command = {
  fields: 'getMore:number! collection:string! batchSize:number term lastKnownCommittedOpTime',
  inTransaction: true,
  run: ({ command: c, server, txn, session, db }) => {
    const id = numberOf(c.getMore);
    const cursor = server.cursors.find(id, txn, session?.id ?? null);
    if (cursor.namespace !== `${db}.${String(c.collection)}`) {
      refuse(
        13,
        `Requested getMore on namespace '${db}.${String(c.collection)}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    const batch = cursor.take(numberOf(c.batchSize) || Number.POSITIVE_INFINITY);
    if (cursor.done) server.cursors.delete(id);
    return new CursorReply('nextBatch', cursor.namespace, cursor.done ? 0 : id, batch);
  },
};

const killCursors: Command = {
  fields: 'killCursors:string! cursors:array!',
  inTransaction: true,
  run: ({ command, server }) => {
    const ids = command.cursors as unknown[];
    const killed = ids.filter((id) => server.cursors.delete(numberOf(id)));
    return {
      cursorsKilled: killed,
      cursorsNotFound: ids.filter((id) => !killed.includes(id)),
      cursorsAlive: [],
      cursorsUnknown: [],
      ok: 1,
    };
  },
};

const count: Command = {
  fields: 'count query:object limit:number skip:number hint collation:object fields',
  run: async (call) => {
    const { command: c, db, server, txn } = call;
    const name = targetOf(call, 'count');
    const collection = server.engine.find(db, name, txn);
    const ctx = collated(call.ctx, c.collation, collection);
    const query = documentField(c, 'query');
    const { skip, limit } = window(c);
    const state = server.engine.view(collection, txn);
    if (Object.keys(query).length === 0) {
      const rest = Math.max(0, state.records.size - skip);
      return { n: limit > 0 ? Math.min(rest, limit) : rest, ok: 1 };
    }
    return { n: (await select(state, { filter: query, skip, limit, hint: c.hint, ctx })).length, ok: 1 };
  },
};

const distinct: Command = {
  fields: 'distinct key:string! query:object collation:object hint',
  inTransaction: true,
  run: async (call) => {
    const { command: c, db, server, txn } = call;
    const name = targetOf(call, 'distinct');
    const collection = server.engine.find(db, name, txn);
    const ctx = collated(call.ctx, c.collation, collection);
    const filter = documentField(c, 'query');
    const records = await select(server.engine.view(collection, txn), { filter, hint: c.hint, ctx });
    const parts = String(c.key).split('.');
    const found = records.flatMap(({ doc }) => valuesAt(doc, parts).flat()).filter((v) => v !== undefined);
    const values = distinctValues(found, ctx.col?.fold);
    return { values: [...values.values()].sort((a, b) => compare(a, b, ctx.col)), ok: 1 };
  },
};

export const readingCommands: Record<string, Command> = { find, getMore, killCursors, count, distinct };
