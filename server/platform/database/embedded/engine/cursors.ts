import { refuse } from '../errors';
import type { StoredRecord } from '../state/collection-state';
import type { Doc } from '../types';
import type { MaybeTransaction } from './engine';
import { encodeDocument } from './raw-document';

/** A batch stays below the largest message a driver takes, whatever batch size it asked for. */
const MAX_BATCH_BYTES = 15 * 1024 * 1024;
const IDLE_MS = 10 * 60_000;

/** An answer that is fetched in batches. Its records are a snapshot: records never change. */
export class Cursor {
  usedAt = Date.now();
  private at = 0;

  constructor(
    readonly namespace: string,
    private readonly items: readonly (StoredRecord | { doc: Doc })[],
    readonly txn: MaybeTransaction,
    readonly sessionId: string | null,
  ) {}

  get done(): boolean {
    return this.at >= this.items.length;
  }

  /** The next `most` documents as BSON bytes; fewer when they get too large together. */
  take(most: number): Uint8Array[] {
    this.usedAt = Date.now();
    const batch: Uint8Array[] = [];
    let bytes = 0;
    for (let item = this.items[this.at]; item && batch.length < most; item = this.items[++this.at]) {
      const raw = 'raw' in item ? item.raw : encodeDocument(item.doc);
      bytes += raw.length;
      if (bytes > MAX_BATCH_BYTES && batch.length > 0) break;
      batch.push(raw);
    }
    return batch;
  }
}

/** The cursors clients have open, by their number. */
export class Cursors extends Map<number, Cursor> {
  private next = 1;

  add(cursor: Cursor): number {
    this.set(this.next, cursor);
    return this.next++;
  }

  /** Throws 43 for an unknown cursor, 50738 when it belongs to another session, 50740 or 50741 when to another transaction or to none. */
  find(id: number, txn: MaybeTransaction, sessionId: string | null): Cursor {
    const cursor = this.get(id) ?? refuse(43, `cursor id ${id} not found`);
    if (cursor.sessionId !== null && cursor.sessionId !== sessionId) refuse(50738, `cursor ${id} was created in another session`);
    if (cursor.txn !== txn) refuse(txn ? 50740 : 50741, `cursor ${id} was not created in the same transaction`);
    return cursor;
  }

  closeIdle(): void {
    for (const [id, cursor] of this) if (Date.now() - cursor.usedAt > IDLE_MS) this.delete(id);
  }
}
