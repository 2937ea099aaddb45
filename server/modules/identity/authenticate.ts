import { type Actor, AppError } from '../../platform';
import { actorOf } from './actors';
import { type Session, SessionModel } from './models/session.model';
import { remembering } from './remembered';
import type { AccessTokens } from './tokens/access-token';

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;
const REMEMBERED_MS = 2_000;

/**
 * The person behind a bearer token, as they are now: a sign-in that has ended and a person who has left are turned away at once.
 * `rememberForMs` above 0 is for a store that only this process writes to; another process ends sign-ins unheard.
 */
export function authenticator(
  tokens: AccessTokens,
  rememberForMs = REMEMBERED_MS,
): (authorization: string | undefined, now: Date) => Promise<Actor> {
  const actors = remembering<Actor>(rememberForMs);
  return async (authorization, now) => {
    const token = BEARER.exec(authorization ?? '')?.[1];
    if (!token) throw new AppError('not_signed_in');
    const { personId, factoryId, sessionId } = tokens.verify(token, now);
    return actors(`${factoryId}/${personId}/${sessionId}`, async () => {
      // The person first: somebody who has left is told so, and not that a sign-in has ended.
      const actor = await actorOf(factoryId, personId);
      const session = await SessionModel.findOne({ _id: sessionId, factoryId, personId, endedAt: null }, { _id: 1 }).lean<
        Pick<Session, '_id'>
      >();
      if (!session) throw new AppError('session_ended');
      return { ...actor, sessionId };
    });
  };
}
