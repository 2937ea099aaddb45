import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';

const text = z.optional(z.string().check(z.minLength(1)));
const port = z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65535)), 3000);

const environment = z.object({
  PORT: port,
  HOST: z._default(z.string(), '127.0.0.1'),
  PUBLIC_URL: text,
  DATA_DIR: z._default(z.string(), 'data'),
  MONGODB_URI: text,
  SERVICES: z._default(z.string(), 'web,bot,worker,scheduler'),
  DEMO: z.optional(z.enum(['0', '1'])),
  TOKEN_SECRET: text,
  METRICS_PORT: z.optional(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(65535))),
  LOG_LEVEL: z._default(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']), 'info'),
  DURABILITY: z._default(z.enum(['fsync', 'write']), 'fsync'),
  WECOM_CORP_ID: text,
  WECOM_AGENT_ID: text,
  WECOM_SECRET: text,
  WECOM_CALLBACK_TOKEN: text,
  WECOM_CALLBACK_AES_KEY: text,
  WECHAT_APP_ID: text,
  WECHAT_APP_SECRET: text,
  WECHAT_API_BASE_URL: z._default(z.string(), 'https://api.weixin.qq.com'),
  TRUST_PROXY: z._default(z.coerce.number().check(z.int(), z.minimum(0), z.maximum(9)), 0),
  FACTORY_NAME: text,
  FIRST_ADMIN_NAME: text,
  FIRST_ADMIN_WECOM_USER: text,
  WECOM_API_BASE_URL: z._default(z.string(), 'https://qyapi.weixin.qq.com'),
});

export const SERVICE_NAMES = ['web', 'bot', 'worker', 'scheduler'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export type WecomConfig = {
  corpId: string;
  agentId: number;
  secret: string;
  callbackToken: string;
  callbackAesKey: string;
  apiBaseUrl: string;
};
export type WechatConfig = { appId: string; secret: string; apiBaseUrl: string };
export type Config = {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  /** How many proxies stand between the phones and this process. */
  readonly trustProxies: number;
  readonly dataDir: string;
  readonly mongodbUri: string | null;
  readonly durability: 'fsync' | 'write';
  readonly services: ReadonlySet<ServiceName>;
  readonly demo: boolean;
  readonly tokenSecret: string;
  readonly metricsPort: number | null;
  readonly logLevel: string;
  /** Used once, when a factory is founded in an empty store. */
  readonly founding: { readonly name: string; readonly adminName: string | null; readonly adminWecomUserId: string | null };
  /** Null in a demonstration: the sandbox stands in for WeCom. */
  readonly wecom: WecomConfig | null;
  /** The mini-program in WeChat; null: nobody signs in from there. */
  readonly wechat: WechatConfig | null;
};

const SHORTEST_SECRET = 32;

const WECOM_NEEDS = ['WECOM_AGENT_ID', 'WECOM_SECRET', 'WECOM_CALLBACK_TOKEN', 'WECOM_CALLBACK_AES_KEY'] as const;

/** A configuration that is wrong stops the start, with the variable named and what to do. */
export class ConfigError extends Error {}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const given = parsed.data;
  const demo = given.DEMO === undefined ? !given.MONGODB_URI && !given.WECOM_CORP_ID : given.DEMO === '1';
  if (demo && env.NODE_ENV === 'production' && given.MONGODB_URI) {
    throw new ConfigError(
      'DEMO: the demonstration sign-in lets anybody in as anybody; it cannot run in production on MONGODB_URI. Set DEMO=0.',
    );
  }
  // A mini-program of one's own means people of one's own: the demonstration must not open to them because a variable was forgotten.
  if (demo && given.DEMO === undefined && given.WECHAT_APP_ID) {
    throw new ConfigError('DEMO: say 0 for a factory or 1 for a demonstration, because WECHAT_APP_ID is set');
  }
  const wecom = wecomConfig(given);
  const services = given.SERVICES.split(',').map((name) => name.trim());
  const unknown = services.find((name) => !(SERVICE_NAMES as readonly string[]).includes(name));
  if (unknown !== undefined) throw new ConfigError(`SERVICES: "${unknown}" is not one of ${SERVICE_NAMES.join(', ')}`);
  return {
    port: given.PORT,
    host: given.HOST,
    publicUrl: (given.PUBLIC_URL ?? `http://${given.HOST}:${given.PORT}`).replace(/\/+$/, ''),
    trustProxies: given.TRUST_PROXY,
    dataDir: path.resolve(given.DATA_DIR),
    mongodbUri: given.MONGODB_URI ?? null,
    durability: given.DURABILITY,
    services: new Set(services as ServiceName[]),
    demo,
    tokenSecret: tokenSecret(given.TOKEN_SECRET, demo, path.resolve(given.DATA_DIR)),
    metricsPort: given.METRICS_PORT ?? null,
    logLevel: given.LOG_LEVEL,
    founding: {
      name: given.FACTORY_NAME ?? '我的工厂',
      adminName: given.FIRST_ADMIN_NAME ?? null,
      adminWecomUserId: given.FIRST_ADMIN_WECOM_USER ?? null,
    },
    wecom,
    wechat: wechatConfig(given),
  };
}

function tokenSecret(given: string | undefined, demo: boolean, dataDir: string): string {
  if (given !== undefined) {
    if (Buffer.byteLength(given) < SHORTEST_SECRET)
      throw new ConfigError(`TOKEN_SECRET: at least ${SHORTEST_SECRET} bytes, e.g. from: openssl rand -base64 48`);
    return given;
  }
  if (!demo) throw new ConfigError('TOKEN_SECRET: needed outside the demonstration, e.g. from: openssl rand -base64 48');
  return keptSecret(path.join(dataDir, 'token-secret'), dataDir);
}

/** The demonstration's own secret, made once. Written whole or not at all: half a secret would sign tokens that anybody can guess. */
function keptSecret(file: string, dataDir: string): string {
  const kept = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (Buffer.byteLength(kept) >= SHORTEST_SECRET) return kept;
  const made = randomBytes(48).toString('base64url');
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(`${file}.new`, made, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return made;
}

function wecomConfig(given: z.infer<typeof environment>): WecomConfig | null {
  if (!given.WECOM_CORP_ID) {
    // Without the corporation the demonstration would open, to everybody, in a place that was meant for a real one.
    const stray = WECOM_NEEDS.find((name) => given[name]);
    if (stray) throw new ConfigError(`WECOM_CORP_ID: needed because ${stray} is set`);
    return null;
  }
  const need = (name: (typeof WECOM_NEEDS)[number]): string => {
    const value = given[name];
    if (!value) throw new ConfigError(`${name}: needed because WECOM_CORP_ID is set`);
    return value;
  };
  const agentId = Number(need('WECOM_AGENT_ID'));
  if (!Number.isInteger(agentId)) throw new ConfigError('WECOM_AGENT_ID: a whole number, as the console shows it');
  const callbackAesKey = need('WECOM_CALLBACK_AES_KEY');
  if (!/^[A-Za-z0-9]{43}$/.test(callbackAesKey))
    throw new ConfigError('WECOM_CALLBACK_AES_KEY: exactly 43 letters and digits, as the console shows it');
  return {
    corpId: given.WECOM_CORP_ID,
    agentId,
    secret: need('WECOM_SECRET'),
    callbackToken: need('WECOM_CALLBACK_TOKEN'),
    callbackAesKey,
    apiBaseUrl: given.WECOM_API_BASE_URL,
  };
}

function wechatConfig({ WECHAT_APP_ID, WECHAT_APP_SECRET, WECHAT_API_BASE_URL }: z.infer<typeof environment>): WechatConfig | null {
  if (!WECHAT_APP_ID && !WECHAT_APP_SECRET) return null;
  if (!WECHAT_APP_ID) throw new ConfigError('WECHAT_APP_ID: needed because WECHAT_APP_SECRET is set');
  if (!WECHAT_APP_SECRET) throw new ConfigError('WECHAT_APP_SECRET: needed because WECHAT_APP_ID is set');
  return { appId: WECHAT_APP_ID, secret: WECHAT_APP_SECRET, apiBaseUrl: WECHAT_API_BASE_URL };
}
