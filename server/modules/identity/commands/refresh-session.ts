import { refreshBody } from '../../../contracts/api/identity';
import { accepted, defineCommand, refused } from '../../../platform';
import { type Person, PersonModel } from '../models/person.model';
import { type Session, SessionModel } from '../models/session.model';
import { sessionDto } from '../sessions';
import type { AccessTokens } from '../tokens/access-token';
import { hashToken, REFRESH_TOKEN_MS, RETRY_MS } from '../tokens/refresh-token';
import { endStolenSession } from './end-stolen-session';

const MOST_REMEMBERED = -50;

/**
 * Exchanges a refresh token for the next one. The token before is answered once more with the same next one while it may be a retry
 * (RETRY_MS); after that a token that was exchanged before has been copied by somebody: the sign-in it belongs to ends, for the thief
 * and for the owner, who signs in again. An older token within that time is refused and ends nothing: a request that was late.
 */
export const refreshSession = (tokens: AccessTokens) =>
  defineCommand({
    name: 'identity.refresh-session',
    permission: 'identity.sign_out',
    input: refreshBody,
    unjournalled: ['refreshToken'],
    secretAnswer: true,
    refusalsUnjournalled: true,
    async run({ refreshToken }, { now }) {
      const given = hashToken(refreshToken);
      const next = tokens.refreshAfter(refreshToken);
      const session = (await exchanged(given, hashToken(next), now)) ?? (await exchangedJustNow(given, hashToken(next), now));
      if (!session) {
        const copied = await SessionModel.exists({ usedTokenHashes: given, endedAt: null, refreshedAt: { $lte: retriesSince(now) } });
        return refused({ code: copied ? 'session_stolen' : 'session_ended' });
      }
      const person = await PersonModel.findOne({ factoryId: session.factoryId, _id: session.personId }).lean<Person>();
      if (!person || person.state === 'departed') return refused({ code: 'person_departed' });
      return accepted(sessionDto(person, session._id.toHexString(), next, tokens, now));
    },
  });

function exchanged(given: string, next: string, now: Date): Promise<Session | null> {
  return SessionModel.findOneAndUpdate(
    { tokenHash: given, endedAt: null, expiresAt: { $gt: now } },
    {
      $set: { tokenHash: next, refreshedAt: now, expiresAt: new Date(now.getTime() + REFRESH_TOKEN_MS) },
      $push: { usedTokenHashes: { $each: [given], $slice: MOST_REMEMBERED } },
    },
    { returnDocument: 'after' },
  ).lean<Session>();
}

function exchangedJustNow(given: string, next: string, now: Date): Promise<Session | null> {
  return SessionModel.findOne({
    usedTokenHashes: given,
    tokenHash: next,
    endedAt: null,
    refreshedAt: { $gt: retriesSince(now) },
  }).lean<Session>();
}

const retriesSince = (now: Date) => new Date(now.getTime() - RETRY_MS);

/** Refreshing, and ending the sign-in when the token turns out to be a copy. Two transactions: a refusal writes nothing. */
export const refreshOrEnd = (tokens: AccessTokens): ReturnType<typeof refreshSession> => {
  const refresh = refreshSession(tokens);
  return {
    ...refresh,
    async run(input, context) {
      const outcome = await refresh.run(input, context);
      if (outcome.kind === 'refused' && outcome.refusal.code === 'session_stolen') await endStolenSession.run(input, context);
      return outcome;
    },
  };
};
