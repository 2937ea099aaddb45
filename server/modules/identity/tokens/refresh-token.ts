import { createHash, createHmac, randomBytes } from 'node:crypto';

export const REFRESH_TOKEN_MS = 30 * 86_400_000;

/**
 * A refresh whose answer was lost is asked again with the same token. Within this time it is given the same next token once more;
 * later it is a copy in other hands. Long enough for a phone between two halls to try again, short for a thief.
 */
export const RETRY_MS = 30_000;

/** The first token of a sign-in: 256 random bits. Only its hash is stored. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The token that follows another in the same sign-in. Made from it with the server's secret, so that a repeat is answered with the
 * very same one although only hashes are stored: there is never more than one token that counts.
 */
export function refreshTokenAfter(secret: string, token: string): string {
  return createHmac('sha256', secret).update('refresh-token\n').update(token).digest('base64url');
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
