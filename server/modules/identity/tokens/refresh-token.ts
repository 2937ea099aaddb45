import { createHash, randomBytes } from 'node:crypto';

export const REFRESH_TOKEN_MS = 30 * 86_400_000;

/** 256 random bits; only its hash is stored. */
export function newRefreshToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
