import { openIdOf } from '../../../bot/sandbox/wechat';
import { createWechatLogin } from '../../../bot/wechat';
import { createAuthorizeUrl } from '../../../bot/wecom';
import { SAMPLE } from '../wecom/support/independent-envelope';
import { readableLog } from '../wecom/support/log';
import { closeAll, startBoth } from './support';

afterEach(closeAll);

const WECHAT = { appId: 'wx0123456789abcdef', secret: 'secret-of-the-mini-program' };
const TRUSTED = 'https://shop.example';
const STATE = 'a1'.repeat(50);

async function setUp() {
  const both = await startBoth(undefined, { wechat: WECHAT, trustedUrls: [TRUSTED] });
  const wechat = createWechatLogin({ baseUrl: `${both.sandboxUrl}/sandbox/wechat`, ...WECHAT, logger: both.log.logger });
  const urlFor = createAuthorizeUrl({
    authorizeBaseUrl: `${both.sandboxUrl}/sandbox`,
    scanBaseUrl: `${both.sandboxUrl}/sandbox`,
    corpId: SAMPLE.corpId,
    agentId: 1000002,
  });
  /** Follows one redirect, as a browser whose member is `as`. */
  const visit = async (url: string, cookie = ''): Promise<URL> => {
    const response = await fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} });
    return new URL(response.headers.get('location') ?? '', both.sandboxUrl);
  };
  const changed = (url: string, change: Record<string, string>) => {
    const other = new URL(url);
    for (const [name, value] of Object.entries(change)) other.searchParams.set(name, value);
    return other.toString();
  };
  return { ...both, wechat, urlFor, visit, changed };
}

test('WeChat: a code is good once, for five minutes, and the same member has the same account every time', async () => {
  const { sandbox, wechat, pass } = await setUp();
  const code = sandbox.issueLoginCode('wang', 'wechat');
  expect(await wechat.exchange(code)).toEqual({ kind: 'done', openId: openIdOf(WECHAT.appId, 'Wang') });
  expect(await wechat.exchange(code)).toEqual({ kind: 'failed', errcode: 40163 });
  expect(await wechat.exchange('made-up')).toEqual({ kind: 'failed', errcode: 40029 });
  const old = sandbox.issueLoginCode('wang', 'wechat');
  pass(300_000);
  expect(await wechat.exchange(old)).toEqual({ kind: 'failed', errcode: 40029 });
  expect(openIdOf(WECHAT.appId, 'JingLi')).not.toBe(openIdOf(WECHAT.appId, 'Wang'));
});

test('WeChat: a success has no errcode and is said to be text', async () => {
  const { sandbox, sandboxUrl } = await setUp();
  const query = new URLSearchParams({
    appid: WECHAT.appId,
    secret: WECHAT.secret,
    js_code: sandbox.issueLoginCode('wang', 'wechat'),
    grant_type: 'authorization_code',
  });
  const response = await fetch(`${sandboxUrl}/sandbox/wechat/sns/jscode2session?${query}`);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/plain')]);
  expect(Object.keys((await response.json()) as object)).toEqual(['openid', 'session_key']);
});

test.each([
  ['another appid', { appId: 'wx0000000000000000' }, 40013],
  ['a wrong secret', { secret: 'wrong' }, 40125],
  ['no appid', { appId: '' }, 41002],
  ['no secret', { secret: '' }, 41004],
])('WeChat: %s is refused with its number, and the secret is in no line of the log', async (_, wrong, errcode) => {
  const { sandbox, sandboxUrl } = await setUp();
  const log = readableLog();
  const wechat = createWechatLogin({ baseUrl: `${sandboxUrl}/sandbox/wechat`, ...WECHAT, ...wrong, logger: log.logger });
  expect(await wechat.exchange(sandbox.issueLoginCode('wang', 'wechat'))).toEqual({ kind: 'failed', errcode });
  expect(log.text()).toContain(String(errcode));
  expect(log.text()).not.toContain(WECHAT.secret);
});

test('WeChat is away: no answer, no throw, and no address in the log', async () => {
  const { sandbox, wechat, log } = await setUp();
  sandbox.fault('platform_down', true);
  expect(await wechat.exchange('any')).toEqual({ kind: 'failed' });
  expect(log.text()).not.toMatch(/secret-of|jscode2session/);
});

test('WeChat: a hundred sign-ins of one account in a minute, and no more', async () => {
  const { sandbox, wechat } = await setUp();
  const signIn = () => wechat.exchange(sandbox.issueLoginCode('wang', 'wechat'));
  for (let turn = 0; turn < 100; turn += 1) expect((await signIn()).kind).toBe('done');
  expect(await signIn()).toEqual({ kind: 'failed', errcode: 45011 });
});

test('a code of one door opens no other', async () => {
  const { sandbox, client, wechat } = await setUp();
  expect(await client.exchangeWebCode(sandbox.issueLoginCode('wang', 'miniprogram'))).toMatchObject({ failure: { errcode: 40029 } });
  expect(await client.exchangeLoginCode(sandbox.issueLoginCode('wang', 'web'))).toMatchObject({ failure: { errcode: 40029 } });
  expect(await wechat.exchange(sandbox.issueLoginCode('wang', 'web'))).toMatchObject({ errcode: 40029 });
});

test('inside the client the browser comes straight back with a code and the state; the code is good once, for five minutes', async () => {
  const { client, urlFor, visit, pass } = await setUp();
  const go = () => visit(urlFor({ state: STATE, returnTo: `${TRUSTED}/app/x?y=1`, inside: true }), 'sandbox_member=Wang');
  const back = await go();
  expect([back.origin, back.pathname, back.searchParams.get('y'), back.searchParams.get('state')]).toEqual([TRUSTED, '/app/x', '1', STATE]);
  const code = back.searchParams.get('code') ?? '';
  expect(await client.exchangeWebCode(code)).toEqual({ kind: 'done', value: { userId: 'Wang' } });
  expect(await client.exchangeWebCode(code)).toMatchObject({ failure: { errcode: 42022 } });
  const old = (await go()).searchParams.get('code') ?? '';
  pass(300_000);
  expect(await client.exchangeWebCode(old)).toMatchObject({ failure: { errcode: 42003 } });
});

test('outside the client nobody is taken for granted: somebody has to scan', async () => {
  const { urlFor, visit, changed } = await setUp();
  const url = urlFor({ state: STATE, returnTo: `${TRUSTED}/app/`, inside: false });
  expect((await visit(url, 'sandbox_member=Wang')).pathname).toBe('/sandbox/authorize.html');
  expect((await visit(changed(url, { as: 'Wang' }))).searchParams.get('code')).toMatch(/./);
  expect((await visit(changed(url, { as: 'Nobody' }))).pathname).toBe('/sandbox/authorize.html');
});

test.each([
  ['another corporation', { appid: 'ww0000' }, '40013'],
  ['an address that is not trusted', { redirect_uri: 'https://evil.example/app/' }, '50001'],
  ['an address that only begins like the trusted one', { redirect_uri: 'https://shop.example.evil.example/' }, '50001'],
  ['an address that is none', { redirect_uri: 'x' }, '50001'],
  ['a state with other characters', { state: 'a-b' }, '40035'],
  ['a state that is too long', { state: 'a'.repeat(129) }, '40035'],
  ['another app', { agentid: '7' }, '40056'],
  ['a scope that there is not', { scope: 'everything' }, '40035'],
])('the authorize page refuses %s', async (_, change, errcode) => {
  const { urlFor, visit, changed } = await setUp();
  const refused = await visit(changed(urlFor({ state: STATE, returnTo: `${TRUSTED}/app/`, inside: true }), change), 'sandbox_member=Wang');
  expect([refused.pathname, refused.searchParams.get('errcode'), refused.searchParams.get('code')]).toEqual([
    '/sandbox/authorize.html',
    errcode,
    null,
  ]);
});

test('a server whose address is not trusted is refused with 60020, and one with a wrong secret with 40001', async () => {
  const { sandbox, client, get } = await setUp();
  sandbox.fault('ip_refused', true);
  expect(await client.exchangeWebCode(sandbox.issueLoginCode('wang', 'web'))).toMatchObject({
    failure: { kind: 'config', errcode: 60020 },
  });
  sandbox.repair();
  expect(await get('gettoken', { corpid: SAMPLE.corpId, corpsecret: 'wrong' })).toMatchObject({ errcode: 40001 });
});

test('the token has expired when somebody signs in: it is renewed, and the code is asked about once more', async () => {
  const { sandbox, client } = await setUp();
  await client.getMember('Wang');
  for (const fault of ['token_expired', 'token_rotated'] as const) {
    sandbox.fault(fault, true);
    expect(await client.exchangeWebCode(sandbox.issueLoginCode('wang', 'web'))).toEqual({ kind: 'done', value: { userId: 'Wang' } });
    sandbox.fault(fault, true);
    expect(await client.exchangeLoginCode(sandbox.issueLoginCode('wang'))).toEqual({ kind: 'done', value: { userId: 'Wang' } });
  }
});

test('the chat page opens the app as the member whose chat it is, and leads nowhere else', async () => {
  const { sandboxUrl } = await setUp();
  const open = (query: string) => fetch(`${sandboxUrl}/sandbox/open?${query}`, { redirect: 'manual' });
  const opened = await open('person=Wang&to=/app/features/alerts/pages/alerts/index');
  expect(opened.headers.get('set-cookie')).toMatch(/sandbox_member=Wang; path=\/sandbox; .*samesite=lax/i);
  const to = new URL(opened.headers.get('location') ?? '', sandboxUrl);
  expect([to.pathname, to.searchParams.get('through'), to.searchParams.get('to')]).toEqual([
    '/app/features/sign-in/pages/sign-in/index',
    'wecom',
    '/app/features/alerts/pages/alerts/index',
  ]);
  const elsewhere = await open('person=Wang&to=https://evil.example/');
  expect(elsewhere.headers.get('location')).not.toContain('evil');
  expect((await open('person=Nobody')).status).toBe(404);
});

test('a code for trying the mini-program is given to the page itself and to no page elsewhere', async () => {
  const { sandboxUrl, client } = await setUp();
  const ask = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${sandboxUrl}/sandbox/api/login-codes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const { code } = (await (await ask({ personId: 'Wang', door: 'miniprogram' })).json()) as { code: string };
  expect(await client.exchangeLoginCode(code)).toEqual({ kind: 'done', value: { userId: 'Wang' } });
  expect((await ask({ personId: 'Wang', door: 'miniprogram' }, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await ask({ personId: 'Wang', door: 'back' })).status).toBe(400);
  expect((await ask({ personId: 'Nobody', door: 'web' })).status).toBe(404);
});
