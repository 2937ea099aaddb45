import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { AccessTokens } from './access-token';

/** As long as somebody may take to scan a code and confirm. */
export const LOGIN_STATE_MS = 10 * 60_000;

const TIME_DIGITS = 9;
const NUMBER_DIGITS = 32;
const SHAPE = new RegExp(`^([0-9a-z]{${TIME_DIGITS}})([0-9a-f]{${NUMBER_DIGITS}})([0-9a-f]{64})$`);

export type LoginTicket = { readonly state: string; readonly proof: string };

/**
 * What goes with a browser to the platform and comes back: letters and digits, at most 128 (the platform's limit). It says until when it
 * is good, has a number of its own, and is marked for a proof that only the browser that set out has. Without it somebody could be sent
 * back here with another one's code, and would work in that one's name.
 */
export function issueLoginTicket(tokens: AccessTokens, now: Date): LoginTicket {
  const until = (now.getTime() + LOGIN_STATE_MS).toString(36).padStart(TIME_DIGITS, '0');
  const number = randomBytes(NUMBER_DIGITS / 2).toString('hex');
  const proof = randomBytes(32).toString('base64url');
  return { state: `${until}${number}${markOf(tokens, until, number, proof)}`, proof };
}

/** The number of a ticket that is ours, still good and of this browser; null otherwise. */
export function numberOfTicket(tokens: AccessTokens, { state, proof }: LoginTicket, now: Date): string | null {
  const [, until = '', number = '', mark = ''] = SHAPE.exec(state) ?? [];
  if (number === '' || Number.parseInt(until, 36) <= now.getTime()) return null;
  const expected = markOf(tokens, until, number, proof);
  return timingSafeEqual(Buffer.from(expected), Buffer.from(mark)) ? number : null;
}

function markOf(tokens: AccessTokens, until: string, number: string, proof: string): string {
  const proofMark = createHash('sha256').update(proof).digest('hex');
  return tokens.mark('login-state', `${until}${number}${proofMark}`).toString('hex');
}
