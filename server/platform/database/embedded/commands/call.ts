import { collator } from '../bson-values/collation';
import { toNum } from '../bson-values/kinds';
import type { Collection } from '../engine/catalog';
import type { Cursors } from '../engine/cursors';
import type { Engine, MaybeTransaction } from '../engine/engine';
import type { Session, Sessions } from '../engine/sessions';
import { LockWait } from '../engine/transaction';
import type { Doc, EvalContext } from '../types';
import type { FailPoint } from './fail-point';

/** `cut`: it is to end without an answer. */
export type Connection = { readonly id: number; appName?: string; cut?: boolean };

/** What all commands of one server share. */
export type ServerState = {
  readonly engine: Engine;
  readonly sessions: Sessions;
  readonly cursors: Cursors;
  /** the address clients use; `hello` must repeat it */
  host: string;
  readonly failPoints: Map<string, FailPoint>;
};

/** One command on its way. */
export type Call = {
  readonly server: ServerState;
  readonly command: Doc;
  readonly db: string;
  /** the value of the command's first field: the collection it is about, for most */
  readonly name: string;
  readonly txn: MaybeTransaction;
  readonly session: Session | null;
  readonly connection: Connection;
  /** BSON bytes of `command.documents`, as the client sent them */
  readonly sent: readonly Uint8Array[] | null;
  /** of a retryable write: the outcomes of the statements that took effect, by position; filled while it runs */
  readonly done: Map<number, unknown> | null;
  /** `performance.now()` at which its time is over; infinite without maxTimeMS */
  readonly deadline: number;
  readonly ctx: EvalContext;
};

/** The answer to a command that opens or reads a cursor: documents that are BSON already. */
export class CursorReply {
  constructor(
    readonly field: 'firstBatch' | 'nextBatch',
    readonly namespace: string,
    readonly id: number,
    readonly batch: readonly Uint8Array[],
  ) {}
}

export type Reply = Doc | CursorReply;

export type Command = {
  run: (call: Call) => Reply | Promise<Reply>;
  /** fields it takes besides those every command takes, as `fieldsOf` reads them */
  fields: string;
  /** its answer must wait until its changes are durable */
  writes?: true;
  /** may be used in a multi-document transaction */
  inTransaction?: true;
  /** the same transaction number twice must not apply it twice */
  retryable?: true;
};

type Trait = 'writes' | 'inTransaction' | 'retryable';

export const command = (fields: string, traits: readonly Trait[], run: Command['run']): Command => ({
  fields,
  run,
  ...Object.fromEntries(traits.map((trait) => [trait, true])),
});

/** A number of a command, 0 when it is absent. */
export const numberOf = (v: unknown): number => toNum(v ?? 0);

/** Context with the collation that applies: the command's own, else the collection's. */
export function collated(ctx: EvalContext, given: unknown, collection: Collection | undefined): EvalContext {
  const spec = given ?? collection?.options.collation;
  return spec === undefined ? ctx : { ...ctx, col: collator(spec) };
}

/** Waits until everything written so far is durable. When it cannot be, the store has failed, and then `assertWritable` throws. */
export async function durable({ server: { engine } }: Call): Promise<void> {
  await engine.store.sync().catch(() => engine.assertWritable());
}

/** Does a write; when it meets a transaction's lock, does it again after that transaction. */
export async function whenFree<T>(call: Call, attempt: () => T | Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    if (call.txn || !(error instanceof LockWait)) throw error;
    await error.holder.endsWithin(call.deadline - performance.now());
    call.ctx.checkTime?.();
    return whenFree(call, attempt);
  }
}
