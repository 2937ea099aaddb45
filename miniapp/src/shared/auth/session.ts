import type { SessionDto } from '@contracts/api/identity';
import { createObservable, useObservable } from '../observable';
import { isRecord, readStored, removeStored, writeStored } from '../storage/device-storage';

const NAME = 'session';

const session = createObservable<SessionDto | null>(readStored(NAME, isSession));

/** Who is signed in on this phone, or nobody. */
export function currentSession(): SessionDto | null {
  return session.get();
}

/** The session as stored: on the web another tab may have renewed it since. */
export function reReadSession(): SessionDto | null {
  session.set(readStored(NAME, isSession));
  return session.get();
}

export function keepSession(next: SessionDto): void {
  writeStored(NAME, next);
  session.set(next);
}

/** Forgets the session. What the person has not yet sent stays on the phone and stays theirs (B-11.6). */
export function endSession(): void {
  removeStored(NAME);
  session.set(null);
}

export const onSessionChange = session.subscribe;

export function useSession(): SessionDto | null {
  return useObservable(session);
}

function isSession(value: unknown): value is SessionDto {
  return isRecord(value) && typeof value.accessToken === 'string' && typeof value.refreshToken === 'string' && isRecord(value.person);
}
