import { isObj, toNum } from '../bson-values/kinds';
import { MongoError, unsupported } from '../errors';
import type { Doc } from '../types';
import type { Command, Connection } from './call';
import { labelsOfMadeUpError, namedCode } from './failures';

/** A `failCommand` fail point: makes commands fail on purpose, so that retries can be tested. */
export type FailPoint = { timesLeft: number; readonly commands: readonly string[]; readonly data: Doc };

/** Thrown to cut the connection without an answer. */
export class CloseConnection extends Error {}

export const configureFailPoint: Command = {
  run: ({ server, command }) => {
    if (command.configureFailPoint !== 'failCommand') throw unsupported(`the fail point ${String(command.configureFailPoint)}`);
    const { mode } = command;
    const data = isObj(command.data) ? command.data : {};
    if (mode === 'off') server.failPoint = null;
    else if (mode === 'alwaysOn' || isObj(mode)) {
      if (isObj(mode) && mode.times === undefined) throw unsupported('fail point modes other than times');
      const timesLeft = isObj(mode) ? toNum(mode.times) : Number.POSITIVE_INFINITY;
      server.failPoint = { timesLeft, commands: (data.failCommands ?? []) as string[], data };
    } else throw new MongoError(2, `unknown fail point mode ${String(mode)}`);
    return { ok: 1 };
  },
};

/** The data of the fail point when it strikes this command; counts the strike. */
export function strike(failPoint: FailPoint | null, name: string, connection: Connection): Doc | null {
  if (!failPoint || failPoint.timesLeft <= 0 || !failPoint.commands.includes(name)) return null;
  if (failPoint.data.appName !== undefined && failPoint.data.appName !== connection.appName) return null;
  failPoint.timesLeft--;
  return failPoint.data;
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
