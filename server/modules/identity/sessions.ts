import { Types } from 'mongoose';
import type { SessionDto } from '../../contracts/api/identity';
import { presentPerson } from './identity.presenter';
import type { Person } from './models/person.model';
import { SessionModel } from './models/session.model';
import type { AccessTokens } from './tokens/access-token';
import { hashToken, newRefreshToken, REFRESH_TOKEN_MS } from './tokens/refresh-token';

/** Begins a sign-in of a person who has proved who they are. Inside the caller's transaction. */
export async function beginSession(person: Person, tokens: AccessTokens, now: Date): Promise<SessionDto> {
  const refreshToken = newRefreshToken();
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
    },
  ]);
  return sessionDto(person, _id.toHexString(), refreshToken, tokens, now);
}

export function sessionDto(person: Person, sessionId: string, refreshToken: string, tokens: AccessTokens, now: Date): SessionDto {
  const access = tokens.sign({ personId: person._id.toHexString(), factoryId: person.factoryId, sessionId }, now);
  return { accessToken: access.token, accessTokenExpiresAt: access.expiresAt.toISOString(), refreshToken, person: presentPerson(person) };
}
