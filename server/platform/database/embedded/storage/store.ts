import type { Doc } from '../types';

/** One change of what is kept. `collection` is the engine's number of a collection, `rid` of a record; neither is ever used twice. */
export type Op =
  | { kind: 'put'; collection: number; rid: number; raw: Uint8Array }
  | { kind: 'remove'; collection: number; rid: number }
  | { kind: 'catalog'; entry: Doc };

/** Receives the kept changes in the order in which they were made. Replaying a change twice must be harmless. */
export type Replay = {
  put(collection: number, rid: number, raw: Uint8Array): void;
  remove(collection: number, rid: number): void;
  catalog(entry: Doc): void;
};

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
