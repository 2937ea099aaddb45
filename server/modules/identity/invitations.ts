import { randomInt } from 'node:crypto';
import { INVITATION_LENGTH, INVITATION_LETTERS } from '../../contracts/invitation-code';
import { InvitationModel } from './models/invitation.model';
import type { Person } from './models/person.model';
import type { AccessTokens } from './tokens/access-token';

/** Three days: over a weekend, and not for ever on a note beside the machine. */
export const INVITATION_MS = 72 * 3_600_000;
/** As long as a device whose answer was lost may ask once more with a code that it used itself. */
export const LOST_ANSWER_MS = 10 * 60_000;

export function newInvitationCode(): string {
  return Array.from({ length: INVITATION_LENGTH }, () => INVITATION_LETTERS.charAt(randomInt(INVITATION_LETTERS.length))).join('');
}

/** What is kept of a code. With the store alone nobody finds the code again. */
export const markOfCode = (tokens: AccessTokens, code: string): string => tokens.mark('invitation', code).toString('base64url');

export const hasBeenIn = (person: Person): boolean =>
  Boolean(person.wechatOpenId) || (person.lastSignInAt !== null && person.lastSignInAt !== undefined);

/** Withdraws what is open for a person; answers how many that were. Inside the caller's transaction. */
export async function revokeOpenInvitations(factoryId: string, personId: string): Promise<number> {
  const revoked = await InvitationModel.updateMany({ factoryId, personId, state: 'open' }, { $set: { state: 'revoked' } });
  return revoked.modifiedCount;
}
