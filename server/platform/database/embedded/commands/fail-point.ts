import { isObj, toNum } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import type { Doc } from '../types';
import type { Call, Command, Connection, ServerState } from './call';
import { labelsOfMadeUpError, namedCode } from './failures';

/** Makes commands fail on purpose, so that retries can be tested. */
export type FailPoint = { skip: number; timesLeft: number; readonly data: Doc };

/** Thrown to cut the connection without an answer. */
export class CloseConnection extends Error {}

const FAIL_POINTS = ['failCommand', 'onPrimaryTransactionalWrite'];

export const configureFailPoint: Command = {
  run: ({ server, command: { configureFailPoint: name, mode, data } }) => {
    if (typeof name !== 'string' || !FAIL_POINTS.includes(name)) throw unsupported(`the fail point ${String(name)}`);
    if (mode !== 'off' && mode !== 'alwaysOn' && !isObj(mode)) refuse(2, `unknown fail point mode ${String(mode)}`);
    const { times = Number.POSITIVE_INFINITY, skip = 0, ...other } = isObj(mode) ? mode : {};
    if (Object.keys(other).length > 0) throw unsupported('fail point modes other than times and skip');
    if (mode === 'off') server.failPoints.delete(name);
    else server.failPoints.set(name, { skip: toNum(skip), timesLeft: toNum(times), data: isObj(data) ? data : {} });
    return { ok: 1 };
  },
};

/** Counts a meeting with a fail point; its data when it strikes. */
function meet(failPoint: FailPoint | undefined): Doc | null {
  if (!failPoint || failPoint.timesLeft <= 0 || failPoint.skip-- > 0) return null;
  failPoint.timesLeft--;
  return failPoint.data;
}

/** The data of `failCommand` when it strikes this command. */
export function strike(server: ServerState, name: string, connection: Connection): Doc | null {
  const failPoint = server.failPoints.get('failCommand');
  const { failCommands, appName } = failPoint?.data ?? {};
  if (!Array.isArray(failCommands) || !failCommands.includes(name)) return null;
  return appName === undefined || appName === connection.appName ? meet(failPoint) : null;
}

/** `onPrimaryTransactionalWrite` cuts the connection once a statement of a retryable write is done, or throws instead of doing it. */
export function strikeWrite({ server, connection }: Call): void {
  const data = meet(server.failPoints.get('onPrimaryTransactionalWrite'));
  if (!data) return;
  if (data.closeConnection !== false) connection.cut = true;
  const { failBeforeCommitExceptionCode: code } = data;
  if (code !== undefined) refuse(toNum(code), 'Failing write via the fail point onPrimaryTransactionalWrite');
}

/** The error reply the fail point asks for; null when the command is to run. */
export async function failOnPurpose(data: Doc, command: Doc, name: string): Promise<Doc | null> {
  if (data.blockConnection === true) await new Promise((resolve) => setTimeout(resolve, toNum(data.blockTimeMS)));
  if (data.closeConnection === true) throw new CloseConnection();
  if (data.errorCode === undefined) return null;
  const code = toNum(data.errorCode);
  const reply = { ok: 0, errmsg: `Failing command via 'failCommand' failpoint`, ...namedCode(code) };
  return withLabels(reply, data, labelsOfMadeUpError(code, command, name, false));
}

/** Adds the write concern error the fail point asks for to the reply of a command that ran. */
export function addWriteConcernError(reply: Doc, data: Doc, command: Doc, name: string): Doc {
  const { writeConcernError } = data;
  if (!isObj(writeConcernError)) return reply;
  return withLabels({ ...reply, writeConcernError }, data, labelsOfMadeUpError(toNum(writeConcernError.code), command, name, true));
}

function withLabels(reply: Doc, data: Doc, usual: string[]): Doc {
  const labels = data.errorLabels ?? usual;
  return Array.isArray(labels) && labels.length > 0 ? { ...reply, errorLabels: labels } : reply;
}
