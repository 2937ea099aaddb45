import { createHash } from 'node:crypto';
import type { Faults } from './faults';
import type { QyapiAnswer } from './qyapi';
import { Refusal, refuseUnless } from './refusal';
import type { Wire } from './wire';

export interface WechatOptions {
  appId: string;
  secret: string;
  clock: () => Date;
  faults: Faults;
  wire: Wire;
  spendLoginCode: (code: string) => string;
}

const MINUTE_MS = 60_000;
const CALLS_PER_MEMBER_AND_MINUTE = 100;

/** The one call of WeChat that the product makes: whose code is this. HTTP 200 always; a success has no errcode. */
export function createWechat({ appId, secret, clock, faults, wire, spendLoginCode }: WechatOptions) {
  const calls = new Map<string, { windowStart: number; count: number }>();

  function count(userId: string) {
    const now = clock().getTime();
    const counted = calls.get(userId);
    const current = counted && now - counted.windowStart < MINUTE_MS ? counted : { windowStart: now, count: 0 };
    current.count += 1;
    calls.set(userId, current);
    refuseUnless(current.count <= CALLS_PER_MEMBER_AND_MINUTE, 45011, 'api minute-quota reach limit');
  }

  function answer(path: string, query: URLSearchParams) {
    refuseUnless(path === 'sns/jscode2session', 40066, 'invalid url');
    refuseUnless(query.get('appid'), 41002, 'appid missing');
    refuseUnless(query.get('appid') === appId, 40013, 'invalid appid');
    refuseUnless(query.get('secret'), 41004, 'appsecret missing');
    refuseUnless(query.get('secret') === secret, 40125, 'invalid appsecret');
    refuseUnless(query.get('js_code'), 41008, 'missing code');
    refuseUnless(query.get('grant_type') === 'authorization_code', 40002, 'invalid grant_type');
    const userId = spendLoginCode(query.get('js_code') ?? '');
    count(userId);
    return { openid: openIdOf(appId, userId), session_key: 'c2FuZGJveCBzZXNzaW9uIQ==' };
  }

  return async (path: string, query: URLSearchParams): Promise<QyapiAnswer> => {
    const entry = wire.begin({ direction: 'to_platform', method: 'GET', path });
    if (faults.strikes('platform_down')) {
      entry.note({ key: 'fault', values: { name: 'platform_down' } });
      entry.end({ state: 'lost' });
      return 'hang_up';
    }
    try {
      const fields = answer(path, query);
      entry.end({ state: 'accepted', status: 200 });
      return inText(fields);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { errcode, errmsg } = error;
      entry.end({ state: 'refused', status: 200, errcode, errmsg });
      return inText({ errcode, errmsg: `${errmsg}, rid: 00000000-00000000-00000000` });
    }
  };
}

/** One account of one member in one mini-program, the same every time. */
export function openIdOf(appId: string, userId: string): string {
  return `o${createHash('sha256').update(`${appId}/${userId.toLowerCase()}`).digest('base64url').slice(0, 27)}`;
}

// JSON that is said to be text, as the platform does.
const inText = (fields: object): QyapiAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: JSON.stringify(fields),
});
