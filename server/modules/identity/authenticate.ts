import { type Actor, AppError } from '../../platform';
import { actorOf } from './actors';
import { type Session, SessionModel } from './models/session.model';
import type { AccessTokens } from './tokens/access-token';

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;
const REMEMBERED_MS = 2_000;
const MOST_REMEMBERED = 5_000;

/** The person behind a bearer token, as they are now: a sign-in that has ended and a person who has left are turned away at once. */
export function authenticator(tokens: AccessTokens): (authorization: string | undefined, now: Date) => Promise<Actor> {
  const openSessions = new Map<string, number>();
  return async (authorization, now) => {
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (!token) throw new AppError('not_signed_in');
    const claims = tokens.verify(token, now);
    const actor = await actorOf(claims.factoryId, claims.personId);
    if ((openSessions.get(claims.sessionId) ?? 0) <= now.getTime()) {
      const session = await SessionModel.findOne({ _id: claims.sessionId, endedAt: null }, { _id: 1 }).lean<Pick<Session, '_id'>>();
      if (!session) {
        openSessions.delete(claims.sessionId);
        throw new AppError('session_ended');
      }
      if (openSessions.size > MOST_REMEMBERED) openSessions.clear();
      openSessions.set(claims.sessionId, now.getTime() + REMEMBERED_MS);
    }
    return actor;
  };
}
