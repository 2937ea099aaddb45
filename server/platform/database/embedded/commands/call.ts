import { collator } from '../bson-values/collation';
import { toNum } from '../bson-values/kinds';
import type { Collection } from '../engine/catalog';
import type { Cursors } from '../engine/cursors';
import type { Engine, MaybeTransaction } from '../engine/engine';
import type { Session, Sessions } from '../engine/sessions';
import { LockWait } from '../engine/transaction';
import { MongoError, refuse } from '../errors';
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
type Handler = (call: Call) => Reply | Promise<Reply>;

export type Command = {
  run: Handler;
  /** fields it takes besides those every command takes, as `fieldsOf` reads them; absent: not checked */
  fields?: string;
  /** its answer must wait until its changes are durable */
  writes?: true;
  /** may be used in a multi-document transaction */
  inTransaction?: true;
  /** the same transaction number twice must not apply it twice */
  retryable?: true;
};

/** Fields that every command may have. */
export const COMMON_FIELDS =
  '$db:string $readPreference:object $clusterTime:object lsid:object txnNumber:number autocommit:bool startTransaction:bool readConcern:object ' +
  'writeConcern:object maxTimeMS:number comment apiVersion:string apiStrict:bool apiDeprecationErrors:bool';

/** A number of a command, 0 when it is absent. */
export const numberOf = (v: unknown): number => (v === undefined || v === null ? 0 : toNum(v));

export const timeIsUp = (): MongoError => new MongoError(50, 'operation exceeded time limit');

/** The name of the collection a command is about: the value of its first field. */
export function targetOf({ command }: Call, name: string): string {
  const target = command[name];
  if (typeof target !== 'string') refuse(73, `collection name has invalid type ${typeof target}`);
  return target;
}

/** Context with the collation that applies: the command's own, else the collection's. */
export function collated(ctx: EvalContext, given: unknown, collection: Collection | undefined): EvalContext {
  const spec = given ?? collection?.options.collation;
  return spec === undefined ? ctx : { ...ctx, col: collator(spec) };
}

/** Waits until everything written so far is durable. */
export async function durable({ server: { engine } }: Call): Promise<void> {
  try {
    await engine.store.sync();
  } catch (error) {
    engine.assertWritable();
    throw error;
  }
}

/** Does a write; when it meets a transaction's lock, does it again after that transaction. Stays synchronous when nothing has to wait. */
export function whenFree<T>(call: Call, attempt: () => T | Promise<T>): T | Promise<T> {
  try {
    const outcome = attempt();
    return outcome instanceof Promise ? outcome.catch((error: unknown) => waitAndRepeat(call, error, attempt)) : outcome;
  } catch (error) {
    return waitAndRepeat(call, error, attempt);
  }
}

async function waitAndRepeat<T>(call: Call, error: unknown, attempt: () => T | Promise<T>): Promise<T> {
  if (call.txn || !(error instanceof LockWait)) throw error;
  await error.holder.endsWithin(call.deadline - performance.now());
  if (performance.now() >= call.deadline) throw timeIsUp();
  return whenFree(call, attempt);
}
