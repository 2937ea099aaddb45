import { MongoError } from '../errors';
import type { CollectionState, StoredRecord } from '../state/collection-state';
import type { Collection } from './collection';

type TransactionStatus = 'active' | 'committed' | 'aborted';

/** Told to a transaction that lost: the driver runs it again. */
export function writeConflict(why: string): MongoError {
  return new MongoError(112, `WriteConflict: ${why}. Please retry your operation or multi-document transaction.`);
}

/** Thrown when a write outside of transactions meets something that a transaction has written: it waits, as in mongod. */
export class LockWait extends MongoError {
  constructor(readonly holder: Transaction) {
    super(112, 'waiting for a transaction');
  }
}

/**
 * A multi-document transaction. It reads the state as of its first statement plus its own writes, and nobody else sees these before the
 * commit.
 */
export class Transaction {
  status: TransactionStatus = 'active';
  readonly startedAt = Date.now();
  /** states this transaction has written to; its own clones */
  readonly states = new Map<Collection, CollectionState>();
  /** the version of the collection from which the clone was taken */
  readonly bases = new Map<Collection, number>();
  /** what collections looked like when this transaction began, kept from the moment another writer changed them; shared, never changed */
  readonly snapshots = new Map<Collection, CollectionState>();
  /** by collection and rid: the record as it shall be, null for a removed one */
  readonly writes = new Map<Collection, Map<number, StoredRecord | null>>();
  /** collections this transaction created, by namespace */
  readonly created = new Map<string, Collection>();
  readonly locks: [Collection, number | string][] = [];
  /** settles when the last statement that arrived is done: statements of one transaction run one after the other */
  tail: Promise<unknown> = Promise.resolve();
  /** resolves when the transaction has ended, either way */
  private readonly ended: Promise<void>;
  private markEnded: () => void = () => undefined;

  constructor(
    readonly sessionId: string,
    readonly number: number,
  ) {
    this.ended = new Promise((resolve) => {
      this.markEnded = resolve;
    });
  }

  /** What this transaction sees of a collection. */
  view(collection: Collection): CollectionState {
    return this.states.get(collection) ?? this.snapshots.get(collection) ?? collection.state;
  }

  /** The state it may write to. */
  ownState(collection: Collection): CollectionState {
    let own = this.states.get(collection);
    if (!own) {
      own = this.view(collection).clone();
      this.states.set(collection, own);
      if (!this.snapshots.has(collection)) this.bases.set(collection, collection.version);
    }
    return own;
  }

  hasWritten(collection: Collection, rid: number | undefined): boolean {
    return rid !== undefined && this.writes.get(collection)?.has(rid) === true;
  }

  lock(collection: Collection, key: number | string): void {
    if (collection.locks.get(key) === this) return;
    collection.locks.set(key, this);
    this.locks.push([collection, key]);
  }

  /** Waits for the end, but no longer than that. */
  async endsWithin(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      if (Number.isFinite(ms)) timer = setTimeout(resolve, ms);
    });
    await Promise.race([this.ended, enough]);
    clearTimeout(timer);
  }

  end(status: 'committed' | 'aborted'): void {
    this.status = status;
    for (const [collection, key] of this.locks) collection.locks.delete(key);
    this.locks.length = 0;
    for (const held of [this.states, this.bases, this.snapshots, this.writes, this.created]) held.clear();
    this.markEnded();
  }
}
