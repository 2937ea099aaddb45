import { randomBytes } from 'node:crypto';
import { refuseUnless } from './refusal';

const LIFE_MS = 300_000;

/** For which door a code was made: one of the browser opens none of the mini-program. */
export type LoginDoor = 'miniprogram' | 'web' | 'wechat';
export type LoginRefusals = { readonly unknown: number; readonly used: number; readonly expired: number };

const REFUSALS: Readonly<Record<LoginDoor, LoginRefusals>> = {
  miniprogram: { unknown: 40029, used: 42022, expired: 42003 },
  web: { unknown: 40029, used: 42022, expired: 42003 },
  wechat: { unknown: 40029, used: 40163, expired: 40029 },
};

/** The codes that a client or an authorize page gives out: good once, for five minutes. */
export function createLoginCodes(clock: () => Date) {
  const codes = new Map<string, { door: LoginDoor; userId: string; expiresAt: number; used: boolean }>();
  return {
    issue(userId: string, door: LoginDoor = 'miniprogram'): string {
      const code = randomBytes(24).toString('base64url');
      codes.set(code, { door, userId, expiresAt: clock().getTime() + LIFE_MS, used: false });
      return code;
    },
    spend(code: string, door: LoginDoor = 'miniprogram'): string {
      const { unknown, used, expired } = REFUSALS[door];
      const known = codes.get(code);
      refuseUnless(known && known.door === door, unknown, 'invalid code');
      refuseUnless(!known.used, used, door === 'wechat' ? 'code been used' : 'code is used already');
      refuseUnless(known.expiresAt > clock().getTime(), expired, 'code expired');
      known.used = true;
      return known.userId;
    },
  };
}
