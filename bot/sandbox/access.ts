import { randomBytes } from 'node:crypto';
import type { Faults } from './faults';
import { refuseUnless } from './refusal';

const TOKEN_LIFE_MS = 7_200_000;
const MINUTE_MS = 60_000;
/** How often one API may be called in a minute before it answers 45009. */
const CALLS_PER_MINUTE = 10_000;
const TOKENS_PER_MINUTE = 200;

/** Hands out the one token of the app and checks it on every call; counts calls per API. */
export function createAccess({ corpId, secret, clock, faults }: { corpId: string; secret: string; clock: () => Date; faults: Faults }) {
  let token = '';
  let expiresAt = 0;
  const expired = new Set<string>();
  const calls = new Map<string, { windowStart: number; count: number }>();

  function count(path: string) {
    const now = clock().getTime();
    const counted = calls.get(path);
    const current = counted && now - counted.windowStart < MINUTE_MS ? counted : { windowStart: now, count: 0 };
    current.count += 1;
    calls.set(path, current);
    refuseUnless(current.count <= (path === 'gettoken' ? TOKENS_PER_MINUTE : CALLS_PER_MINUTE), 45009, 'api freq out of limit');
  }

  return {
    count,

    /** Whether the app may call at all: from this address, and while it is switched on. */
    checkCaller() {
      refuseUnless(!faults.strikes('ip_refused'), 60020, 'not allow to access from your ip');
      refuseUnless(!faults.strikes('app_disabled'), 50003, 'app is disabled');
    },

    give(query: URLSearchParams) {
      refuseUnless(query.get('corpid'), 41002, 'corpid missing');
      refuseUnless(query.get('corpsecret'), 41004, 'corpsecret missing');
      refuseUnless(query.get('corpid') === corpId, 40013, 'invalid corpid');
      refuseUnless(query.get('corpsecret') === secret, 40001, 'invalid credential');
      const now = clock().getTime();
      if (!token || now >= expiresAt) {
        token = randomBytes(48).toString('base64url');
        expiresAt = now + TOKEN_LIFE_MS;
      }
      return { access_token: token, expires_in: Math.ceil((expiresAt - now) / 1000) };
    },

    check(given: string) {
      refuseUnless(given, 41001, 'access_token missing');
      if (given === token && faults.strikes('token_expired')) {
        expired.add(token);
        token = '';
      }
      if (given === token && faults.strikes('token_rotated')) token = '';
      refuseUnless(!expired.has(given) && !(given === token && clock().getTime() >= expiresAt), 42001, 'access_token expired');
      refuseUnless(token !== '' && given === token, 40014, 'invalid access_token');
    },
  };
}
