import { randomUUID } from 'node:crypto';
import { deserialize, serialize } from 'bson';
import { decode } from '../bson-values/documents';
import { refuse } from '../errors';
import { CollectionState } from '../state/collection-state';
import { type IndexSpec, IndexTree } from '../state/index-tree';
import { CATALOG, type Op, SESSIONS } from '../storage/frames';
import type { LogStore } from '../storage/log-store';
import type { Doc } from '../types';
import type { Transaction } from './transaction';

export const ID_INDEX = '_id_';

/** A collection with its current state, which only the engine changes or replaces. */
export class Collection {
  readonly uuid = randomUUID();
  readonly namespace: string;
  /** records (by rid) and unique keys (by index name and key) that an unfinished transaction has written */
  readonly locks = new Map<number | string, Transaction>();
  state = new CollectionState();
  /** counts the changes of `state` */
  version = 0;
  nextRid = 1;

  constructor(
    readonly id: number,
    readonly db: string,
    readonly name: string,
    /** `collation`: the default of its queries and indexes */
    readonly options: Doc = {},
  ) {
    this.namespace = `${db}.${name}`;
    const idIndex: IndexSpec = { v: 2, key: { _id: 1 }, name: ID_INDEX, ...(options.collation ? { collation: options.collation } : {}) };
    this.state.indexes.set(ID_INDEX, new IndexTree(idIndex));
  }
}

type CatalogEntry =
  | { op: 'create'; id: number; db: string; name: string; options: Doc }
  | { op: 'drop'; id: number }
  | { op: 'index'; id: number; spec: IndexSpec }
  | { op: 'dropIndex'; id: number; name: string };

/** A collection while the log is read; what it holds is built up at the end. */
type Kept = { collection: Collection; indexes: Map<string, IndexSpec>; records: Map<number, Uint8Array> };

/** Which databases, collections and indexes there are. Every change is kept in the store. */
export class Catalog {
  private readonly byName = new Map<string, Collection>();
  private nextId = 1;

  constructor(private readonly store: LogStore) {}

  /**
   * Reads everything kept; `onSession` gets what sessions did. With `onDuplicate` (salvage) documents that break a unique index are left out and
   * handed over.
   */
  open(onSession: (raw: Uint8Array) => void, onDuplicate?: (raw: Uint8Array) => void): void {
    const kept = new Map<number, Kept>();
    this.store.open(({ collection: id, rid, raw }) => {
      const target = kept.get(id);
      if (target) target.collection.nextRid = Math.max(target.collection.nextRid, rid + 1);
      if (!raw) target?.records.delete(rid);
      else if (id === CATALOG) this.replay(deserialize(raw) as CatalogEntry, kept);
      else if (id === SESSIONS) onSession(raw);
      else target?.records.set(rid, raw);
    });
    for (const { collection, indexes, records } of kept.values()) {
      const { state, namespace } = collection;
      for (const spec of indexes.values()) state.addIndex(namespace, spec);
      for (const [rid, raw] of records) {
        // A copy: the bytes read are one large buffer, which one small record must not keep alive.
        const change = state.change(null, { rid, doc: decode(raw), raw: Buffer.from(raw) });
        try {
          state.checkUnique(namespace, change);
          state.apply(change);
        } catch (error) {
          if (!onDuplicate) throw error;
          onDuplicate(raw);
        }
      }
      records.clear();
      this.put(collection);
    }
  }

  /** Takes in one kept change. What is said of a collection that is not there concerns one that was dropped later on. */
  private replay(entry: CatalogEntry, kept: Map<number, Kept>): void {
    const { id } = entry;
    if (entry.op === 'create') {
      this.nextId = Math.max(this.nextId, id + 1);
      const collection = new Collection(id, entry.db, entry.name, entry.options);
      if (!kept.has(id)) kept.set(id, { collection, indexes: new Map(), records: new Map() });
    } else if (entry.op === 'drop') kept.delete(id);
    else if (entry.op === 'index') kept.get(id)?.indexes.set(entry.spec.name, entry.spec);
    else if (entry.op === 'dropIndex') kept.get(id)?.indexes.delete(entry.name);
    else throw new Error('the data hold a change of the catalog that this version does not know');
  }

  get databases(): string[] {
    return [...new Set(this.collections().map(({ db }) => db))];
  }

  /** All collections of a database, or of all databases. */
  collections(db?: string): Collection[] {
    return [...this.byName.values()].filter((collection) => db === undefined || collection.db === db);
  }

  find(db: string, name: string): Collection | undefined {
    return this.byName.get(nameKey(db, name));
  }

  holds(collection: Collection): boolean {
    return this.find(collection.db, collection.name) === collection;
  }

  /** A collection that is not in the catalog yet. Throws 73 for a name no mongod takes. */
  prepare(db: string, name: string, options: Doc): Collection {
    checkDatabase(db);
    if (/^$|[$\0]|^\.|\.$|^system\./.test(name) || Buffer.byteLength(`${db}.${name}`) > 255)
      refuse(73, `Invalid namespace specified '${db}.${name}'`);
    const twin = this.databases.find((d) => d !== db && d.toLowerCase() === db.toLowerCase());
    if (twin !== undefined) refuse(13297, `db already exists with different case already have: [${twin}] trying to create [${db}]`);
    return new Collection(this.nextId++, db, name, options);
  }

  add(collection: Collection): void {
    this.put(collection);
    for (const op of definition(collection, collection.state)) this.store.append(op);
  }

  drop(collection: Collection): void {
    this.byName.delete(nameKey(collection.db, collection.name));
    this.store.append(change({ op: 'drop', id: collection.id }));
  }

  /** Keeps the definition of an index; the tree is built by the caller. */
  keepIndex({ id }: Collection, spec: IndexSpec): void {
    this.store.append(change({ op: 'index', id, spec }));
  }

  dropIndex({ id, state }: Collection, name: string): void {
    state.indexes.delete(name);
    this.store.append(change({ op: 'dropIndex', id, name }));
  }

  /** Everything as of now, in an order that can be replayed, and `more`. The states are cloned at once, the changes made while iterating. */
  dump(more: readonly Op[]): Iterable<Op> {
    const taken = this.collections().map((collection) => ({ collection, state: collection.state.clone() }));
    return (function* (): Generator<Op> {
      yield* more;
      for (const { collection, state } of taken) {
        yield* definition(collection, state);
        for (const { rid, raw } of state.records.values()) yield { collection: collection.id, rid, raw };
      }
    })();
  }

  private put(collection: Collection): void {
    this.byName.set(nameKey(collection.db, collection.name), collection);
  }
}

const change = (entry: CatalogEntry): Op => ({ collection: CATALOG, rid: 0, raw: serialize(entry) });

function* definition({ id, db, name, options }: Collection, { indexes }: CollectionState): Generator<Op> {
  yield change({ op: 'create', id, db, name, options });
  for (const { spec } of indexes.values()) if (spec.name !== ID_INDEX) yield change({ op: 'index', id, spec });
}

// Not by `db.name`: a name may contain dots.
const nameKey = (db: string, name: string): string => `${db}\0${name}`;

/** Throws 73 for a name no mongod takes. */
export function checkDatabase(db: string): void {
  if (db === '' || db.length > 63 || /[\s/\\."$*<>:|?\0]/.test(db)) refuse(73, `Invalid database name: '${db}'`);
}
