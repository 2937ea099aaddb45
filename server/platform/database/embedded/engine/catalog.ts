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
  nextRid = 1;

  constructor(
    readonly id: number,
    readonly db: string,
    readonly name: string,
    /** `collation`: the default of its queries and indexes */
    readonly options: Doc = {},
  ) {
    this.namespace = `${db}.${name}`;
    this.state.indexes.set(ID_INDEX, new IndexTree({ v: 2, key: { _id: 1 }, name: ID_INDEX, ...options }));
  }
}

type CatalogEntry =
  | { op: 'create'; id: number; db: string; name: string; options: Doc }
  | { op: 'drop'; id: number }
  | { op: 'index'; id: number; spec: IndexSpec }
  | { op: 'dropIndex'; id: number; name: string };

/** A collection while the log is read, and its records, of which only the last state gets decoded. */
type Kept = { collection: Collection; records: Map<number, Uint8Array> };

/** Which databases, collections and indexes there are. Every change is kept in the store. */
export class Catalog {
  /** by namespace */
  private readonly byName = new Map<string, Collection>();
  private nextId = 1;

  constructor(private readonly store: LogStore) {}

  /**
   * Reads everything kept; `onSession` gets what sessions did. Documents that break a unique index are left out and go to `duplicates` (salvage);
   * without that it throws.
   */
  open(onSession: (raw: Uint8Array) => void, duplicates: Uint8Array[] | null): void {
    const kept = new Map<number, Kept>();
    this.store.open(({ collection: id, rid, raw }) => {
      const target = kept.get(id);
      if (target) target.collection.nextRid = Math.max(target.collection.nextRid, rid + 1);
      if (!raw) target?.records.delete(rid);
      else if (id === CATALOG) this.replay(deserialize(raw) as CatalogEntry, kept);
      else if (id === SESSIONS) onSession(raw);
      else target?.records.set(rid, raw);
    });
    for (const { collection, records } of kept.values()) {
      const { state, namespace } = collection;
      for (const [rid, raw] of records) {
        // A copy: the bytes read are one large buffer, which one small record must not keep alive.
        const change = state.change(null, { rid, doc: decode(raw), raw: Buffer.from(raw) });
        try {
          state.checkUnique(namespace, change);
          state.apply(change);
        } catch (error) {
          if (!duplicates) throw error;
          duplicates.push(raw);
        }
      }
      this.byName.set(namespace, collection);
    }
  }

  /** Takes in one kept change. What is said of a collection that is not there concerns one that was dropped later on. */
  private replay(entry: CatalogEntry, kept: Map<number, Kept>): void {
    if (entry.op === 'create') {
      this.nextId = Math.max(this.nextId, entry.id + 1);
      const collection = new Collection(entry.id, entry.db, entry.name, entry.options);
      if (!kept.has(entry.id)) kept.set(entry.id, { collection, records: new Map() });
    } else if (entry.op === 'drop') kept.delete(entry.id);
    else if (entry.op === 'index') kept.get(entry.id)?.collection.state.indexes.set(entry.spec.name, new IndexTree(entry.spec));
    else if (entry.op === 'dropIndex') kept.get(entry.id)?.collection.state.indexes.delete(entry.name);
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
    const found = this.byName.get(`${db}.${name}`);
    return found?.db === db ? found : undefined;
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

  /** Adds a collection, or keeps what its indexes have become; the trees are built by the caller. */
  keep(collection: Collection): void {
    this.byName.set(collection.namespace, collection);
    for (const op of definition(collection, collection.state)) this.store.append(op);
  }

  drop(collection: Collection): void {
    this.byName.delete(collection.namespace);
    this.store.append(change({ op: 'drop', id: collection.id }));
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
}

const change = (entry: CatalogEntry): Op => ({ collection: CATALOG, rid: 0, raw: serialize(entry) });

function* definition({ id, db, name, options }: Collection, { indexes }: CollectionState): Generator<Op> {
  yield change({ op: 'create', id, db, name, options });
  for (const { spec } of indexes.values()) if (spec.name !== ID_INDEX) yield change({ op: 'index', id, spec });
}

/** Throws 73 for a name no mongod takes. */
export function checkDatabase(db: string): void {
  if (db === '' || db.length > 63 || /[\s/\\."$*<>:|?\0]/.test(db)) refuse(73, `Invalid database name: '${db}'`);
}
