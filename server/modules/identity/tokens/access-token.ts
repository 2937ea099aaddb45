import { createHmac } from 'node:crypto';
import { createSigner, createVerifier, TokenError } from 'fast-jwt';
import { AppError } from '../../../platform';
import { refreshTokenAfter } from './refresh-token';

export const ACCESS_TOKEN_MS = 10 * 60_000;
const ISSUER = 'chejiantong';

export type AccessClaims = { readonly personId: string; readonly factoryId: string; readonly sessionId: string };
/** What one secret makes: access tokens, the chain of refresh tokens of a sign-in, and marks that nobody else can make. */
export type AccessTokens = {
  sign(claims: AccessClaims, now: Date): { token: string; expiresAt: Date };
  /** Throws `not_signed_in` or `session_ended`. */
  verify(token: string, now: Date): AccessClaims;
  /** The refresh token that is handed out for this one. */
  refreshAfter(refreshToken: string): string;
  /** A mark of a text (HMAC-SHA256), for one purpose: the same text has another mark for another purpose. */
  mark(purpose: string, text: string): Buffer;
};

/** Short-lived tokens, HS256 and nothing else (RFC 8725: algorithm, issuer and audience pinned). */
export function accessTokens(secret: string): AccessTokens {
  const sign = createSigner({ key: secret, algorithm: 'HS256', iss: ISSUER, aud: ISSUER, noTimestamp: true });
  const verify = createVerifier({
    key: secret,
    algorithms: ['HS256'],
    allowedIss: ISSUER,
    allowedAud: ISSUER,
    // The library holds a claim against what is allowed only when it is there.
    requiredClaims: ['iss', 'aud', 'sub', 'fac', 'sid', 'exp'],
    cache: 2_000,
    ignoreExpiration: true,
  });
  return {
    sign(claims, now) {
      const expiresAt = new Date(now.getTime() + ACCESS_TOKEN_MS);
      return {
        token: sign({ sub: claims.personId, fac: claims.factoryId, sid: claims.sessionId, exp: Math.floor(expiresAt.getTime() / 1_000) }),
        expiresAt,
      };
    },
    verify(token, now) {
      let payload: Record<string, unknown>;
      try {
        payload = verify(token) as Record<string, unknown>;
      } catch (error) {
        if (error instanceof TokenError) throw new AppError('not_signed_in');
        throw error;
      }
      // The library's cache knows nothing of our clock, so the end of a token is checked here.
      if (typeof payload.exp !== 'number' || payload.exp * 1_000 <= now.getTime()) throw new AppError('session_ended');
      const { sub, fac, sid } = payload;
      if (!isId(sub) || !isId(sid) || typeof fac !== 'string') throw new AppError('not_signed_in');
      return { personId: sub, factoryId: fac, sessionId: sid };
    },
    refreshAfter: (refreshToken) => refreshTokenAfter(secret, refreshToken),
    mark: (purpose, text) => createHmac('sha256', secret).update(`${purpose}\n`).update(text).digest(),
  };
}

function isId(claim: unknown): claim is string {
  return typeof claim === 'string' && /^[0-9a-f]{24}$/.test(claim);
}
