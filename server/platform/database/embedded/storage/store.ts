/**
 * One change of what is kept: the new bytes of a record, null when it is gone. `collection` is the engine's number of a collection, `rid` of a
 * record; neither is ever used twice.
 */
export type Op = { readonly collection: number; readonly rid: number; readonly raw: Uint8Array | null };

/** The collection whose records are the changes of the catalog. */
export const CATALOG = 0;

/** The collection of what sessions did; see engine/sessions.ts. */
export const SESSIONS = 2 ** 32 - 1;

/** Receives the kept changes in the order in which they were made. Replaying a change twice must be harmless. */
export type Replay = (op: Op) => void;

/** Where changes are kept. Everything appended in one turn of the event loop becomes durable together or not at all. */
export interface Store {
  /** The first write or sync error. Nothing may be appended after it: memory and disk no longer agree. */
  readonly failure: Error | null;
  open(replay: Replay): void;
  append(op: Op): void;
  /** Resolves when everything appended so far is durable; rejects with `failure`. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Keeps nothing: for tests. */
export class MemoryStore implements Store {
  readonly failure = null;
  open(): void {
    // nothing was kept, so nothing is replayed
  }
  append(): void {
    // forgotten on purpose
  }
  sync(): Promise<void> {
    return Promise.resolve();
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}
