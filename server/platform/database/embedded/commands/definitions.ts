import { UUID } from 'bson';
import { collator } from '../bson-values/collation';
import { compare } from '../bson-values/compare';
import { isObj, shown } from '../bson-values/kinds';
import { type Catalog, type Collection, ID_INDEX } from '../engine/catalog';
import { equalKeys, indexExists, normalizeIndex } from '../engine/index-specs';
import { refuse } from '../errors';
import { compile } from '../query/matcher';
import type { IndexSpec, IndexTree } from '../state/index-tree';
import type { Doc } from '../types';
import { type Call, type CursorReply, command } from './call';
import { checkFields, fieldsOf } from './fields';
import { firstBatch } from './reading';

// Collections and their indexes. A command that has to wait for a transaction is run again after it: it may find a part of itself done.

const MAX_INDEXES = 64;

const existing = ({ server, db, name }: Call): Collection =>
  server.engine.find(db, name, null) ?? refuse(26, `ns does not exist: ${db}.${name}`);

const listed = (call: Call, namespace: string, docs: readonly Doc[]): CursorReply => {
  const { batchSize = Number.POSITIVE_INFINITY } = (call.command.cursor ?? {}) as Doc;
  const items = docs.map((doc) => ({ doc }));
  return firstBatch(call, namespace, items, batchSize);
};

const CREATE =
  'create:collection collation:object capped:refused timeseries:refused clusteredIndex:refused viewOn:refused validator:refused ' +
  'expireAfterSeconds:refused changeStreamPreAndPostImages:refused encryptedFields:refused';

const create = command(CREATE, ['writes', 'inTransaction'], ({ command: { collation }, server: { engine }, db, name, txn }) => {
  collator(collation);
  const options: Doc = collation === undefined ? {} : { collation };
  const old = engine.find(db, name, txn);
  // The same again is no error outside of transactions, so that a start-up that creates its collections can be repeated.
  if (old && (txn || compare(old.options, options) !== 0)) refuse(48, `Collection ${db}.${name} already exists.`);
  if (!old) engine.create(db, name, options, txn);
  return { ok: 1 };
});

/** The catalog, when no transaction stands in the way of changing the definition of a collection. */
function catalogFor({ server: { engine } }: Call, collection: Collection): Catalog {
  engine.beforeDefinitionChange(collection);
  return engine.catalog;
}

const drop = command('drop:collection', ['writes'], (call) => {
  const collection = call.server.engine.find(call.db, call.name, null);
  if (!collection) return { ok: 1 };
  catalogFor(call, collection).drop(collection);
  return { nIndexesWas: collection.state.indexes.size, ns: collection.namespace, ok: 1 };
});

const dropDatabase = command('dropDatabase', ['writes'], (call) => {
  if (['admin', 'config', 'local'].includes(call.db)) refuse(20, `Dropping the '${call.db}' database is prohibited.`);
  for (const collection of call.server.engine.catalog.collections(call.db)) catalogFor(call, collection).drop(collection);
  return { dropped: call.db, ok: 1 };
});

const listCollections = command('listCollections filter:object nameOnly:bool authorizedCollections:bool cursor:object', [], (call) => {
  const { command: c, db, server } = call;
  const matches = compile(c.filter ?? {});
  const found = server.engine.catalog.collections(db).map(describe);
  const docs = found.filter((d) => matches(d)).map((d) => (c.nameOnly === true ? { name: d.name, type: d.type } : d));
  return listed(call, `${db}.$cmd.listCollections`, docs);
});

function describe({ name, options, uuid, state }: Collection): Doc {
  const info = { readOnly: false, uuid: new UUID(uuid) };
  return { name, type: 'collection', options, info, idIndex: state.indexes.get(ID_INDEX)?.spec };
}

const listDatabases = command('listDatabases filter:object nameOnly:bool authorizedDatabases:bool', [], ({ command: c, server }) => {
  const { catalog } = server.engine;
  const matches = compile(c.filter ?? {});
  const all = catalog.databases.map((name) => ({ name, sizeOnDisk: sizeOf(catalog.collections(name)) }));
  const databases = all.filter((d) => matches(d)).map((d) => (c.nameOnly === true ? { name: d.name } : { ...d, empty: false }));
  return { databases, totalSize: sizeOf(catalog.collections()), ok: 1 };
});

const sizeOf = (collections: readonly Collection[]): number =>
  collections.flatMap(({ state }) => [...state.records.values()]).reduce((sum, { raw }) => sum + raw.length, 0);

const createIndexes = command('createIndexes:collection indexes:array! commitQuorum', ['writes', 'inTransaction'], (call) => {
  const { db, name, txn } = call;
  const { engine } = call.server;
  const asked = call.command.indexes as unknown[];
  if (asked.length === 0) refuse(2, 'Must specify at least one index to create');
  const found = engine.find(db, name, txn);
  const specs = asked.map((spec) => normalizeIndex(spec, found?.options ?? {}));
  const collection = found ?? engine.create(db, name, {}, txn);
  const { indexes } = collection.state;
  const numIndexesBefore = indexes.size;
  for (const spec of specs) addIndex(call, collection, spec);
  const note = indexes.size === numIndexesBefore ? 'all indexes already exist' : undefined;
  return { numIndexesBefore, numIndexesAfter: indexes.size, createdCollectionAutomatically: !found, note, ok: 1 };
});

function addIndex(call: Call, collection: Collection, spec: IndexSpec): void {
  const { txn } = call;
  const { state, namespace } = collection;
  if (equalKeys(spec.key, { _id: 1 }) || indexExists(state.indexes.values(), spec)) return;
  if (state.indexes.size >= MAX_INDEXES) refuse(67, `add index fails, too many indexes for ${namespace} key:${shown(spec.key)}`);
  if (txn && (!txn.created.has(namespace) || txn.view(collection).records.size > 0))
    refuse(263, `Cannot create new indexes on existing collection ${namespace} in a multi-document transaction.`);
  const catalog = txn ? null : catalogFor(call, collection);
  state.addIndex(namespace, spec);
  txn?.written.get(collection)?.state.addIndex(namespace, spec);
  catalog?.keep(collection);
}

const listIndexes = command('listIndexes:collection cursor:object includeBuildUUIDs includeIndexBuildInfo', [], (call) => {
  const { namespace, state } = existing(call);
  const docs = [...state.indexes.values()].map(({ spec: { v, key, name, ...options } }) => ({ v, key, name, ...options }));
  return listed(call, namespace, docs);
});

const dropIndexes = command('dropIndexes:collection index!', ['writes'], (call) => {
  const collection = existing(call);
  const { index: wanted } = call.command;
  const all = [...collection.state.indexes.keys()];
  const names = wanted === '*' ? all.filter((name) => name !== ID_INDEX) : [wanted].flat().map((w) => indexOf(collection, w).name);
  if (names.includes(ID_INDEX)) refuse(72, 'cannot drop _id index');
  const catalog = catalogFor(call, collection);
  for (const name of names) catalog.dropIndex(collection, name);
  return { nIndexesWas: all.length, ok: 1 };
});

/** An index by its name or key pattern. */
function indexOf({ state: { indexes } }: Collection, wanted: unknown): IndexTree {
  const index = [...indexes.values()].find(({ name, spec }) => name === wanted || (isObj(wanted) && equalKeys(spec.key, wanted)));
  return index ?? refuse(27, `index not found: ${shown(wanted)}`);
}

const INDEX_CHANGES = fieldsOf('name:string keyPattern:object hidden:bool expireAfterSeconds:number unique:refused');

/** Hides an index or changes when its documents expire; collections themselves have nothing to change here. */
const collMod = command('collMod:collection index:object! validator:refused viewOn:refused', ['writes'], (call) => {
  checkFields('collMod.index', call.command.index as Doc, INDEX_CHANGES);
  const { name, keyPattern, ...changes } = call.command.index as Doc;
  const collection = existing(call);
  const index = indexOf(collection, name ?? keyPattern);
  if (index.name === ID_INDEX) refuse(2, 'cannot hide or expire the _id index');
  const spec = normalizeIndex({ ...index.spec, ...changes }, {});
  const catalog = catalogFor(call, collection);
  collection.state.indexes.set(spec.name, index.clone(spec));
  catalog.keep(collection);
  return { ok: 1 };
});

const ON_INDEXES = { createIndexes, listIndexes, dropIndexes, collMod };
export const definitionCommands = { create, drop, dropDatabase, listCollections, listDatabases, ...ON_INDEXES };
