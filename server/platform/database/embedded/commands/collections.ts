import { UUID } from 'bson';
import { collator } from '../bson-values/collation';
import { compare } from '../bson-values/compare';
import { isObj } from '../bson-values/kinds';
import type { Collection } from '../engine/catalog';
import { refuse, unsupported } from '../errors';
import { compile } from '../query/matcher';
import type { Doc } from '../types';
import { type Call, type Command, numberOf, targetOf, whenFree } from './call';
import { firstBatch } from './reading';

const CREATE_REFUSED =
  'timeseries clusteredIndex expireAfterSeconds changeStreamPreAndPostImages encryptedFields viewOn pipeline validator validationLevel validationAction storageEngine indexOptionDefaults'.split(
    ' ',
  );

const create: Command = {
  fields: `create collation:object capped:bool size:number max:number autoIndexId idIndex flags temp ${CREATE_REFUSED.join(' ')}`,
  writes: true,
  inTransaction: true,
  run: (call) => {
    const { command: c, db, txn } = call;
    const { engine } = call.server;
    const name = targetOf(call, 'create');
    if (c.capped) throw unsupported('capped collections');
    for (const feature of CREATE_REFUSED) if (c[feature] !== undefined) throw unsupported(`collections with ${feature}`);
    collator(c.collation);
    const options: Doc = c.collation === undefined ? {} : { collation: c.collation };
    return whenFree(call, () => {
      const old = engine.find(db, name, txn);
      // The same again is no error outside of transactions, so that a start-up that creates its collections can be repeated.
      if (old && !txn && compare(old.options, options) === 0) return { ok: 1 };
      if (old) refuse(48, `Collection ${db}.${name} already exists.`);
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
    if (['admin', 'config', 'local'].includes(call.db)) refuse(20, `Dropping the '${call.db}' database is prohibited.`);
    return whenFree(call, () => {
      for (const collection of call.server.engine.catalog.collections(call.db)) dropNow(call, collection);
      return { dropped: call.db, ok: 1 };
    });
  },
};

const listCollections: Command = {
  fields: 'listCollections filter:object nameOnly:bool authorizedCollections:bool cursor:object',
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

const describe = ({ name, options, uuid }: Collection): Doc => ({
  name,
  type: 'collection',
  options,
  info: { readOnly: false, uuid: new UUID(uuid) },
  idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
});

const listDatabases: Command = {
  fields: 'listDatabases filter:object nameOnly:bool authorizedDatabases:bool',
  run: ({ command: c, server: { engine } }) => {
    const matches = compile(c.filter ?? {});
    const all = engine.catalog.databases.map((name): Doc => {
      if (c.nameOnly === true) return { name };
      let sizeOnDisk = 0;
      for (const { state } of engine.catalog.collections(name))
        for (const record of state.records.values()) sizeOnDisk += record.raw.length;
      return { name, sizeOnDisk, empty: sizeOnDisk === 0 };
    });
    const databases = all.filter((d) => matches(d));
    const totalSize = databases.reduce((sum, d) => sum + numberOf(d.sizeOnDisk), 0);
    return { databases, totalSize, totalSizeMb: Math.floor(totalSize / 2 ** 20), ok: 1 };
  },
};

export const collectionCommands: Record<string, Command> = { create, drop, dropDatabase, listCollections, listDatabases };
