import { randomBytes } from 'node:crypto';
import { refuseUnless } from './refusal';

const LIFE_MS = 300_000;

/** The codes a client gets by `wx.qy.login`: good once, for five minutes. */
export function createLoginCodes(clock: () => Date) {
  const codes = new Map<string, { userId: string; expiresAt: number; used: boolean }>();
  return {
    issue(userId: string): string {
      const code = randomBytes(24).toString('base64url');
      codes.set(code, { userId, expiresAt: clock().getTime() + LIFE_MS, used: false });
      return code;
    },
    spend(code: string): string {
      const known = codes.get(code);
      refuseUnless(known, 40029, 'invalid code');
      refuseUnless(!known.used, 42022, 'code is used already');
      refuseUnless(known.expiresAt > clock().getTime(), 42003, 'code expired');
      known.used = true;
      return known.userId;
    },
  };
}
