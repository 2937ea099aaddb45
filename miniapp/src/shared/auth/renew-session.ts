import type { SessionDto } from '@contracts/api/identity';
import type { Failure } from '../request/failure';
import { failureOf } from '../request/failure';
import { exchange } from '../request/wire';
import { alone } from './alone';
import { currentSession, endSession, keepSession, reReadSession } from './session';

export type Renewal = { readonly ok: true; readonly session: SessionDto } | { readonly ok: false; readonly failure: Failure };

let renewing: Promise<Renewal> | null = null;

/**
 * Trades the refresh token for a new session, once, however many requests found the old one expired: a refresh token works one time,
 * and using it twice looks to the server like theft. `failedToken` is the access token that was turned down.
 */
export function renewSession(failedToken: string): Promise<Renewal> {
  renewing ??= alone('renew-session', () => renew(failedToken)).finally(() => {
    renewing = null;
  });
  return renewing;
}

async function renew(failedToken: string): Promise<Renewal> {
  const session = reReadSession();
  if (!session) return { ok: false, failure: { kind: 'signed_out' } };
  if (session.accessToken !== failedToken) return { ok: true, session };
  const answer = await exchange({ method: 'POST', path: '/sessions/refresh', body: { refreshToken: session.refreshToken } });
  if (!answer) return { ok: false, failure: { kind: 'unreachable' } };
  if (answer.status >= 200 && answer.status < 300) {
    const next = answer.body as SessionDto;
    keepSession(next);
    return { ok: true, session: next };
  }
  const failure = failureOf(answer);
  const ended = failure.kind === 'signed_out' || failure.kind === 'refused';
  if (ended && currentSession()?.refreshToken === session.refreshToken) endSession();
  return { ok: false, failure: ended ? { kind: 'signed_out' } : failure };
}
