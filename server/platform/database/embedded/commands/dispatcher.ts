import { evalLet } from '../aggregation/expressions';
import { isNumber, isObj, toNum } from '../bson-values/kinds';
import { checkDatabase } from '../engine/catalog';
import { codeName, refuse, unsupported, withLabels } from '../errors';
import type { Doc, EvalContext } from '../types';
import { aggregate } from './aggregate';
import { type Call, type Command, type Connection, CursorReply, numberOf, type Reply, type ServerState } from './call';
import { definitionCommands } from './definitions';
import { diagnosticCommands, noSuchCommand, sessionIdOf } from './diagnostics';
import { explain } from './explain';
import { configureFailPoint, failCommand } from './fail-point';
import { checkFields, fieldsOf } from './fields';
import { readingCommands } from './reading';
import { inTurn, outsideTransaction, transactionCommands } from './transactions';
import { writingCommands } from './writing';

type Request = Pick<Call, 'command' | 'sent'>;

const ON_DATA = { ...definitionCommands, ...readingCommands, ...writingCommands, aggregate, explain };
const OTHERS = { ...diagnosticCommands, ...transactionCommands, configureFailPoint };

/** Fields that every command may have. */
const COMMON_FIELDS =
  '$db:string $readPreference:object $clusterTime:object lsid:object txnNumber:number autocommit:bool startTransaction:bool readConcern:object ' +
  'writeConcern:object maxTimeMS:number comment apiVersion:string apiStrict:bool apiDeprecationErrors:bool';

const COMMANDS = new Map<string, Command>(Object.entries({ ...ON_DATA, ...OTHERS }));
const FIELDS = new Map([...COMMANDS].map(([name, { fields }]) => [name, fieldsOf(`${fields} ${COMMON_FIELDS}`)]));

/** Runs one command from the first check to the reply; throws what the client is to be told. */
export async function runCommand(server: ServerState, connection: Connection, { command, sent }: Request): Promise<Reply> {
  const commandName = Object.keys(command)[0] ?? '';
  const trap = await failCommand(server, commandName, connection);
  const handler = COMMANDS.get(commandName);
  const fields = FIELDS.get(commandName);
  if (!handler || !fields) throw noSuchCommand(commandName);
  checkFields(commandName, command, fields);
  checkCommonFields(commandName, command, handler);
  const call = makeCall(server, connection, { command, sent });
  const { session } = call;
  const numbered = session && command.txnNumber !== undefined;
  const reply = await (numbered ? inTurn(call, session, commandName, handler) : outsideTransaction(call, handler));
  const writeConcernError = trap?.writeConcernError ?? (handler.writes && unmetConcern(command));
  if (!isObj(writeConcernError) || reply instanceof CursorReply) return reply;
  return withLabels({ ...reply, writeConcernError, errorLabels: trap?.errorLabels }, toNum(writeConcernError.code), command);
}

const API_V1 = (
  'abortTransaction aggregate collMod commitTransaction count create createIndexes delete drop dropDatabase dropIndexes endSessions explain ' +
  'find findAndModify getMore hello insert killCursors listCollections listDatabases listIndexes ping update'
).split(' ');

const READ_CONCERNS = ['local', 'available', 'majority', 'linearizable', 'snapshot'];

/** Throws for what the fields that every command may have must not say. */
function checkCommonFields(commandName: string, c: Doc, { retryable }: Command): void {
  const inTransaction = c.autocommit === false;
  if (c.apiVersion === undefined && (c.apiStrict ?? c.apiDeprecationErrors) !== undefined)
    refuse(72, 'Provided apiStrict and/or apiDeprecationErrors without passing apiVersion');
  if (c.apiVersion !== undefined && c.apiVersion !== '1') refuse(322, 'API version must be "1"');
  if (c.apiStrict === true && !API_V1.includes(commandName))
    refuse(323, `Provided apiStrict:true, but the command ${commandName} is not in API Version 1`);

  const { w = 1 } = (c.writeConcern ?? {}) as Doc;
  if (typeof w !== 'string' && !(isNumber(w) && toNum(w) >= 0 && toNum(w) <= 50))
    refuse(9, 'w has to be a number from 0 to 50 or a string');
  const { level = 'local' } = (c.readConcern ?? {}) as { level?: string };
  if (!READ_CONCERNS.includes(level)) refuse(9, `the read concern level '${String(level)}' is none`);
  if (inTransaction && ['available', 'linearizable'].includes(level)) refuse(72, `read concern level ${level} in a transaction`);
  if (!inTransaction && level === 'snapshot') throw unsupported('read concern snapshot outside of transactions');

  const hasNumber = c.txnNumber !== undefined;
  if (hasNumber && !c.lsid) refuse(72, 'Transaction number requires a session ID to also be specified');
  if (inTransaction && !hasNumber) refuse(72, 'a transaction needs a session and a transaction number');
  if (!inTransaction && (c.startTransaction ?? c.autocommit) !== undefined) refuse(72, 'startTransaction needs autocommit: false');
  if (!inTransaction && hasNumber && !retryable) refuse(50768, `${commandName} takes no txnNumber outside of transactions`);
}

/** What comes beside the reply when it was written, but not to as many nodes as was asked for. */
function unmetConcern({ writeConcern }: Doc): Doc | null {
  const { w = 1 } = (writeConcern ?? {}) as Doc;
  if (w === 'majority' || (isNumber(w) && toNum(w) <= 1)) return null;
  const code = isNumber(w) ? 100 : 79;
  const errmsg = isNumber(w) ? 'Not enough data-bearing nodes' : `No write concern mode named '${String(w)}' found`;
  return { code, codeName: codeName(code), errmsg };
}

function makeCall(server: ServerState, connection: Connection, { command, sent }: Request): Call {
  const limit = numberOf(command.maxTimeMS);
  if (limit < 0) refuse(2, 'maxTimeMS must be non-negative');
  const deadline = limit > 0 ? performance.now() + limit : Number.POSITIVE_INFINITY;
  const ctx: EvalContext = { checkTime: () => performance.now() < deadline || refuse(50, 'operation exceeded time limit') };
  if (command.let !== undefined) ctx.variables = evalLet(command.let, ctx);
  const { $db: db = 'admin' } = command as { $db?: string };
  checkDatabase(db);
  const session = isObj(command.lsid) ? server.sessions.get(sessionIdOf(command.lsid)) : null;
  const name = String(Object.values(command)[0]);
  return { server, command, db, name, txn: null, session, connection, sent, done: null, deadline, ctx };
}
