import { UUID } from 'bson';
import { checkPipeline } from '../aggregation/pipeline';
import { collator } from '../bson-values/collation';
import { compare } from '../bson-values/compare';
import { isObj } from '../bson-values/kinds';
import type { Collection } from '../engine/collection';
import { equalKeys } from '../engine/index-specs';
import { MongoError, unsupported } from '../errors';
import { compile } from '../query/matcher';
import type { Doc } from '../types';
import { type Call, type Command, numberOf, targetOf, whenFree } from './call';
import { namespaceNotFound } from './failures';
import { firstBatch } from './reading';

const CREATE_OPTIONS = [
  'collation',
  'viewOn',
  'pipeline',
  'validator',
  'validationLevel',
  'validationAction',
  'storageEngine',
  'indexOptionDefaults',
];
const CREATE_REFUSED = ['timeseries', 'clusteredIndex', 'expireAfterSeconds', 'changeStreamPreAndPostImages', 'encryptedFields'];

const create: Command = {
  fields: `create capped size max autoIndexId idIndex flags temp ${[...CREATE_OPTIONS, ...CREATE_REFUSED].join(' ')}`,
  writes: true,
  inTransaction: true,
  run: (call) => {
    const { command: c, db, txn } = call;
    const { engine } = call.server;
    const name = targetOf(call, 'create');
    if (c.capped) throw unsupported('capped collections');
    for (const feature of CREATE_REFUSED) if (c[feature] !== undefined) throw unsupported(`collections with ${feature}`);
    const options: Doc = Object.fromEntries(CREATE_OPTIONS.flatMap((o) => (c[o] === undefined ? [] : [[o, c[o]]])));
    collator(options.collation);
    if (options.validator !== undefined) compile(options.validator);
    if (options.viewOn !== undefined) checkPipeline(options.pipeline ?? []);
    else if (options.pipeline !== undefined) throw new MongoError(72, "'pipeline' requires 'viewOn' to also be specified");
    return whenFree(call, () => {
      const old = engine.find(db, name, txn);
      // The same again is no error outside of transactions, so that a start-up that creates its collections can be repeated.
      if (old && !txn && compare(old.options, options) === 0) return { ok: 1 };
      if (old) throw new MongoError(48, `Collection ${db}.${name} already exists.`);
      engine.create(db, name, options, txn);
      return { ok: 1 };
    });
  },
};

function dropNow({ server: { engine } }: Call, collection: Collection): void {
  engine.beforeDefinitionChange(collection);
  engine.catalog.drop(collection);
}

const drop: Command = {
  fields: 'drop',
  writes: true,
  run: (call) => {
    const name = targetOf(call, 'drop');
    return whenFree(call, () => {
      const collection = call.server.engine.find(call.db, name, null);
      if (!collection) return { ok: 1 };
      dropNow(call, collection);
      return { nIndexesWas: collection.state.indexes.size, ns: collection.namespace, ok: 1 };
    });
  },
};

const dropDatabase: Command = {
  fields: 'dropDatabase',
  writes: true,
  run: (call) => {
    if (['admin', 'config', 'local'].includes(call.db)) throw new MongoError(20, `Dropping the '${call.db}' database is prohibited.`);
    return whenFree(call, () => {
      for (const collection of call.server.engine.catalog.collections(call.db)) dropNow(call, collection);
      return { dropped: call.db, ok: 1 };
    });
  },
};

function splitNamespace(namespace: unknown): [db: string, name: string] {
  const dot = typeof namespace === 'string' ? namespace.indexOf('.') : -1;
  if (typeof namespace !== 'string' || dot < 1) throw new MongoError(73, `Invalid namespace specified '${String(namespace)}'`);
  return [namespace.slice(0, dot), namespace.slice(dot + 1)];
}

const renameCollection: Command = {
  fields: 'renameCollection to dropTarget',
  writes: true,
  run: (call) => {
    const { command: c } = call;
    const { engine } = call.server;
    const [fromDb, fromName] = splitNamespace(c.renameCollection);
    const [toDb, toName] = splitNamespace(c.to);
    return whenFree(call, () => {
      const collection = engine.find(fromDb, fromName, null);
      if (!collection) throw new MongoError(26, `Source collection ${String(c.renameCollection)} does not exist`);
      const target = engine.find(toDb, toName, null);
      if (target === collection) throw new MongoError(20, "Can't rename a collection to itself");
      if (target && c.dropTarget !== true) throw new MongoError(48, 'target namespace exists');
      engine.beforeDefinitionChange(collection);
      if (target) dropNow(call, target);
      engine.catalog.rename(collection, toDb, toName);
      return { ok: 1 };
    });
  },
};

const collMod: Command = {
  fields: 'collMod index validator validationLevel validationAction',
  writes: true,
  run: (call) => {
    const { command: c, db } = call;
    const name = targetOf(call, 'collMod');
    return whenFree(call, () => {
      const collection = call.server.engine.find(db, name, null);
      if (!collection) throw namespaceNotFound(db, name);
      call.server.engine.beforeDefinitionChange(collection);
      const reply: Doc = isObj(c.index) ? changeIndex(call, collection, c.index) : {};
      const changed = ['validator', 'validationLevel', 'validationAction'].filter((o) => c[o] !== undefined);
      if (changed.length > 0) {
        if (c.validator !== undefined) compile(c.validator);
        call.server.engine.catalog.setOptions(collection, { ...collection.options, ...Object.fromEntries(changed.map((o) => [o, c[o]])) });
      }
      return { ...reply, ok: 1 };
    });
  },
};

function changeIndex({ server: { engine } }: Call, collection: Collection, wanted: Doc): Doc {
  const { indexes } = collection.state;
  const index = [...indexes.values()].find(
    (i) => i.name === wanted.name || (isObj(wanted.keyPattern) && equalKeys(i.spec.key, wanted.keyPattern)),
  );
  if (!index) throw new MongoError(27, `cannot find index ${String(wanted.name ?? '')} for ns ${collection.namespace}`);
  const spec = { ...index.spec };
  const reply: Doc = {};
  for (const option of Object.keys(wanted)) {
    if (option === 'name' || option === 'keyPattern') continue;
    if (option !== 'expireAfterSeconds' && option !== 'hidden') throw unsupported(`collMod with index.${option}`);
    if (index.spec[option] !== undefined) reply[`${option}_old`] = index.spec[option];
    reply[`${option}_new`] = wanted[option];
    spec[option] = wanted[option];
  }
  if (spec.hidden === false) delete spec.hidden;
  indexes.set(index.name, index.clone(spec));
  engine.catalog.keepIndex(collection, spec);
  return reply;
}

const listCollections: Command = {
  fields: 'listCollections filter nameOnly authorizedCollections cursor',
  run: (call) => {
    const { command: c, db } = call;
    const matches = compile(c.filter ?? {});
    const all = call.server.engine.catalog
      .collections(db)
      .map(describe)
      .filter((d) => matches(d));
    const items = all.map((d) => ({ doc: c.nameOnly === true ? { name: d.name, type: d.type } : d }));
    const batchSize = isObj(c.cursor) ? c.cursor.batchSize : undefined;
    return firstBatch(call, `${db}.$cmd.listCollections`, items, batchSize ?? Number.POSITIVE_INFINITY);
  },
};

const describe = ({ name, options, uuid, isView }: Collection): Doc => ({
  name,
  type: isView ? 'view' : 'collection',
  options,
  info: isView ? { readOnly: true } : { readOnly: false, uuid: new UUID(uuid) },
  ...(isView ? {} : { idIndex: { v: 2, key: { _id: 1 }, name: '_id_' } }),
});

/** Records and bytes of the documents of some collections. */
function sizeOf(collections: readonly Collection[]): { count: number; bytes: number } {
  let count = 0;
  let bytes = 0;
  for (const { state } of collections) {
    count += state.records.size;
    state.records.forEachPair((_rid, record) => {
      bytes += record.raw.length;
    });
  }
  return { count, bytes };
}

const listDatabases: Command = {
  fields: 'listDatabases filter nameOnly authorizedDatabases',
  run: ({ command: c, server: { engine } }) => {
    const matches = compile(c.filter ?? {});
    const all = engine.catalog.databases.map((name): Doc => {
      if (c.nameOnly === true) return { name };
      const sizeOnDisk = sizeOf(engine.catalog.collections(name)).bytes;
      return { name, sizeOnDisk, empty: sizeOnDisk === 0 };
    });
    const databases = all.filter((d) => matches(d));
    const totalSize = databases.reduce((sum, d) => sum + numberOf(d.sizeOnDisk), 0);
    return { databases, totalSize, totalSizeMb: Math.floor(totalSize / 2 ** 20), ok: 1 };
  },
};

const dbStats: Command = {
  run: ({ db, server: { engine } }) => {
    const collections = engine.catalog.collections(db);
    const { count, bytes } = sizeOf(collections);
    const indexes = collections.reduce((sum, c) => sum + c.state.indexes.size, 0);
    const views = collections.filter((c) => c.isView).length;
    return {
      db,
      collections: collections.length - views,
      views,
      objects: count,
      dataSize: bytes,
      storageSize: bytes,
      indexes,
      indexSize: 0,
      totalSize: bytes,
      ok: 1,
    };
  },
};

const collStats: Command = {
  run: (call) => {
    const name = targetOf(call, 'collStats');
    const collection = call.server.engine.find(call.db, name, null);
    const { count, bytes } = sizeOf(collection ? [collection] : []);
    return {
      ns: `${call.db}.${name}`,
      count,
      size: bytes,
      storageSize: bytes,
      nindexes: collection?.state.indexes.size ?? 0,
      capped: false,
      ok: 1,
    };
  },
};

export const collectionCommands: Record<string, Command> = {
  create,
  drop,
  dropDatabase,
  renameCollection,
  collMod,
  listCollections,
  listDatabases,
  dbStats,
  collStats,
};
