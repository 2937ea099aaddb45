import { MongoError } from '../errors';
import type { IndexSpec } from '../state/index-tree';
import type { Op, Store } from '../storage/store';
import type { Doc } from '../types';
import { Collection } from './collection';

type CatalogEntry =
  | { op: 'create'; id: number; db: string; name: string; options: Doc }
  | { op: 'drop'; id: number }
  | { op: 'index'; id: number; spec: IndexSpec }
  | { op: 'dropIndex'; id: number; name: string };

/** Which databases, collections and indexes there are. Every change is kept in the store. */
export class Catalog {
  private readonly dbs = new Map<string, Map<string, Collection>>();
  private readonly byId = new Map<number, Collection>();
  private nextId = 1;

  constructor(private readonly store: Store) {}

  get databases(): string[] {
    return [...this.dbs.keys()];
  }

  /** All collections of a database, or of all databases. */
  collections(db?: string): Collection[] {
    return db === undefined ? [...this.byId.values()] : [...(this.dbs.get(db)?.values() ?? [])];
  }

  find(db: string, name: string): Collection | undefined {
    return this.dbs.get(db)?.get(name);
  }

  holds(collection: Collection): boolean {
    return this.byId.get(collection.id) === collection;
  }

  /** A collection that is not in the catalog yet. Throws 73 for a name no mongod takes. */
  prepare(db: string, name: string, options: Doc): Collection {
    checkNamespace(db, name);
    const twin = this.databases.find((d) => d !== db && d.toLowerCase() === db.toLowerCase());
    if (twin !== undefined)
      throw new MongoError(13297, `db already exists with different case already have: [${twin}] trying to create [${db}]`);
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

  /** Everything as of now, in an order that can be replayed. The states are cloned at once, the changes made while iterating. */
  dump(): Iterable<Op> {
    const taken = this.collections().map((c) => ({ id: c.id, db: c.db, name: c.name, options: c.options, state: c.state.clone() }));
    return (function* (): Generator<Op> {
      for (const { id, db, name, options, state } of taken) {
        yield { kind: 'catalog', entry: { op: 'create', id, db, name, options } };
        for (const index of state.indexes.values())
          if (index.name !== '_id_') yield { kind: 'catalog', entry: { op: 'index', id, spec: index.spec } };
        for (const record of state.records.values()) yield { kind: 'put', collection: id, rid: record.rid, raw: record.raw };
      }
    })();
  }

  /** Takes in one kept change; `indexes` collects the definitions, whose trees are built when all records are there. */
  replay(kept: Doc, indexes: Map<number, Map<string, IndexSpec>>): void {
    const entry = kept as CatalogEntry;
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
    else throw new Error(`the data hold a change of a kind this version does not know: ${String(kept.op)}`);
  }

  private put(collection: Collection): void {
    let db = this.dbs.get(collection.db);
    if (!db) {
      db = new Map();
      this.dbs.set(collection.db, db);
    }
    db.set(collection.name, collection);
    this.byId.set(collection.id, collection);
  }

  private remove(collection: Collection): void {
    const db = this.dbs.get(collection.db);
    db?.delete(collection.name);
    if (db?.size === 0) this.dbs.delete(collection.db);
    this.byId.delete(collection.id);
  }

  private keep(entry: CatalogEntry): void {
    this.store.append({ kind: 'catalog', entry });
  }
}

function checkNamespace(db: string, name: string): void {
  const wrong = (why: string): MongoError => new MongoError(73, `Invalid namespace specified '${db}.${name}': ${why}`);
  if (db === '' || db.length > 63 || /[\s/\\."$*<>:|?\0]/.test(db)) throw wrong('bad database name');
  if (typeof name !== 'string' || name === '') throw wrong('a collection needs a name');
  if (name.includes('$') || name.includes('\0') || name.startsWith('.') || name.endsWith('.')) throw wrong('bad collection name');
  if (name.startsWith('system.')) throw wrong('system collections cannot be made');
  if (Buffer.byteLength(db) + Buffer.byteLength(name) + 1 > 255) throw wrong('longer than 255 bytes');
}
