import { isObj, shown } from '../bson-values/kinds';
import type { Collection } from '../engine/catalog';
import { ID_INDEX } from '../engine/catalog';
import { equalKeys, indexExists, normalizeIndex } from '../engine/index-specs';
import { refuse, unsupported } from '../errors';
import type { IndexSpec, IndexTree } from '../state/index-tree';
import { type Call, type Command, targetOf, whenFree } from './call';
import { namespaceNotFound } from './failures';
import { firstBatch } from './reading';

const MAX_INDEXES = 64;

const createIndexes: Command = {
  fields: 'createIndexes indexes:array! ignoreUnknownIndexOptions:bool commitQuorum',
  writes: true,
  inTransaction: true,
  run: (call) => {
    const { command: c, db, txn } = call;
    const { engine } = call.server;
    const name = targetOf(call, 'createIndexes');
    const specs = c.indexes as unknown[];
    if (specs.length === 0) refuse(2, 'Must specify at least one index to create');
    return whenFree(call, () => {
      const found = engine.find(db, name, txn);
      const wanted = specs.map((asked) => normalizeIndex(asked, found?.options ?? {}));
      const collection = found ?? engine.create(db, name, {}, txn);
      const numIndexesBefore = collection.state.indexes.size;
      for (const spec of wanted) addIndex(call, collection, spec);
      const numIndexesAfter = collection.state.indexes.size;
      const note = numIndexesAfter === numIndexesBefore ? { note: 'all indexes already exist' } : {};
      return { numIndexesBefore, numIndexesAfter, createdCollectionAutomatically: !found, ...note, ok: 1 };
    });
  },
};

function addIndex({ server: { engine }, txn }: Call, collection: Collection, spec: IndexSpec): void {
  if (equalKeys(spec.key, { _id: 1 })) return;
  const { indexes } = collection.state;
  if (indexExists(indexes.values(), spec)) return;
  if (indexes.size >= MAX_INDEXES) refuse(67, `add index fails, too many indexes for ${collection.namespace} key:${shown(spec.key)}`);
  if (!txn) {
    engine.beforeDefinitionChange(collection);
    collection.state.addIndex(collection.namespace, spec);
    engine.catalog.keep(collection);
    return;
  }
  const isEmpty = txn.view(collection).records.size === 0;
  if (!txn.created.has(collection.namespace) || !isEmpty) {
    refuse(263, `Cannot create new indexes on existing collection ${collection.namespace} in a multi-document transaction.`);
  }
  collection.state.addIndex(collection.namespace, spec);
  txn.written.get(collection)?.state.addIndex(collection.namespace, spec);
}

const listIndexes: Command = {
  fields: 'listIndexes cursor:object includeBuildUUIDs includeIndexBuildInfo',
  run: (call) => {
    const { command: c, db } = call;
    const name = targetOf(call, 'listIndexes');
    const collection = call.server.engine.find(db, name, null);
    if (!collection) throw namespaceNotFound(db, name);
    const items = [...collection.state.indexes.values()].map(({ spec: { v, key, name: indexName, ...options } }) => ({
      doc: { v, key, name: indexName, ...options },
    }));
    const batchSize = isObj(c.cursor) ? c.cursor.batchSize : undefined;
    return firstBatch(call, collection.namespace, items, batchSize ?? Number.POSITIVE_INFINITY);
  },
};

const dropIndexes: Command = {
  fields: 'dropIndexes deleteIndexes index!',
  writes: true,
  run: (call) => {
    const { command: c, db } = call;
    const name = targetOf(call, 'dropIndexes' in c ? 'dropIndexes' : 'deleteIndexes');
    const { engine } = call.server;
    return whenFree(call, () => {
      const collection = engine.find(db, name, null);
      if (!collection) throw namespaceNotFound(db, name);
      const nIndexesWas = collection.state.indexes.size;
      const names = namesToDrop(collection, c.index);
      engine.beforeDefinitionChange(collection);
      for (const n of names) engine.catalog.dropIndex(collection, n);
      return { nIndexesWas, ok: 1 };
    });
  },
};

function namesToDrop(collection: Collection, wanted: unknown): string[] {
  if (wanted === '*') return [...collection.state.indexes.keys()].filter((n) => n !== ID_INDEX);
  return [wanted].flat().map((w) => {
    const { name } = indexOf(collection, w);
    if (name === ID_INDEX) refuse(72, 'cannot drop _id index');
    return name;
  });
}

/** An index by its name or key pattern. */
function indexOf({ state: { indexes } }: Collection, wanted: unknown): IndexTree {
  const byName = typeof wanted === 'string';
  const index = byName ? indexes.get(wanted) : [...indexes.values()].find((i) => isObj(wanted) && equalKeys(i.spec.key, wanted));
  if (index) return index;
  refuse(27, byName ? `index not found with name [${wanted}]` : `can't find index with key: ${shown(wanted)}`);
}

const MODIFIABLE = ['hidden', 'expireAfterSeconds'];

/** Hides an index or changes when its documents expire; collections themselves have nothing to change here. */
const collMod: Command = {
  fields: 'collMod index:object validator validationLevel validationAction viewOn pipeline changeStreamPreAndPostImages',
  writes: true,
  run: (call) => {
    const { engine } = call.server;
    const name = targetOf(call, 'collMod');
    const { index: asked } = call.command;
    if (!isObj(asked)) throw unsupported('collMod of anything but an index');
    const { keyPattern, name: indexName, ...changes } = asked;
    for (const field of Object.keys(changes)) if (!MODIFIABLE.includes(field)) throw unsupported(`collMod of an index with ${field}`);
    return whenFree(call, () => {
      const collection = engine.find(call.db, name, null);
      if (!collection) throw namespaceNotFound(call.db, name);
      const index = indexOf(collection, indexName ?? keyPattern);
      if (index.name === ID_INDEX) refuse(2, 'cannot hide or expire the _id index');
      const spec = normalizeIndex({ ...index.spec, ...changes }, {});
      engine.beforeDefinitionChange(collection);
      collection.state.indexes.set(spec.name, index.clone(spec));
      engine.catalog.keep(collection);
      const told = Object.keys(changes).flatMap((f) => [[`${f}_old`, index.spec[f]] as const, [`${f}_new`, changes[f]] as const]);
      return { ...Object.fromEntries(told), ok: 1 };
    });
  },
};

export const indexCommands: Record<string, Command> = { createIndexes, listIndexes, dropIndexes, deleteIndexes: dropIndexes, collMod };
