import { deserialize, serialize } from 'bson';
import { MongoError, refuse } from '../errors';
import type { IndexSpec } from '../state/index-tree';
import { CATALOG, type Op, type Store } from '../storage/store';
import type { Doc } from '../types';
import { Collection, ID_INDEX } from './collection';

type CatalogEntry =
  | { op: 'create'; id: number; db: string; name: string; options: Doc }
  | { op: 'drop'; id: number }
  | { op: 'index'; id: number; spec: IndexSpec }
  | { op: 'dropIndex'; id: number; name: string };

/** Which databases, collections and indexes there are. Every change is kept in the store. */
export class Catalog {
  private readonly byName = new Map<string, Collection>();
  private readonly byId = new Map<number, Collection>();
  private nextId = 1;

  constructor(private readonly store: Store) {}

  get databases(): string[] {
    return [...new Set(this.collections().map(({ db }) => db))];
  }

  /** All collections of a database, or of all databases. */
  collections(db?: string): Collection[] {
    return [...this.byId.values()].filter((collection) => db === undefined || collection.db === db);
  }

  find(db: string, name: string): Collection | undefined {
    return this.byName.get(nameKey(db, name));
  }

  holds(collection: Collection): boolean {
    return this.byId.get(collection.id) === collection;
  }

  /** A collection that is not in the catalog yet. Throws 73 for a name no mongod takes. */
  prepare(db: string, name: string, options: Doc): Collection {
    checkNamespace(db, name);
    const twin = this.databases.find((d) => d !== db && d.toLowerCase() === db.toLowerCase());
    if (twin !== undefined) refuse(13297, `db already exists with different case already have: [${twin}] trying to create [${db}]`);
    return new Collection(this.nextId++, db, name, options);
  }

  add(collection: Collection): void {
    this.put(collection);
    const { id, db, name, options } = collection;
    this.keep({ op: 'create', id, db, name, options });
  }

  drop(collection: Collection): void {
    this.remove(collection);
    this.keep({ op: 'drop', id: collection.id });
  }

  /** Keeps the definition of an index; the tree is built by the caller. */
  keepIndex(collection: Collection, spec: IndexSpec): void {
    this.keep({ op: 'index', id: collection.id, spec });
  }

  dropIndex(collection: Collection, name: string): void {
    collection.state.indexes.delete(name);
    this.keep({ op: 'dropIndex', id: collection.id, name });
  }

  /** Everything as of now, in an order that can be replayed, and `more`. The states are cloned at once, the changes made while iterating. */
  dump(more: readonly Op[]): Iterable<Op> {
    const taken = this.collections().map((c) => ({ id: c.id, db: c.db, name: c.name, options: c.options, state: c.state.clone() }));
    return (function* (): Generator<Op> {
      yield* more;
      for (const { id, db, name, options, state } of taken) {
        yield change({ op: 'create', id, db, name, options });
        for (const index of state.indexes.values()) if (index.name !== ID_INDEX) yield change({ op: 'index', id, spec: index.spec });
        for (const record of state.records.values()) yield { collection: id, rid: record.rid, raw: record.raw };
      }
    })();
  }

  /** Takes in one kept change; `indexes` collects the definitions, whose trees are built when all records are there. */
  replay(kept: Uint8Array, indexes: Map<number, Map<string, IndexSpec>>): void {
    const entry = deserialize(kept) as CatalogEntry;
    const collection = this.byId.get(entry.id);
    if (entry.op === 'create') {
      this.nextId = Math.max(this.nextId, entry.id + 1);
      if (collection) return;
      this.put(new Collection(entry.id, entry.db, entry.name, entry.options));
      indexes.set(entry.id, new Map());
    } else if (!collection) {
      return; // dropped later on, so a snapshot taken after that does not have it
    } else if (entry.op === 'drop') this.remove(collection);
    else if (entry.op === 'index') indexes.get(entry.id)?.set(entry.spec.name, entry.spec);
    else if (entry.op === 'dropIndex') indexes.get(entry.id)?.delete(entry.name);
    else throw new Error('the data hold a change of the catalog that this version does not know');
  }

  private put(collection: Collection): void {
    this.byName.set(nameKey(collection.db, collection.name), collection);
    this.byId.set(collection.id, collection);
  }

  private remove(collection: Collection): void {
    this.byName.delete(nameKey(collection.db, collection.name));
    this.byId.delete(collection.id);
  }

  private keep(entry: CatalogEntry): void {
    this.store.append(change(entry));
  }
}

const change = (entry: CatalogEntry): Op => ({ collection: CATALOG, rid: 0, raw: serialize(entry) });

// Not by `db.name`: a name may contain dots.
const nameKey = (db: string, name: string): string => `${db}\0${name}`;

/** Throws 73 for a name no mongod takes. */
export function checkDatabase(db: string): void {
  if (db === '' || db.length > 63 || /[\s/\\."$*<>:|?\0]/.test(db)) refuse(73, `Invalid database name: '${db}'`);
}

function checkNamespace(db: string, name: string): void {
  const wrong = (why: string): MongoError => new MongoError(73, `Invalid namespace specified '${db}.${name}': ${why}`);
  checkDatabase(db);
  if (typeof name !== 'string' || name === '') throw wrong('a collection needs a name');
  if (name.includes('$') || name.includes('\0') || name.startsWith('.') || name.endsWith('.')) throw wrong('bad collection name');
  if (name.startsWith('system.')) throw wrong('system collections cannot be made');
  if (Buffer.byteLength(db) + Buffer.byteLength(name) + 1 > 255) throw wrong('longer than 255 bytes');
}
