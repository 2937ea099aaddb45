import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError, readConfig } from '../../../server/platform/config/config';

const SECRET = 'x'.repeat(32);
const WECOM = {
  TOKEN_SECRET: SECRET,
  WECOM_CORP_ID: 'ww0123456789abcdef',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'app-secret',
  WECOM_CALLBACK_TOKEN: 'token',
  WECOM_CALLBACK_AES_KEY: 'a'.repeat(43),
};

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'chejiantong-config-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const read = (env: Record<string, string>) => readConfig({ DATA_DIR: dataDir, ...env });

test('with nothing set it is a demonstration on this machine only, with the embedded store', () => {
  expect(read({})).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    publicUrl: 'http://127.0.0.1:3000',
    mongodbUri: null,
    demo: true,
    wecom: null,
    metricsPort: null,
    services: new Set(['web', 'bot', 'worker', 'scheduler']),
  });
});

test('WeChat is a door of its own, and how many proxies stand in front is none unless it is said', () => {
  const wechat = { WECHAT_APP_ID: 'wx0123456789abcdef', WECHAT_APP_SECRET: 'app-secret' };
  expect(read({ ...wechat, TOKEN_SECRET: SECRET, DEMO: '0' })).toMatchObject({
    trustProxies: 0,
    wecom: null,
    wechat: { appId: 'wx0123456789abcdef', secret: 'app-secret', apiBaseUrl: 'https://api.weixin.qq.com' },
  });
  expect(read({ TRUST_PROXY: '2', PUBLIC_URL: 'https://shop.example/' })).toMatchObject({
    trustProxies: 2,
    publicUrl: 'https://shop.example',
    wechat: null,
  });
});

test.each([
  ['WECHAT_APP_SECRET', 'WeChat without its secret', { WECHAT_APP_ID: 'wx0', DEMO: '1' }],
  ['WECHAT_APP_ID', 'a secret of WeChat without the app', { WECHAT_APP_SECRET: 's' }],
  ['DEMO', 'a mini-program of one’s own, and not said that it is no demonstration', { WECHAT_APP_ID: 'wx0', WECHAT_APP_SECRET: 's' }],
  ['TRUST_PROXY', 'less than no proxy', { TRUST_PROXY: '-1' }],
  ['TRUST_PROXY', 'a proxy by name', { TRUST_PROXY: 'true' }],
  ['TOKEN_SECRET', 'a secret of 31 bytes', { TOKEN_SECRET: 'x'.repeat(31) }],
  ['TOKEN_SECRET', 'no secret outside the demonstration', { DEMO: '0' }],
  ['TOKEN_SECRET', 'no secret on a MongoDB', { MONGODB_URI: 'mongodb://db/x' }],
  [
    'DEMO',
    'the demonstration in production on MongoDB',
    { DEMO: '1', NODE_ENV: 'production', MONGODB_URI: 'mongodb://db/x', TOKEN_SECRET: SECRET },
  ],
  ['DEMO', 'a word where 0 or 1 belongs', { DEMO: 'true' }],
  ['SERVICES', 'a service that there is not', { SERVICES: 'web,cron' }],
  ['SERVICES', 'a comma too many', { SERVICES: 'web,,bot' }],
  ['PORT', 'a port that is no number', { PORT: 'http' }],
  ['PORT', 'a port that there is not', { PORT: '65536' }],
  ['METRICS_PORT', 'half a port', { METRICS_PORT: '9090.5' }],
  ['LOG_LEVEL', 'a level that there is not', { LOG_LEVEL: 'loud' }],
  ['DURABILITY', 'a durability that there is not', { DURABILITY: 'maybe' }],
  ['WECOM_AGENT_ID', 'WeCom without its agent', { ...WECOM, WECOM_AGENT_ID: '' }],
  ['WECOM_AGENT_ID', 'an agent that is no number', { ...WECOM, WECOM_AGENT_ID: 'app' }],
  ['WECOM_SECRET', 'WeCom without its secret', { ...WECOM, WECOM_SECRET: '' }],
  ['WECOM_CALLBACK_TOKEN', 'WeCom without its callback token', { ...WECOM, WECOM_CALLBACK_TOKEN: '' }],
  ['WECOM_CALLBACK_AES_KEY', 'WeCom without its key', { ...WECOM, WECOM_CALLBACK_AES_KEY: '' }],
  ['WECOM_CALLBACK_AES_KEY', 'a key of 42', { ...WECOM, WECOM_CALLBACK_AES_KEY: 'a'.repeat(42) }],
  ['WECOM_CORP_ID', 'WeCom without its corporation, which would open the demonstration instead', { ...WECOM, WECOM_CORP_ID: '' }],
])('%s: %s stops the start and names the variable', (name, _, env: Record<string, string>) => {
  expect(() => read(env)).toThrow(ConfigError);
  expect(() => read(env)).toThrow(new RegExp(`^${name}: `));
});

test('no message repeats a secret', () => {
  const short = 'short-secret-value';
  try {
    read({ TOKEN_SECRET: short });
    throw new Error('was taken');
  } catch (error) {
    expect(String(error)).toMatch(/TOKEN_SECRET/);
    expect(String(error)).not.toContain(short);
  }
});

test('WeCom or MongoDB closes the demonstration unless it is asked for', () => {
  expect(read(WECOM)).toMatchObject({ demo: false, wecom: { corpId: 'ww0123456789abcdef', agentId: 1000002 } });
  expect(read({ MONGODB_URI: 'mongodb://db/x', TOKEN_SECRET: SECRET }).demo).toBe(false);
  expect(read({ MONGODB_URI: 'mongodb://db/x', DEMO: '1' }).demo).toBe(true);
});

test('the length of a secret is counted in bytes', () => {
  expect(read({ TOKEN_SECRET: '密'.repeat(11) }).tokenSecret).toBe('密'.repeat(11));
  expect(() => read({ TOKEN_SECRET: '密'.repeat(10) })).toThrow(/TOKEN_SECRET/);
});

test('the demonstration makes a secret once, for its owner’s eyes only, and keeps it', () => {
  const made = read({}).tokenSecret;
  const file = path.join(dataDir, 'token-secret');
  expect(Buffer.byteLength(made)).toBeGreaterThanOrEqual(32);
  expect(readFileSync(file, 'utf8')).toBe(made);
  expect(statSync(file).mode & 0o077).toBe(0);
  expect(read({}).tokenSecret).toBe(made);
});

test.each([
  ['nothing', ''],
  ['half of it', 'abc'],
])('the power went while the secret was written, and %s is there: a whole one is made', (_, left) => {
  writeFileSync(path.join(dataDir, 'token-secret'), left);
  const made = read({}).tokenSecret;
  expect(Buffer.byteLength(made)).toBeGreaterThanOrEqual(32);
  expect(read({}).tokenSecret).toBe(made);
});

test('a configuration that is refused leaves no secret behind', () => {
  expect(() => read({ SERVICES: 'cron' })).toThrow(ConfigError);
  expect(existsSync(path.join(dataDir, 'token-secret'))).toBe(false);
});
