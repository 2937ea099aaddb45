import { MongoError } from '../errors';
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

  /** Throws 225 for a number below the highest seen. A higher one ends the session's unfinished transaction. */
  advance(session: Session, number: number): void {
    if (number < session.number) {
      throw new MongoError(
        225,
        `Cannot start transaction ${number} on session because a newer transaction ${session.number} has already started.`,
      );
    }
    if (number > session.number && session.txn) this.engine.abort(session.txn);
    session.number = number;
  }

  begin(session: Session, number: number): Transaction {
    if (session.txn?.number === number) throw new MongoError(251, `Given transaction number ${number} was already used in this session.`);
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
