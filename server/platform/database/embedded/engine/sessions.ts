import { serialize } from 'bson';
import { decode } from '../bson-values/documents';
import { refuse } from '../errors';
import { type Op, SESSIONS } from '../storage/store';
import type { Engine } from './engine';
import { Transaction } from './transaction';

const IDLE_MS = 30 * 60_000;

/** A client's logical session: its transaction, and what took effect of its last retryable write. */
export type Session = {
  readonly id: string;
  usedAt: number;
  /** highest transaction number seen; retryable writes and transactions count together */
  number: number;
  txn: Transaction | null;
  retryable: { number: number; done: Map<number, unknown>; running: Promise<unknown> | null } | null;
};

/** What is kept of a session: a statement of a retryable write that took effect, or (without one) a transaction that was committed. */
type Memory = { id: string; number: number; statement?: number; outcome?: unknown };

const kept = (memory: Memory): Op => ({ collection: SESSIONS, rid: 0, raw: serialize(memory, { ignoreUndefined: true }) });

export class Sessions {
  private readonly byId = new Map<string, Session>();

  constructor(
    private readonly engine: Engine,
    private readonly transactionLifeMs: number,
  ) {}

  get(id: string): Session {
    let session = this.byId.get(id);
    if (!session) {
      session = { id, usedAt: 0, number: -1, txn: null, retryable: null };
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
    session.number = number;
    if (statement === undefined) {
      session.txn = new Transaction(id, number);
      session.txn.end('committed');
    } else {
      if (session.retryable?.number !== number) session.retryable = { number, done: new Map(), running: null };
      session.retryable.done.set(statement, outcome);
    }
  }

  /** All that `remember` kept and that still counts. */
  dump(): Op[] {
    return [...this.byId.values()].flatMap(({ id, retryable, txn }) => [
      ...[...(retryable?.done ?? [])].map(([statement, outcome]) => kept({ id, number: retryable?.number ?? 0, statement, outcome })),
      ...(txn?.status === 'committed' ? [kept({ id, number: txn.number })] : []),
    ]);
  }

  /** Throws 225 for a number below the highest seen. A higher one ends the session's unfinished transaction. */
  advance(session: Session, number: number): void {
    if (number < session.number) {
      refuse(225, `Cannot start transaction ${number} on session because a newer transaction ${session.number} has already started.`);
    }
    if (number > session.number && session.txn) this.engine.abort(session.txn);
    session.number = number;
  }

  begin(session: Session, number: number): Transaction {
    if (session.txn?.number === number) refuse(251, `Given transaction number ${number} was already used in this session.`);
    this.advance(session, number);
    session.txn = new Transaction(session.id, number);
    this.engine.begin(session.txn);
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
    for (const { id } of [...this.all()]) this.end(id);
  }

  /** Aborts transactions that stayed open too long and forgets sessions nobody uses. */
  sweep(now: number): void {
    for (const txn of [...this.engine.active]) if (now - txn.startedAt > this.transactionLifeMs) this.engine.abort(txn);
    for (const [id, session] of this.byId) if (now - session.usedAt > IDLE_MS && session.txn?.status !== 'active') this.byId.delete(id);
  }
}
