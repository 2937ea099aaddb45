import { Types } from 'mongoose';
import type { SessionDto } from '../../contracts/api/identity';
import type { Channel } from '../../platform';
import { presentPerson } from './identity.presenter';
import { type Person, PersonModel } from './models/person.model';
import { type Session, SessionModel } from './models/session.model';
import type { AccessTokens } from './tokens/access-token';
import { hashToken, newRefreshToken, REFRESH_TOKEN_MS } from './tokens/refresh-token';

/** What is kept of a sign-in beside whose it is: how and on what, for its owner to know it again. */
export type SignInTraits = Partial<Pick<Session, 'way' | 'deviceName'>> & {
  readonly channel?: Channel;
  /** When the answer may have to be given once more. */
  readonly refreshToken?: string;
};

/** Begins a sign-in of a person who has proved who they are. Inside the caller's transaction. */
export async function beginSession(person: Person, tokens: AccessTokens, now: Date, traits: SignInTraits = {}): Promise<SessionDto> {
  const { way = null, deviceName = null, channel, refreshToken = newRefreshToken() } = traits;
  const _id = new Types.ObjectId();
  await SessionModel.create([
    {
      _id,
      factoryId: person.factoryId,
      personId: person._id.toHexString(),
      tokenHash: hashToken(refreshToken),
      startedAt: now,
      refreshedAt: now,
      expiresAt: new Date(now.getTime() + REFRESH_TOKEN_MS),
      way,
      deviceName,
      channel: channel === 'web' || channel === 'weapp' || channel === 'api' ? channel : null,
    },
  ]);
  await PersonModel.updateOne({ _id: person._id, factoryId: person.factoryId }, { $set: { lastSignInAt: now } });
  return sessionDto(person, _id.toHexString(), refreshToken, tokens, now);
}

export function sessionDto(person: Person, sessionId: string, refreshToken: string, tokens: AccessTokens, now: Date): SessionDto {
  const access = tokens.sign({ personId: person._id.toHexString(), factoryId: person.factoryId, sessionId }, now);
  return { accessToken: access.token, accessTokenExpiresAt: access.expiresAt.toISOString(), refreshToken, person: presentPerson(person) };
}
