import { refreshBody } from '../../../contracts/api/identity';
import { accepted, defineCommand, refused } from '../../../platform';
import { type Person, PersonModel } from '../models/person.model';
import { type Session, SessionModel } from '../models/session.model';
import { sessionDto } from '../sessions';
import type { AccessTokens } from '../tokens/access-token';
import { hashToken, newRefreshToken, REFRESH_TOKEN_MS } from '../tokens/refresh-token';
import { endStolenSession } from './end-stolen-session';

const MOST_REMEMBERED = -50;

/**
 * Exchanges a refresh token for the next one. A token that was exchanged before has been copied by somebody: the sign-in it belongs
 * to ends, for the thief and for the owner, who signs in again.
 */
export const refreshSession = (tokens: AccessTokens) =>
  defineCommand({
    name: 'identity.refresh-session',
    permission: 'identity.sign_out',
    input: refreshBody,
    unjournalled: ['refreshToken'],
    secretAnswer: true,
    async run({ refreshToken }, { now }) {
      const given = hashToken(refreshToken);
      const next = newRefreshToken();
      const session = await SessionModel.findOneAndUpdate(
        { tokenHash: given, endedAt: null, expiresAt: { $gt: now } },
        {
          $set: { tokenHash: hashToken(next), refreshedAt: now, expiresAt: new Date(now.getTime() + REFRESH_TOKEN_MS) },
          $push: { usedTokenHashes: { $each: [given], $slice: MOST_REMEMBERED } },
        },
        { returnDocument: 'after' },
      ).lean<Session>();
      if (!session) {
        const stolen = await SessionModel.exists({ usedTokenHashes: given, endedAt: null });
        return refused({ code: stolen ? 'session_stolen' : 'session_ended' });
      }
      const person = await PersonModel.findOne({ factoryId: session.factoryId, _id: session.personId }).lean<Person>();
      if (!person || person.state === 'departed') return refused({ code: 'person_departed' });
      return accepted(sessionDto(person, session._id.toHexString(), next, tokens, now));
    },
  });

/** Refreshing, and ending the sign-in when the token turns out to be a copy. Two transactions: a refusal writes nothing. */
export const refreshOrEnd = (tokens: AccessTokens) => {
  const refresh = refreshSession(tokens);
  return {
    ...refresh,
    run: async (input: unknown, context: Parameters<typeof refresh.run>[1]) => {
      const outcome = await refresh.run(input, context);
      if (outcome.kind === 'refused' && outcome.refusal.code === 'session_stolen') await endStolenSession.run(input, context);
      return outcome;
    },
  } as typeof refresh;
};
