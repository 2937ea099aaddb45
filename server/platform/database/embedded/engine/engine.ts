import { toNum } from '../bson-values/kinds';
import { refuse } from '../errors';
import { CollectionState, type StoredRecord } from '../state/collection-state';
import type { LogStore } from '../storage/log-store';
import type { Doc } from '../types';
import { checkStorable } from '../update/updater';
import { Catalog, type Collection } from './catalog';
import { checkDepth, encodeDocument, MAX_DOCUMENT_BYTES, storedBytes, withIdFirst } from './raw-document';
import { select } from './select';
import { LockWait, Transaction } from './transaction';

const NOTHING = new CollectionState();
const TOO_LATE = 'WriteConflict: somebody else has changed this after the transaction began';

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

  constructor(readonly store: LogStore) {
    this.catalog = new Catalog(store);
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
    for (const other of this.active) if (other !== txn && other.created.has(collection.namespace)) throw new LockWait(other);
    if (txn) txn.created.set(collection.namespace, collection);
    else this.catalog.keep(collection);
    return collection;
  }

  /** To be called before a collection is dropped or gets or loses an index: waits for the transactions that have written to it. */
  beforeDefinitionChange(collection: Collection): void {
    this.assertWritable();
    for (const txn of this.active) if (txn.written.has(collection)) throw new LockWait(txn);
    this.beforeChange(collection);
  }

  /** What a reader sees of a collection: nothing, when it is not there. */
  view(collection: Collection | undefined, txn: MaybeTransaction): CollectionState {
    return collection ? (txn?.view(collection) ?? collection.state) : NOTHING;
  }

  /** Stores a new document. `sent` are its bytes as the client sent them. */
  insert(collection: Collection, txn: MaybeTransaction, sentDoc: Doc, sent?: Uint8Array): StoredRecord {
    const doc = withIdFirst(sentDoc);
    checkStorable(doc);
    const raw = (sent && storedBytes(sent)) ?? encodeDocument(doc);
    if (raw.length > MAX_DOCUMENT_BYTES) refuse(2, `object to insert too large. size in bytes: ${raw.length}`);
    const record = { rid: collection.nextRid++, doc, raw };
    this.write(collection, txn, record.rid, null, record);
    return record;
  }

  /** Stores a changed document. Returns the new record, or the old one when not a byte differs. */
  replace(collection: Collection, txn: MaybeTransaction, old: StoredRecord, doc: Doc): StoredRecord {
    const raw = encodeDocument(doc);
    if (Buffer.compare(raw, old.raw) === 0) return old;
    const record = { rid: old.rid, doc, raw };
    this.write(collection, txn, old.rid, old, record);
    return record;
  }

  remove(collection: Collection, txn: MaybeTransaction, record: StoredRecord): void {
    this.write(collection, txn, record.rid, record, null);
  }

  private write(collection: Collection, txn: MaybeTransaction, rid: number, before: StoredRecord | null, after: StoredRecord | null): void {
    this.assertWritable();
    if (after) checkDepth(after.doc, after.raw);
    const own = txn?.own(collection);
    const isOurs = (r: number | undefined): boolean => r !== undefined && own?.writes.has(r) === true;
    if (before) {
      meetLock(collection, txn, rid);
      if (own && !isOurs(rid) && collection.state.get(rid) !== before) refuse(112, TOO_LATE);
    }
    const { state } = own ?? collection;
    const change = state.change(before, after);
    state.checkUnique(collection.namespace, change, (index, key, holder) => {
      meetLock(collection, txn, lockKey(index.name, key));
      if (!own) return;
      const committed = collection.state.indexes.get(index.name)?.tree.get(key);
      if (committed !== holder && !isOurs(committed) && !isOurs(holder)) refuse(112, TOO_LATE);
    });
    if (txn && own) {
      txn.lock(collection, rid);
      for (const { index, add, drop } of change.entries)
        if (index.unique) for (const key of [...add, ...drop]) txn.lock(collection, lockKey(index.name, key));
      own.writes.set(rid, after);
    } else {
      this.beforeChange(collection);
      this.store.append({ collection: collection.id, rid, raw: after?.raw ?? null });
    }
    state.apply(change);
  }

  /** Keeps what running transactions see as it is. */
  private beforeChange(collection: Collection): void {
    let snapshot: CollectionState | null = null;
    for (const txn of this.active) {
      const own = txn.written.get(collection);
      if (own) own.isAlone = false;
      if (own || txn.snapshots.has(collection)) continue;
      snapshot ??= collection.state.clone();
      txn.snapshots.set(collection, snapshot);
    }
  }

  begin(number: number): Transaction {
    const txn = new Transaction(number);
    this.active.add(txn);
    return txn;
  }

  abort(txn: Transaction): void {
    if (this.active.delete(txn)) txn.end('aborted');
  }

  /** Makes all writes of a transaction take effect. Throws, with the transaction aborted, when they cannot. */
  commit(txn: Transaction): void {
    try {
      if (txn.written.size > 0 || txn.created.size > 0) this.assertWritable();
      const results = [...txn.written.keys()].map((collection) => ({ collection, state: this.merge(txn, collection) }));
      // From here on nothing can fail.
      this.active.delete(txn);
      for (const { collection, state } of results) {
        this.beforeChange(collection);
        collection.state = state;
      }
      for (const collection of txn.created.values()) this.catalog.keep(collection);
      for (const [{ id }, { writes }] of txn.written)
        for (const [rid, after] of writes) this.store.append({ collection: id, rid, raw: after?.raw ?? null });
    } catch (error) {
      this.abort(txn);
      throw error;
    }
    txn.end('committed');
  }

  /** The state of a collection with a transaction's writes in it. */
  private merge(txn: Transaction, collection: Collection): CollectionState {
    if (this.find(collection.db, collection.name, txn) !== collection) refuse(112, TOO_LATE);
    const own = txn.own(collection);
    if (own.isAlone) return own.state;
    const state = collection.state.clone();
    const changes = [...own.writes].map(([rid, after]) => state.change(state.get(rid) ?? null, after));
    // Records may have passed a unique key on to each other, so all give up theirs first.
    for (const change of changes) state.detach(change);
    for (const change of changes) {
      // The locks make a lost key impossible, but for an index that was made meanwhile.
      state.checkUnique(collection.namespace, change);
      state.attach(change);
    }
    return state;
  }

  /** Removes the documents whose TTL index says that their time is over; those a transaction is writing wait for the next round. */
  async removeExpired(): Promise<void> {
    for (const collection of this.catalog.collections()) {
      for (const { spec } of [...collection.state.indexes.values()]) {
        const [path] = Object.keys(spec.key);
        if (spec.expireAfterSeconds !== undefined && path !== undefined)
          await this.removeBefore(collection, path, new Date(Date.now() - toNum(spec.expireAfterSeconds) * 1000));
      }
    }
    await this.store.sync();
  }

  private async removeBefore(collection: Collection, path: string, time: Date): Promise<void> {
    for (const record of await select(collection.state, { filter: { [path]: { $lte: time } }, ctx: {} })) {
      if (collection.state.get(record.rid) !== record) continue;
      try {
        this.remove(collection, null, record);
      } catch (error) {
        if (!(error instanceof LockWait)) throw error;
      }
    }
  }

  /** Throws when the log failed: memory may be ahead of the disk, so no further write may be acknowledged. */
  assertWritable(): void {
    const { failure } = this.store;
    if (!failure) return;
    const code = (failure as NodeJS.ErrnoException).code === 'ENOSPC' ? 14031 : 96;
    refuse(code, `the embedded store accepts no more writes until it is restarted, because its log failed: ${failure.message}`);
  }
}

const lockKey = (indexName: string, key: string): string => `${indexName}\0${key}`;

function meetLock(collection: Collection, txn: MaybeTransaction, key: number | string): void {
  const holder = collection.locks.get(key);
  if (holder && holder !== txn) throw new LockWait(holder);
}
