import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { createSandbox, createSandboxMiddleware, keepSandboxMemory, readSandboxMemory } from '../bot/sandbox';
import type { CallbackReceipt } from '../bot/wecom';
import type { PersonDto } from './contracts/api/identity';
import type { WechatConfig, WecomConfig } from './platform/config/config';

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
const AES_KEY_LENGTH = 43;
const WHO_FIRST = ['manager', 'leader', 'planner', 'inspector', 'worker', 'keeper'];
const HINTS = {
  'zh-CN': ['进度 WO-0309', '催 312', '今日', '我的任务', '异常', '审批', '帮助'],
  en: ['progress WO-0309', 'nudge 312', 'today', 'my tasks', 'alerts', 'approvals', 'help'],
};

/** A local WeCom for the demonstration, with secrets of its own for as long as it runs and chats that outlast it. Production never loads this file. */
export function openSandbox(
  people: readonly PersonDto[],
  callbackUrl: () => string,
  {
    dataDir,
    trustedUrl,
    factoryId,
    logger,
  }: {
    readonly dataDir: string;
    /** The one address whose pages may ask who is looking at them. */
    readonly trustedUrl: string;
    readonly factoryId: string;
    readonly logger: Logger;
  },
): {
  config: Omit<WecomConfig, 'apiBaseUrl'>;
  wechat: Omit<WechatConfig, 'apiBaseUrl'>;
  room: Middleware;
  observe: (receipt: CallbackReceipt) => void;
  /** What the console of WeCom does when an administrator saves the callback address. */
  checkAddress: () => Promise<boolean>;
  hangUp: () => void;
  stop: () => void;
} {
  const config = {
    corpId: `ww${randomText(16)}`,
    agentId: 1_000_002,
    secret: randomText(43),
    callbackToken: randomText(24),
    callbackAesKey: randomText(AES_KEY_LENGTH),
  };
  const wechat = { appId: `wx${randomBytes(8).toString('hex')}`, secret: randomBytes(16).toString('hex') };
  const rank = ({ roles }: PersonDto) =>
    Math.min(...roles.map((role) => (WHO_FIRST.indexOf(role) + WHO_FIRST.length + 1) % (WHO_FIRST.length + 1)));
  const sandbox = createSandbox({
    corpId: config.corpId,
    secret: config.secret,
    agentId: config.agentId,
    callbackUrl,
    trustedUrls: [trustedUrl],
    wechat,
    token: config.callbackToken,
    encodingAESKey: config.callbackAesKey,
    people: [...people]
      .sort((a, b) => rank(a) - rank(b))
      .flatMap(({ wecomUserId, name }) => (wecomUserId ? [{ id: wecomUserId, name }] : [])),
    clock: () => new Date(),
    hints: HINTS,
    before: readSandboxMemory(dataDir, factoryId, logger),
  });
  return {
    config,
    wechat,
    room: createSandboxMiddleware(sandbox, { pageDir: path.resolve('bot/sandbox/page') }),
    observe: ({ nonce, outcome }) => sandbox.noteReceipt(nonce, outcome),
    checkAddress: () => sandbox.verifyCallback(),
    hangUp: () => sandbox.close(),
    stop: keepSandboxMemory(sandbox, dataDir, factoryId, logger),
  };
}

/** Letters and digits only, as the console of WeCom demands of tokens and keys. */
function randomText(length: number): string {
  return [...randomBytes(length)].map((byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
}
