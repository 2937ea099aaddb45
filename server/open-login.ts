import type { Logger } from 'pino';
import { createTokenStore } from '../bot';
import { createWechatLogin, type WechatOutcome } from '../bot/wechat';
import { createAuthorizeUrl, createWecomClient, type WecomClient, type WecomFailure } from '../bot/wecom';
import type { LoginPlatform, Recognised } from './modules/identity';
import { accepted, refused } from './platform';
import type { Config, WechatConfig, WecomConfig } from './platform/config/config';

/** What stands in for the platforms in a demonstration. */
export type LoginSandbox = { readonly wecom: Omit<WecomConfig, 'apiBaseUrl'>; readonly wechat: Omit<WechatConfig, 'apiBaseUrl'> };

export type OpenLogin = {
  readonly platform: LoginPlatform;
  /** Called once the server's own address is known: in a demonstration the platforms are there. */
  listening(address: string): void;
};

/** A phone waits twelve seconds for an answer; what is left is for the way. */
const PATIENCE_MS = 9_000;
const CODE_INVALID = new Set([40029, 40163, 42003, 42022]);
const NOT_VISIBLE = new Set([50002, 60011, 60021, 60111]);
const WECHAT_BLOCKED = 40226;
const WECHAT_CONFIG = new Set([40013, 40125, 41002, 41004]);

/** Opens the doors that are configured. A real platform goes before the sandbox; each stands for itself. */
export function openLogin(config: Config, sandbox: LoginSandbox | null, logger: Logger): OpenLogin {
  let own = '';
  const wecom = config.wecom ?? sandbox?.wecom;
  const wechat = config.wechat ?? sandbox?.wechat;
  return {
    platform: {
      publicUrl: config.publicUrl,
      ...(wecom ? { wecom: wecomDoor(wecom, () => (config.wecom ? null : own), config, logger) } : {}),
      ...(wechat
        ? {
            wechat: {
              async whoIs(code) {
                const baseUrl = config.wechat?.apiBaseUrl ?? `${own}/sandbox/wechat`;
                return fromWechat(await createWechatLogin({ ...wechat, baseUrl, logger }).exchange(code));
              },
            },
          }
        : {}),
    },
    listening(address) {
      own = address;
    },
  };
}

function wecomDoor(
  app: Omit<WecomConfig, 'apiBaseUrl'>,
  sandboxAt: () => string | null,
  config: Config,
  logger: Logger,
): NonNullable<LoginPlatform['wecom']> {
  let opened: WecomClient | null = null;
  // Opened at first use: in a demonstration the platform's address is known only then.
  const client = (): WecomClient => {
    opened ??= createWecomClient({
      baseUrl: config.wecom?.apiBaseUrl ?? `${sandboxAt()}/sandbox/qyapi`,
      corpId: app.corpId,
      secret: app.secret,
      agentId: app.agentId,
      tokenStore: createTokenStore(),
      clock: () => new Date(),
      logger,
      timeoutMs: 4_000,
    });
    return opened;
  };
  const pages = config.wecom
    ? { authorizeBaseUrl: 'https://open.weixin.qq.com', scanBaseUrl: 'https://login.work.weixin.qq.com' }
    : { authorizeBaseUrl: `${config.publicUrl}/sandbox`, scanBaseUrl: `${config.publicUrl}/sandbox` };
  return {
    async whoIsInMiniprogram(code) {
      const outcome = await inTime(client().exchangeLoginCode(code));
      return outcome.kind === 'done' ? accepted(outcome.value) : fromWecom(outcome.failure);
    },
    async whoIsOnTheWeb(code) {
      const outcome = await inTime(client().exchangeWebCode(code));
      if (outcome.kind === 'failed') return fromWecom(outcome.failure);
      return outcome.value ? accepted(outcome.value) : refused({ code: 'login_not_member' });
    },
    authorizeUrl: createAuthorizeUrl({ ...pages, corpId: app.corpId, agentId: app.agentId }),
  };
}

type Failed = { kind: 'failed'; failure: WecomFailure };

async function inTime<T>(asked: Promise<T>): Promise<T | Failed> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Failed>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'failed', failure: { kind: 'unreachable', reason: 'late' } }), PATIENCE_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

function fromWecom({ kind, errcode }: WecomFailure): Recognised<never> {
  if (errcode !== undefined && CODE_INVALID.has(errcode)) return refused({ code: 'login_code_invalid' });
  if (errcode !== undefined && NOT_VISIBLE.has(errcode)) return refused({ code: 'login_not_member' });
  if (kind === 'permanent' && errcode === undefined) return refused({ code: 'login_not_member' });
  if (kind === 'config' || kind === 'permanent')
    return refused({ code: 'login_misconfigured', platform: 'wecom', errcode: String(errcode ?? '') });
  return refused({ code: 'login_platform_away', platform: 'wecom' });
}

function fromWechat(outcome: WechatOutcome): Recognised<{ openId: string }> {
  if (outcome.kind === 'done') return accepted({ openId: outcome.openId });
  const { errcode } = outcome;
  if (errcode !== undefined && CODE_INVALID.has(errcode)) return refused({ code: 'login_code_invalid' });
  if (errcode === WECHAT_BLOCKED) return refused({ code: 'login_blocked' });
  if (errcode !== undefined && WECHAT_CONFIG.has(errcode))
    return refused({ code: 'login_misconfigured', platform: 'wechat', errcode: String(errcode) });
  return refused({ code: 'login_platform_away', platform: 'wechat' });
}
