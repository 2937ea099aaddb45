import { MongoError } from '../errors';
import type { CollectionState, StoredRecord } from '../state/collection-state';
import type { Collection } from './catalog';

/**
 * Thrown when a write meets something that an unfinished transaction has written. Outside of transactions it waits for the end of that one, as
 * in mongod; another transaction has lost, and the driver runs it again.
 */
export class LockWait extends MongoError {
  constructor(readonly holder: Transaction) {
    super(112, 'WriteConflict: another transaction was the first to write this');
  }
}

/** What a transaction has made of a collection. */
type Own = {
  /** a clone of what it saw, with its writes */
  readonly state: CollectionState;
  /** nobody else has changed the collection since this transaction began */
  isAlone: boolean;
  /** by rid: the record as it shall be, null for a removed one */
  readonly writes: Map<number, StoredRecord | null>;
};

/**
 * A multi-document transaction. It reads the state as of its first statement plus its own writes, and nobody else sees these before the
 * commit.
 */
export class Transaction {
  status: 'active' | 'committed' | 'aborted' = 'active';
  readonly startedAt = Date.now();
  /** the collections this transaction has written to */
  readonly written = new Map<Collection, Own>();
  /** what collections looked like when this transaction began, kept from the moment another writer changed them; shared, never changed */
  readonly snapshots = new Map<Collection, CollectionState>();
  /** collections this transaction created, by namespace */
  readonly created = new Map<string, Collection>();
  private readonly locks: [Collection, number | string][] = [];
  private readonly waiting: (() => void)[] = [];

  constructor(readonly number: number) {}

  /** What this transaction sees of a collection. */
  view(collection: Collection): CollectionState {
    return this.written.get(collection)?.state ?? this.snapshots.get(collection) ?? collection.state;
  }

  /** What it may write to. */
  own(collection: Collection): Own {
    const isAlone = !this.snapshots.has(collection);
    const own: Own = this.written.get(collection) ?? { state: this.view(collection).clone(), isAlone, writes: new Map() };
    this.written.set(collection, own);
    return own;
  }

  lock(collection: Collection, key: number | string): void {
    if (collection.locks.get(key) === this) return;
    collection.locks.set(key, this);
    this.locks.push([collection, key]);
  }

  /** Waits for the end, but no longer than that. */
  endsWithin(ms: number): Promise<void> {
    if (this.status !== 'active') return Promise.resolve();
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (Number.isFinite(ms)) setTimeout(resolve, ms).unref();
    });
  }

  end(status: 'committed' | 'aborted'): void {
    this.status = status;
    for (const [collection, key] of this.locks.splice(0)) collection.locks.delete(key);
    for (const held of [this.written, this.snapshots, this.created]) held.clear();
    for (const resume of this.waiting.splice(0)) resume();
  }
}
