import { serialize } from 'bson';
import { decode } from '../bson-values/documents';
import { refuse } from '../errors';
import { type Op, SESSIONS } from '../storage/frames';
import type { Engine } from './engine';
import { Transaction } from './transaction';

const IDLE_MS = 30 * 60_000;
const TRANSACTION_LIFE_MS = 60_000;

/** A client's logical session, and what took effect of the last transaction or retryable write it numbered. */
export class Session {
  usedAt = 0;
  /** highest transaction number seen; retryable writes and transactions count together */
  number = -1;
  /** the transaction of this number */
  txn: Transaction | null = null;
  /** of the retryable write of this number: the outcomes of the statements that took effect, by position */
  done = new Map<number, unknown>();
  /** settles when the last of its commands that have a number is done: they run one after the other */
  tail: Promise<unknown> = Promise.resolve();

  constructor(readonly id: string) {}
}

/** What is kept of a session: a statement of a retryable write that took effect, or (without one) a transaction that was committed. */
type Memory = { id: string; number: number; statement?: number; outcome?: unknown };

const kept = (memory: Memory): Op => ({ collection: SESSIONS, rid: 0, raw: serialize(memory, { ignoreUndefined: true }) });

export class Sessions {
  readonly all = new Map<string, Session>();

  constructor(private readonly engine: Engine) {}

  get(id: string): Session {
    const session = this.all.get(id) ?? new Session(id);
    this.all.set(id, session);
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
    return [...this.all.values()].flatMap(({ id, number, done, txn }) => [
      ...[...done].map(([statement, outcome]) => kept({ id, number, statement, outcome })),
      ...(txn?.status === 'committed' ? [kept({ id, number })] : []),
    ]);
  }

  /** Throws 225 for a number below the highest seen. A higher one ends the session's unfinished transaction. */
  advance(session: Session, number: number): void {
    if (number < session.number) refuse(225, `Cannot start transaction ${number}: the newer ${session.number} has already started.`);
    if (number === session.number) return;
    if (session.txn) this.engine.abort(session.txn);
    Object.assign(session, { number, txn: null, done: new Map() });
  }

  begin(session: Session, number: number): Transaction {
    this.advance(session, number);
    if (session.txn) refuse(251, `Given transaction number ${number} was already used in this session.`);
    session.txn = this.engine.begin(number);
    return session.txn;
  }

  end(id: string): void {
    const txn = this.all.get(id)?.txn;
    if (txn) this.engine.abort(txn);
    this.all.delete(id);
  }

  endAll(): void {
    for (const id of this.all.keys()) this.end(id);
  }

  /** Aborts transactions that stayed open too long and forgets sessions nobody uses. */
  sweep(): void {
    for (const txn of this.engine.active) if (Date.now() - txn.startedAt > TRANSACTION_LIFE_MS) this.engine.abort(txn);
    for (const [id, { usedAt, txn }] of this.all) if (Date.now() - usedAt > IDLE_MS && txn?.status !== 'active') this.all.delete(id);
  }
}
