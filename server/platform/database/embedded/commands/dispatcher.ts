import { evalLet } from '../aggregation/expressions';
import { isNumber, isObj, toNum } from '../bson-values/kinds';
import { checkDatabase } from '../engine/catalog';
import type { Session } from '../engine/sessions';
import { LockWait, type Transaction } from '../engine/transaction';
import { refuse, unsupported } from '../errors';
import type { Doc, EvalContext } from '../types';
import { aggregate } from './aggregate';
import {
  type Call,
  COMMON_FIELDS,
  type Command,
  type Connection,
  CursorReply,
  durable,
  numberOf,
  type Reply,
  type ServerState,
  timeIsUp,
} from './call';
import { collectionCommands } from './collections';
import { diagnosticCommands, noSuchCommand, sessionIdOf } from './diagnostics';
import { explain } from './explain';
import { addWriteConcernError, configureFailPoint, failOnPurpose, strike } from './fail-point';
import { asMongoError, errorReply, namedCode } from './failures';
import { checkFields, fieldsOf } from './fields';
import { indexCommands } from './indexes';
import { readingCommands } from './reading';
import { writingCommands } from './writing';

const COMMANDS = new Map<string, Command>(
  Object.entries({
    ...diagnosticCommands,
    ...collectionCommands,
    ...indexCommands,
    ...readingCommands,
    ...writingCommands,
    aggregate,
    explain,
    configureFailPoint,
  }),
);

const FIELDS = new Map(
  [...COMMANDS].map(([name, { fields }]) => [name, fields === undefined ? null : fieldsOf(`${fields} ${COMMON_FIELDS}`)]),
);

/** How long a transaction that lost waits for the winner before it is told, so that its next try is not in vain at once. */
const CONFLICT_PATIENCE_MS = 50;

/** Runs one command from the first check to the reply; never throws but for a fail point that cuts the connection. */
export async function runCommand(
  server: ServerState,
  command: Doc,
  connection: Connection,
  sent: readonly Uint8Array[] | null,
): Promise<Reply> {
  const name = Object.keys(command)[0] ?? '';
  const trap = name === 'configureFailPoint' ? null : strike(server, name, connection);
  if (!trap) return answer(server, name, command, connection, sent);
  const made = await failOnPurpose(trap, command, name);
  if (made) return made;
  const reply = await answer(server, name, command, connection, sent);
  return reply instanceof CursorReply ? reply : addWriteConcernError(reply, trap, command, name);
}

function answer(
  server: ServerState,
  name: string,
  command: Doc,
  connection: Connection,
  sent: readonly Uint8Array[] | null,
): Reply | Promise<Reply> {
  try {
    const handler = COMMANDS.get(name);
    if (!handler) throw noSuchCommand(name);
    checkApi(name, command);
    const fields = FIELDS.get(name);
    if (fields) checkFields(name, command, fields);
    const session = isObj(command.lsid) ? server.sessions.get(sessionIdOf(command.lsid)) : null;
    const call = makeCall(server, command, connection, sent, session);
    checkConcerns(command);
    if (command.autocommit === false) return inTransaction(call, name, handler);
    if (command.startTransaction !== undefined || command.autocommit !== undefined)
      refuse(72, 'startTransaction and autocommit: false belong together');
    if (command.txnNumber === undefined) return outsideTransaction(call, handler);
    if (!session) refuse(72, 'Transaction number requires a session ID to also be specified');
    if (!handler.retryable) refuse(50768, `txnNumber without autocommit: false, and ${name} is not a retryable write command`);
    return onlyOnce(call, session, handler);
  } catch (error) {
    return errorReply(asMongoError(error), command.autocommit === false);
  }
}

const API_V1 = new Set(
  (
    'abortTransaction aggregate bulkWrite collMod commitTransaction count create createIndexes delete drop dropDatabase dropIndexes ' +
    'endSessions explain find findAndModify getMore hello insert killCursors listCollections listDatabases listIndexes ping refreshSessions update'
  ).split(' '),
);

function checkApi(name: string, { apiVersion, apiStrict, apiDeprecationErrors }: Doc): void {
  if (apiVersion === undefined) {
    if (apiStrict === undefined && apiDeprecationErrors === undefined) return;
    refuse(72, 'Provided apiStrict and/or apiDeprecationErrors without passing apiVersion');
  }
  if (apiVersion !== '1') refuse(322, 'API version must be "1"');
  if (apiStrict === true && !API_V1.has(name)) refuse(323, `Provided apiStrict:true, but the command ${name} is not in API Version 1`);
}

const READ_CONCERNS = ['local', 'available', 'majority', 'linearizable', 'snapshot'];
const IN_TRANSACTIONS = ['local', 'majority', 'snapshot'];

function checkConcerns({ readConcern, writeConcern, autocommit }: Doc): void {
  const w = isObj(writeConcern) ? writeConcern.w : undefined;
  if (w !== undefined && typeof w !== 'string' && !(isNumber(w) && toNum(w) >= 0 && toNum(w) <= 50))
    refuse(9, 'w has to be a number from 0 to 50 or a string');
  const level = isObj(readConcern) ? readConcern.level : undefined;
  if (level === undefined) return;
  if (typeof level !== 'string' || !READ_CONCERNS.includes(level)) refuse(9, `the read concern level '${String(level)}' is none`);
  if (autocommit === false && !IN_TRANSACTIONS.includes(level))
    refuse(72, `The readConcern level must be one of ${IN_TRANSACTIONS.join(', ')} in order to run in a transaction`);
  if (autocommit !== false && level === 'snapshot') throw unsupported('read concern snapshot outside of transactions');
}

function makeCall(
  server: ServerState,
  command: Doc,
  connection: Connection,
  sent: readonly Uint8Array[] | null,
  session: Session | null,
): Call {
  const limit = numberOf(command.maxTimeMS);
  if (limit < 0) refuse(2, 'maxTimeMS must be non-negative');
  const deadline = limit > 0 ? performance.now() + limit : Number.POSITIVE_INFINITY;
  const ctx: EvalContext = {};
  if (limit > 0) {
    ctx.checkTime = () => {
      if (performance.now() > deadline) throw timeIsUp();
    };
  }
  if (command.let !== undefined) ctx.variables = evalLet(command.let, ctx);
  const db = typeof command.$db === 'string' ? command.$db : 'admin';
  checkDatabase(db);
  return { server, command, db, txn: null, session, connection, sent, done: null, deadline, ctx };
}

/** Runs a command outside of transactions; answers when its writes are durable. */
async function outsideTransaction(call: Call, handler: Command): Promise<Reply> {
  try {
    const running = handler.run(call);
    const reply = running instanceof Promise ? await running : running;
    if (!handler.writes) return reply;
    await durable(call);
    return withWriteConcern(reply, call.command);
  } catch (error) {
    return errorReply(asMongoError(error), false);
  }
}

function withWriteConcern(reply: Reply, { writeConcern }: Doc): Reply {
  const w = isObj(writeConcern) ? writeConcern.w : undefined;
  if (reply instanceof CursorReply || w === undefined || w === 'majority' || (isNumber(w) && toNum(w) <= 1)) return reply;
  const [code, errmsg] = isNumber(w)
    ? [100, 'Not enough data-bearing nodes']
    : [79, `No write concern mode named '${String(w)}' found in replica set configuration`];
  return { ...reply, writeConcernError: { ...namedCode(code), errmsg } };
}

/** A retryable write: when the same number comes again, what took effect before is not done again. */
function onlyOnce(call: Call, session: Session, handler: Command): Promise<Reply> {
  const number = toNum(call.command.txnNumber);
  call.server.sessions.advance(session, number);
  const { done } = session;
  const attempt = (): Promise<Reply> => outsideTransaction({ ...call, done }, handler);
  // A repetition may arrive while the attempt before still runs.
  const running = session.running ? session.running.then(attempt) : attempt();
  session.running = running;
  return running;
}

async function inTransaction(call: Call, name: string, handler: Command): Promise<Reply> {
  let txn: Transaction | null = null;
  try {
    txn = transactionOf(call, name, handler);
    const own = txn;
    // Statements of one transaction may arrive together; each waits for the one before.
    const running = txn.tail.then(() =>
      name === 'commitTransaction' || name === 'abortTransaction' ? endTransaction(call, own, name) : statement(call, own, handler),
    );
    txn.tail = running.catch(() => undefined);
    return await running;
  } catch (error) {
    const failure = asMongoError(error);
    // A failed statement ends its transaction.
    if (txn && name !== 'commitTransaction') call.server.engine.abort(txn);
    if (error instanceof LockWait) await error.holder.endsWithin(CONFLICT_PATIENCE_MS);
    return errorReply(failure, true);
  }
}

function transactionOf(call: Call, name: string, handler: Command): Transaction {
  const { command, session, server } = call;
  if (!session || command.txnNumber === undefined) refuse(72, 'a transaction needs a session and a transaction number');
  const number = toNum(command.txnNumber);
  const ends = name === 'commitTransaction' || name === 'abortTransaction';
  if (!ends) checkAllowed(call, name, handler);
  if (command.startTransaction === true) return server.sessions.begin(session, number);
  const { txn } = session;
  if (!txn || txn.number !== number) {
    refuse(
      251,
      `Given transaction number ${number} does not match any in-progress transactions. The active transaction number is ${session.number}`,
    );
  }
  if (!ends && command.readConcern !== undefined) refuse(72, 'Only the first command in a transaction may specify a readConcern');
  return txn;
}

function checkAllowed({ command, db }: Call, name: string, handler: Command): void {
  if (!handler.inTransaction) refuse(263, `Cannot run '${name}' in a multi-document transaction.`);
  if (['admin', 'config', 'local'].includes(db)) refuse(263, `Cannot run command against the '${db}' database in a transaction.`);
  if (command.writeConcern !== undefined) refuse(72, 'writeConcern is not allowed within a multi-statement transaction');
}

async function statement(call: Call, txn: Transaction, handler: Command): Promise<Reply> {
  if (txn.status !== 'active')
    refuse(txn.status === 'committed' ? 256 : 251, `Transaction with { txnNumber: ${txn.number} } has been ${txn.status}.`);
  const reply = await handler.run({ ...call, txn });
  if (!(reply instanceof CursorReply) && reply.writeErrors !== undefined) call.server.engine.abort(txn);
  return reply;
}

/** Both commands may come again, after an answer got lost. */
async function endTransaction(call: Call, txn: Transaction, name: string): Promise<Reply> {
  const { engine } = call.server;
  if (txn.status === 'aborted') refuse(251, `Transaction with { txnNumber: ${txn.number} } has been aborted.`);
  if (name === 'abortTransaction') {
    if (txn.status === 'committed') refuse(256, `Transaction with { txnNumber: ${txn.number} } has been committed.`);
    engine.abort(txn);
    return { ok: 1 };
  }
  if (txn.status === 'active') {
    const writes = txn.written.size > 0 || txn.created.size > 0;
    engine.commit(txn);
    if (writes && call.session) call.server.sessions.remember(call.session);
  }
  await durable(call);
  return withWriteConcern({ ok: 1 }, call.command);
}
