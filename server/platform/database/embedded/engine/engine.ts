import { decode } from '../bson-values/documents';
import { refuse } from '../errors';
import { type Change, CollectionState, type StoredRecord } from '../state/collection-state';
import type { IndexSpec } from '../state/index-tree';
import { CATALOG, SESSIONS, type Store } from '../storage/store';
import type { Doc } from '../types';
import { checkStorable } from '../update/updater';
import { Catalog } from './catalog';
import { type Collection, ID_INDEX } from './collection';
import { checkDepth, encodeDocument, MAX_DOCUMENT_BYTES, storedBytes, withIdFirst } from './raw-document';
import { LockWait, type Transaction, writeConflict } from './transaction';

const NOTHING = new CollectionState();

/** A write outside of transactions is told so by `null`. */
export type MaybeTransaction = Transaction | null;

/**
 * Records and their writes. Outside of a transaction a write takes effect at once; inside, in the transaction's own clone, with locks on the
 * records and unique keys it touches (the first writer wins), and all at once on commit. Every method is synchronous: what one call does
 * nobody sees by halves. Durability is the caller's: `store.sync()` before an answer.
 */
export class Engine {
  readonly catalog: Catalog;
  readonly active = new Set<Transaction>();
  private readonly creating = new Map<string, Transaction>();
  private nextRid = 1;

  constructor(readonly store: Store) {
    this.catalog = new Catalog(store);
  }

  /**
   * Reads everything kept; `onSession` gets what sessions did. With `onDuplicate` (salvage) records that break a unique index are left out and
   * handed over.
   */
  open(onSession: (raw: Uint8Array) => void, onDuplicate?: (record: StoredRecord) => void): void {
    const kept = new Map<number, Map<number, Uint8Array>>();
    const indexes = new Map<number, Map<string, IndexSpec>>();
    this.store.open(({ collection, rid, raw }) => {
      if (collection === CATALOG) {
        if (raw) this.catalog.replay(raw, indexes);
        return;
      }
      if (collection === SESSIONS) {
        if (raw) onSession(raw);
        return;
      }
      this.nextRid = Math.max(this.nextRid, rid + 1);
      const records = kept.get(collection) ?? new Map<number, Uint8Array>();
      if (raw) kept.set(collection, records.set(rid, raw));
      else records.delete(rid);
    });
    for (const collection of this.catalog.collections()) {
      const records = kept.get(collection.id) ?? new Map<number, Uint8Array>();
      for (const [rid, raw] of [...records].sort((a, b) => a[0] - b[0])) {
        // A copy: the bytes read are one large buffer, which one small record must not keep alive.
        collection.state.records.set(rid, { rid, doc: decode(raw), raw: Buffer.from(raw) });
      }
      kept.delete(collection.id);
      const specs = [...(indexes.get(collection.id)?.values() ?? [])];
      buildIndexes(collection, specs, onDuplicate);
    }
  }

  find(db: string, name: string, txn: MaybeTransaction): Collection | undefined {
    return txn?.created.get(`${db}.${name}`) ?? this.catalog.find(db, name);
  }

  /** The collection to write to, created when it is not there. */
  ensure(db: string, name: string, txn: MaybeTransaction): Collection {
    return this.find(db, name, txn) ?? this.create(db, name, {}, txn);
  }

  create(db: string, name: string, options: Doc, txn: MaybeTransaction): Collection {
    this.assertWritable();
    const collection = this.catalog.prepare(db, name, options);
    const holder = this.creating.get(collection.namespace);
    if (holder && holder !== txn) {
      if (txn) throw writeConflict(`${collection.namespace} is being created by another transaction`);
      throw new LockWait(holder);
    }
    if (txn) {
      txn.created.set(collection.namespace, collection);
      this.creating.set(collection.namespace, txn);
    } else this.catalog.add(collection);
    return collection;
  }

  /** To be called before a collection is dropped or gets or loses an index: waits for the transactions that have written to it. */
  beforeDefinitionChange(collection: Collection): void {
    this.assertWritable();
    for (const txn of this.active) if (txn.states.has(collection)) throw new LockWait(txn);
    this.beforeChange(collection);
  }

  /** What a reader sees of a collection: nothing, when it is not there. */
  view(collection: Collection | undefined, txn: MaybeTransaction): CollectionState {
    if (!collection) return NOTHING;
    return txn ? txn.view(collection) : collection.state;
  }

  /** Stores a new document. `sent` are its bytes as the client sent them. */
  insert(collection: Collection, txn: MaybeTransaction, sentDoc: Doc, sent?: Uint8Array): StoredRecord {
    const doc = withIdFirst(sentDoc);
    checkStorable(doc);
    const raw = (sent && storedBytes(sent)) ?? encodeDocument(doc);
    if (raw.length > MAX_DOCUMENT_BYTES)
      refuse(2, `object to insert too large. size in bytes: ${raw.length}, max size: ${MAX_DOCUMENT_BYTES}`);
    const record = { rid: this.nextRid++, doc, raw };
    this.write(collection, txn, null, record);
    return record;
  }

  /** Stores a changed document. Returns the new record, or the old one when not a byte differs. */
  replace(collection: Collection, txn: MaybeTransaction, old: StoredRecord, doc: Doc): StoredRecord {
    const raw = encodeDocument(doc);
    if (Buffer.compare(raw, old.raw) === 0) return old;
    const record = { rid: old.rid, doc, raw };
    this.write(collection, txn, old, record);
    return record;
  }

  remove(collection: Collection, txn: MaybeTransaction, record: StoredRecord): void {
    this.write(collection, txn, record, null);
  }

  private write(collection: Collection, txn: MaybeTransaction, before: StoredRecord | null, after: StoredRecord | null): void {
    this.assertWritable();
    if (after) checkDepth(after.doc, after.raw);
    if (txn) this.writeInTransaction(collection, txn, before, after);
    else this.writeNow(collection, before, after);
  }

  private writeNow(collection: Collection, before: StoredRecord | null, after: StoredRecord | null): void {
    if (before) this.meetLock(collection, null, before.rid);
    const { state } = collection;
    const change = state.change(before, after);
    state.checkUnique(collection.namespace, change, (index, key) => {
      this.meetLock(collection, null, lockKey(index.name, key));
      return false;
    });
    this.beforeChange(collection);
    state.apply(change);
    this.keep(collection, (after ?? before)?.rid ?? 0, after);
  }

  private writeInTransaction(collection: Collection, txn: Transaction, before: StoredRecord | null, after: StoredRecord | null): void {
    if (before) {
      this.meetLock(collection, txn, before.rid);
      if (!txn.hasWritten(collection, before.rid) && collection.state.get(before.rid) !== before) {
        throw writeConflict('the document was changed after this transaction began');
      }
    }
    const own = txn.ownState(collection);
    const change = own.change(before, after);
    own.checkUnique(collection.namespace, change, (index, key, holder) => {
      this.meetLock(collection, txn, lockKey(index.name, key));
      const committed = collection.state.indexes.get(index.name)?.tree.get(key);
      if (committed !== holder && !txn.hasWritten(collection, committed) && !txn.hasWritten(collection, holder)) {
        throw writeConflict('a unique key was taken or given up after this transaction began');
      }
      return false;
    });
    const rid = (after ?? before)?.rid ?? 0;
    txn.lock(collection, rid);
    for (const { index, add, drop } of change.entries) {
      if (index.unique) for (const key of [...add, ...drop]) txn.lock(collection, lockKey(index.name, key));
    }
    own.apply(change);
    const writes = txn.writes.get(collection);
    if (writes) writes.set(rid, after);
    else txn.writes.set(collection, new Map([[rid, after]]));
  }

  private meetLock(collection: Collection, txn: MaybeTransaction, key: number | string): void {
    const holder = collection.locks.get(key);
    if (!holder || holder === txn) return;
    if (!txn) throw new LockWait(holder);
    const conflict = writeConflict('another transaction has written the same document or unique key');
    throw Object.assign(conflict, { holder });
  }

  /** Keeps the snapshots of running transactions as they are. */
  private beforeChange(collection: Collection): void {
    let snapshot: CollectionState | null = null;
    for (const txn of this.active) {
      if (txn.states.has(collection) || txn.snapshots.has(collection)) continue;
      snapshot ??= collection.state.clone();
      txn.snapshots.set(collection, snapshot);
    }
    collection.version++;
  }

  private keep({ id }: Collection, rid: number, after: StoredRecord | null): void {
    this.store.append({ collection: id, rid, raw: after?.raw ?? null });
  }

  begin(txn: Transaction): void {
    this.active.add(txn);
  }

  abort(txn: Transaction): void {
    if (txn.status === 'active') this.finish(txn, 'aborted');
  }

  /** Makes all writes of a transaction take effect. Throws, with the transaction aborted, when what it wrote to has been dropped. */
  commit(txn: Transaction): void {
    try {
      if (txn.writes.size > 0 || txn.created.size > 0) this.assertWritable();
      for (const collection of txn.writes.keys()) {
        if (!this.catalog.holds(collection) && !txn.created.has(collection.namespace))
          throw writeConflict(`${collection.namespace} was dropped`);
      }
      for (const { db, name, namespace } of txn.created.values()) {
        if (this.catalog.find(db, name)) throw writeConflict(`${namespace} was created by somebody else`);
      }
      const changes = [...txn.writes].map(([collection, writes]) => ({
        collection,
        writes,
        changes: this.changesOf(txn, collection, writes),
      }));
      this.active.delete(txn);
      for (const collection of txn.created.values()) this.publishCollection(collection);
      for (const c of changes) this.publish(txn, c.collection, c.writes, c.changes);
    } catch (error) {
      this.abort(txn);
      throw error;
    }
    this.finish(txn, 'committed');
  }

  /** How a transaction's writes change a collection that others have changed since; null: nobody has, so its own state can take over. */
  private changesOf(txn: Transaction, collection: Collection, writes: ReadonlyMap<number, StoredRecord | null>): Change[] | null {
    if (txn.bases.get(collection) === collection.version) return null;
    const { state } = collection;
    const changes = [...writes].map(([rid, after]) => state.change(state.get(rid) ?? null, after));
    const given = new Set(changes.flatMap((c) => c.entries.flatMap(({ index, drop }) => drop.map((key) => lockKey(index.name, key)))));
    for (const change of changes) {
      // The locks make a lost key impossible; should they ever fail to, the transaction fails and not the index.
      state.checkUnique(collection.namespace, change, (index, key) => given.has(lockKey(index.name, key)));
    }
    return changes;
  }

  private publishCollection(collection: Collection): void {
    this.catalog.add(collection);
    for (const index of collection.state.indexes.values()) if (index.name !== ID_INDEX) this.catalog.keepIndex(collection, index.spec);
  }

  private publish(
    txn: Transaction,
    collection: Collection,
    writes: ReadonlyMap<number, StoredRecord | null>,
    changes: Change[] | null,
  ): void {
    const before = collection.state;
    this.beforeChange(collection);
    if (changes) {
      for (const change of changes) before.detach(change);
      for (const change of changes) before.attach(change);
    } else collection.state = txn.ownState(collection);
    for (const [rid, after] of writes) this.keep(collection, rid, after);
  }

  private finish(txn: Transaction, status: 'committed' | 'aborted'): void {
    this.active.delete(txn);
    for (const namespace of txn.created.keys()) this.creating.delete(namespace);
    txn.end(status);
  }

  /** Throws when the log failed: memory may be ahead of the disk, so no further write may be acknowledged. */
  assertWritable(): void {
    const { failure } = this.store;
    if (!failure) return;
    const outOfSpace = (failure as NodeJS.ErrnoException).code === 'ENOSPC';
    refuse(
      outOfSpace ? 14031 : 96,
      `the embedded store accepts no more writes, because its log could not be written: ${failure.message}. Mend the cause and restart the process.`,
    );
  }
}

const lockKey = (indexName: string, key: string): string => `${indexName}\0${key}`;

function buildIndexes(collection: Collection, specs: readonly IndexSpec[], onDuplicate?: (record: StoredRecord) => void): void {
  const { state, namespace } = collection;
  const idIndex = state.indexes.get(ID_INDEX);
  const all = idIndex ? [idIndex.spec, ...specs] : specs;
  const duplicates = new Set<StoredRecord>();
  const leaveOut = onDuplicate && ((record: StoredRecord) => duplicates.add(record));
  for (const spec of all) state.addIndex(namespace, spec, leaveOut);
  if (duplicates.size === 0) return;
  for (const record of duplicates) {
    state.records.delete(record.rid);
    onDuplicate?.(record);
  }
  buildIndexes(collection, specs);
}
