import { serialize } from 'bson';
import { decode } from '../bson-values/documents';
import { refuse } from '../errors';
import { type Op, SESSIONS } from '../storage/frames';
import type { Engine } from './engine';
import { Transaction } from './transaction';

const IDLE_MS = 30 * 60_000;
const TRANSACTION_LIFE_MS = 60_000;

/** A client's logical session, and what took effect of the last transaction or retryable write it numbered. */
export type Session = {
  readonly id: string;
  usedAt: number;
  /** highest transaction number seen; retryable writes and transactions count together */
  number: number;
  /** the transaction of this number */
  txn: Transaction | null;
  /** of the retryable write of this number: the outcomes of the statements that took effect, by position */
  done: Map<number, unknown>;
  /** the last attempt at it */
  running: Promise<unknown> | null;
};

/** What is kept of a session: a statement of a retryable write that took effect, or (without one) a transaction that was committed. */
type Memory = { id: string; number: number; statement?: number; outcome?: unknown };

const kept = (memory: Memory): Op => ({ collection: SESSIONS, rid: 0, raw: serialize(memory, { ignoreUndefined: true }) });

export class Sessions {
  private readonly byId = new Map<string, Session>();

  constructor(private readonly engine: Engine) {}

  get(id: string): Session {
    let session = this.byId.get(id);
    if (!session) {
      session = { id, usedAt: 0, number: -1, txn: null, done: new Map(), running: null };
      this.byId.set(id, session);
    }
    session.usedAt = Date.now();
    return session;
  }

  /** Keeps, together with what was written in the same turn, that it must not be done again when the client repeats itself after a restart. */
  remember({ id, number }: Session, statement?: number, outcome?: unknown): void {
    this.engine.store.append(kept({ id, number, statement, outcome }));
  }

  /** Takes in what `remember` kept. */
  restore(raw: Uint8Array): void {
    const { id, number, statement, outcome } = decode(raw) as Memory;
    const session = this.get(id);
    // Replayed over a snapshot that has what came after it.
    if (number < session.number) return;
    this.advance(session, number);
    if (statement !== undefined) session.done.set(statement, outcome);
    else {
      session.txn = new Transaction(number);
      session.txn.end('committed');
    }
  }

  /** All that `remember` kept and that still counts. */
  dump(): Op[] {
    return [...this.byId.values()].flatMap(({ id, number, done, txn }) => [
      ...[...done].map(([statement, outcome]) => kept({ id, number, statement, outcome })),
      ...(txn?.status === 'committed' ? [kept({ id, number })] : []),
    ]);
  }

  /** Throws 225 for a number below the highest seen. A higher one ends the session's unfinished transaction. */
  advance(session: Session, number: number): void {
    if (number < session.number)
      refuse(225, `Cannot start transaction ${number} on session because a newer transaction ${session.number} has already started.`);
    if (number === session.number) return;
    if (session.txn) this.engine.abort(session.txn);
    Object.assign(session, { number, txn: null, done: new Map(), running: null });
  }

  begin(session: Session, number: number): Transaction {
    this.advance(session, number);
    if (session.txn) refuse(251, `Given transaction number ${number} was already used in this session.`);
    session.txn = this.engine.begin(number);
    return session.txn;
  }

  all(): Iterable<Session> {
    return this.byId.values();
  }

  end(id: string): void {
    const txn = this.byId.get(id)?.txn;
    if (txn) this.engine.abort(txn);
    this.byId.delete(id);
  }

  endAll(): void {
    for (const id of this.byId.keys()) this.end(id);
  }

  /** Aborts transactions that stayed open too long and forgets sessions nobody uses. */
  sweep(now: number): void {
    for (const txn of this.engine.active) if (now - txn.startedAt > TRANSACTION_LIFE_MS) this.engine.abort(txn);
    for (const [id, session] of this.byId) if (now - session.usedAt > IDLE_MS && session.txn?.status !== 'active') this.byId.delete(id);
  }
}
