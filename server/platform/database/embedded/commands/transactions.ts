import { toNum } from '../bson-values/kinds';
import type { Session } from '../engine/sessions';
import { LockWait, type Transaction } from '../engine/transaction';
import { refuse } from '../errors';
import type { Doc } from '../types';
import { type Call, type Command, command, durable, type Reply, whenFree } from './call';

/** How long a transaction that lost waits for the winner before it is told, so that its next try is not in vain at once. */
const CONFLICT_PATIENCE_MS = 50;

/** Runs a command outside of transactions; answers when its writes are durable. */
export async function outsideTransaction(call: Call, handler: Command): Promise<Reply> {
  const reply = await whenFree(call, () => handler.run(call));
  if (handler.writes) await durable(call);
  return reply;
}

/** Runs a command with a transaction number: those of one session run one after the other, as they came. */
export function inTurn(call: Call, session: Session, commandName: string, handler: Command): Promise<Reply> {
  const running = session.tail.then(() =>
    call.command.autocommit === false ? inTransaction(call, session, commandName, handler) : onlyOnce(call, session, handler),
  );
  session.tail = running.catch(() => undefined);
  return running;
}

/** A retryable write: when the same number comes again, what took effect before is not done again. */
function onlyOnce(call: Call, session: Session, handler: Command): Promise<Reply> {
  call.server.sessions.advance(session, toNum(call.command.txnNumber));
  return outsideTransaction({ ...call, done: session.done }, handler);
}

async function inTransaction(call: Call, session: Session, commandName: string, handler: Command): Promise<Reply> {
  const { engine } = call.server;
  const commits = commandName === 'commitTransaction';
  const txn = transactionOf(call, session, commandName, handler);
  try {
    if (txn.status === 'aborted' || (txn.status === 'committed' && !commits))
      refuse(txn.status === 'aborted' ? 251 : 256, `Transaction with { txnNumber: ${txn.number} } has been ${txn.status}.`);
    const reply = await handler.run({ ...call, txn });
    if ((reply as Doc).writeErrors !== undefined) engine.abort(txn);
    return reply;
  } catch (error) {
    // A failed statement ends its transaction.
    if (!commits) engine.abort(txn);
    if (error instanceof LockWait) await error.holder.endsWithin(CONFLICT_PATIENCE_MS);
    throw error;
  }
}

function transactionOf({ command: c, db, server }: Call, session: Session, commandName: string, handler: Command): Transaction {
  const number = toNum(c.txnNumber);
  const ends = commandName in transactionCommands;
  if (!ends && !handler.inTransaction) refuse(263, `Cannot run '${commandName}' in a multi-document transaction.`);
  if (!ends && ['admin', 'config', 'local'].includes(db)) refuse(263, `No command may touch the '${db}' database in a transaction.`);
  if (!ends && c.writeConcern !== undefined) refuse(72, 'writeConcern is not allowed within a multi-statement transaction');
  if (c.startTransaction === true) return server.sessions.begin(session, number);
  const { txn } = session;
  if (txn?.number !== number) refuse(251, `Given transaction number ${number} does not match any in-progress transactions.`);
  if (!ends && c.readConcern !== undefined) refuse(72, 'Only the first command in a transaction may specify a readConcern');
  return txn;
}

// Both may come again, after an answer got lost.

const commitTransaction = command('commitTransaction', ['writes'], async (call) => {
  const { txn, session, server } = call;
  if (!txn || !session) refuse(125, 'commitTransaction must be run within a transaction');
  if (txn.status === 'active') {
    const writes = txn.written.size > 0 || txn.created.size > 0;
    server.engine.commit(txn);
    if (writes) server.sessions.remember(session);
  }
  await durable(call);
  return { ok: 1 };
});

const abortTransaction = command('abortTransaction', [], ({ txn, server }) => {
  if (!txn) refuse(125, 'abortTransaction must be run within a transaction');
  server.engine.abort(txn);
  return { ok: 1 };
});

export const transactionCommands = { commitTransaction, abortTransaction };
