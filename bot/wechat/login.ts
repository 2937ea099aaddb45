import type { Logger } from 'pino';

export interface WechatLoginOptions {
  /** e.g. `https://api.weixin.qq.com` */
  baseUrl: string;
  appId: string;
  secret: string;
  logger: Logger;
  fetch?: typeof fetch;
  /** per request, in ms */
  timeoutMs?: number;
}

/** `errcode` as the platform gave it; absent when it gave no answer at all. */
export type WechatOutcome = { kind: 'done'; openId: string } | { kind: 'failed'; errcode?: number };
export interface WechatLogin {
  /** The account behind a code of `wx.login`; good once, for 5 minutes. Never asked twice with one code: the first may have used it up. */
  exchange(code: string): Promise<WechatOutcome>;
}

/**
 * Asks WeChat whose code this is. Its success has no errcode, unlike WeCom's. The session key in the answer is not kept: nothing here
 * decrypts with it.
 */
export function createWechatLogin({
  baseUrl,
  appId,
  secret,
  logger,
  fetch: send = fetch,
  timeoutMs = 5_000,
}: WechatLoginOptions): WechatLogin {
  const base = baseUrl.replace(/\/+$/, '');

  async function ask(code: string): Promise<Record<string, unknown>> {
    const query = new URLSearchParams({ appid: appId, secret, js_code: code, grant_type: 'authorization_code' });
    const response = await send(`${base}/sns/jscode2session?${query}`, { signal: AbortSignal.timeout(timeoutMs) });
    const answer: unknown = response.ok ? JSON.parse(await response.text()) : null;
    return typeof answer === 'object' && answer !== null ? { ...answer } : {};
  }

  return {
    async exchange(code) {
      try {
        const { openid, errcode } = await ask(code);
        if (typeof openid === 'string' && openid !== '') return { kind: 'done', openId: openid };
        logger.warn({ errcode }, 'wechat login refused');
        return typeof errcode === 'number' ? { kind: 'failed', errcode } : { kind: 'failed' };
      } catch (error) {
        // Only its name: the text of a network error may hold the whole address, and with it the secret.
        logger.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'wechat login not answered');
        return { kind: 'failed' };
      }
    },
  };
}
