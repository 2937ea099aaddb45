import { isObj, toNum } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import type { Doc } from '../types';
import { type Call, type Connection, command, type ServerState } from './call';

/** Makes commands fail on purpose, so that retries can be tested. */
export type FailPoint = { skip: number; timesLeft: number; readonly data: Doc };

const FAIL_POINTS = ['failCommand', 'onPrimaryTransactionalWrite'];

export const configureFailPoint = command('configureFailPoint:string! mode! data:object', [], ({ server, name, command: c }) => {
  const { mode, data = {} } = c;
  if (!FAIL_POINTS.includes(name)) throw unsupported(`the fail point ${name}`);
  if (mode !== 'off' && mode !== 'alwaysOn' && !isObj(mode)) refuse(2, `unknown fail point mode ${String(mode)}`);
  const { times = mode === 'off' ? 0 : Number.POSITIVE_INFINITY, skip = 0, ...other } = isObj(mode) ? mode : {};
  if (Object.keys(other).length > 0) throw unsupported('fail point modes other than times and skip');
  server.failPoints.set(name, { skip: toNum(skip), timesLeft: toNum(times), data: data as Doc });
  return { ok: 1 };
});

/** Counts a meeting with a fail point; its data when it strikes. */
function strike(failPoint: FailPoint | undefined): Doc | null {
  if (!failPoint || failPoint.timesLeft <= 0 || failPoint.skip-- > 0) return null;
  failPoint.timesLeft--;
  return failPoint.data;
}

/** `failCommand` waits, cuts the connection and throws as it was told. Its data when the command is to run all the same. */
export async function failCommand({ failPoints }: ServerState, name: string, connection: Connection): Promise<Doc | null> {
  const failPoint = failPoints.get('failCommand');
  const { failCommands, appName = connection.appName } = failPoint?.data ?? {};
  if (!Array.isArray(failCommands) || !failCommands.includes(name) || appName !== connection.appName) return null;
  const data = strike(failPoint);
  if (!data) return null;
  if (data.blockConnection === true) await new Promise((resolve) => setTimeout(resolve, toNum(data.blockTimeMS)));
  const { closeConnection, errorCode = closeConnection === true ? 6 : undefined, errorLabels } = data;
  if (closeConnection === true) connection.cut = true;
  if (errorCode === undefined) return data;
  refuse(toNum(errorCode), `Failing command via 'failCommand' failpoint`, errorLabels === undefined ? {} : { errorLabels });
}

/** `onPrimaryTransactionalWrite` cuts the connection once a statement of a retryable write is done, or throws instead of doing it. */
export function strikeWrite({ server, connection }: Call): void {
  const data = strike(server.failPoints.get('onPrimaryTransactionalWrite'));
  if (!data) return;
  if (data.closeConnection !== false) connection.cut = true;
  const { failBeforeCommitExceptionCode: code } = data;
  if (code !== undefined) refuse(toNum(code), 'Failing write via the fail point onPrimaryTransactionalWrite');
}
