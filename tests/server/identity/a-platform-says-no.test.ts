import { openIdOf } from '../../../bot/sandbox/wechat';
import type { Recognised } from '../../../server/modules/identity';
import { openLogin } from '../../../server/open-login';
import type { Config } from '../../../server/platform/config/config';
import { closeAll, startBoth } from '../../bot/sandbox/support';
import { SAMPLE } from '../../bot/wecom/support/independent-envelope';
import { openStore, silent } from '../../support';

const WECHAT = { appId: 'wx0123456789abcdef', secret: 'secret-of-the-mini-program' };
const WECOM = { corpId: SAMPLE.corpId, agentId: 1000002, secret: 'sandbox-secret', callbackToken: '', callbackAesKey: '' };
const NONE = { publicUrl: 'https://shop.example', wecom: null, wechat: null } as Pick<Config, 'publicUrl' | 'wecom' | 'wechat'> as Config;

beforeAll(openStore);
afterEach(closeAll);

async function setUp(change: { wecom?: Partial<typeof WECOM>; wechat?: Partial<typeof WECHAT> } = {}) {
  const both = await startBoth(undefined, { wechat: WECHAT, clock: () => new Date() });
  const login = openLogin(NONE, { wecom: { ...WECOM, ...change.wecom }, wechat: { ...WECHAT, ...change.wechat } }, silent);
  login.listening(both.sandboxUrl);
  const { wecom, wechat } = login.platform;
  if (!wecom || !wechat) throw new Error('both doors are configured');
  return { ...both, wecom, wechat };
}
const codeIn = (answer: Recognised<unknown>) => (answer.kind === 'refused' ? answer.refusal : answer);

test('who is recognised is who the platform says', async () => {
  const { sandbox, wecom, wechat } = await setUp();
  expect(await wecom.whoIsOnTheWeb(sandbox.issueLoginCode('wang', 'web'))).toEqual({ kind: 'accepted', value: { userId: 'Wang' } });
  expect(await wecom.whoIsInMiniprogram(sandbox.issueLoginCode('wang'))).toEqual({ kind: 'accepted', value: { userId: 'Wang' } });
  const openId = openIdOf(WECHAT.appId, 'Wang');
  expect(await wechat.whoIs(sandbox.issueLoginCode('wang', 'wechat'))).toEqual({ kind: 'accepted', value: { openId } });
});

test('a code that was used, is old or was made up means: sign in again', async () => {
  const { sandbox, wecom, wechat } = await setUp();
  const [web, mini, chat] = [
    sandbox.issueLoginCode('wang', 'web'),
    sandbox.issueLoginCode('wang'),
    sandbox.issueLoginCode('wang', 'wechat'),
  ];
  await Promise.all([wecom.whoIsOnTheWeb(web), wecom.whoIsInMiniprogram(mini), wechat.whoIs(chat)]);
  const again = [
    await wecom.whoIsOnTheWeb(web),
    await wecom.whoIsInMiniprogram(mini),
    await wechat.whoIs(chat),
    await wecom.whoIsOnTheWeb('made-up'),
    await wechat.whoIs('made-up'),
  ];
  expect(again.map(codeIn)).toEqual(Array.from({ length: 5 }, () => ({ code: 'login_code_invalid' })));
});

test('an address of ours that WeCom does not trust is a matter for IT, with the number', async () => {
  const { sandbox, wecom } = await setUp();
  sandbox.fault('ip_refused', true);
  expect(codeIn(await wecom.whoIsOnTheWeb(sandbox.issueLoginCode('wang', 'web')))).toEqual({
    code: 'login_misconfigured',
    platform: 'wecom',
    errcode: '60020',
  });
});

test.each([
  ['WeChat: a wrong secret', { wechat: { secret: 'wrong' } }, { platform: 'wechat', errcode: '40125' }],
  ['WeChat: another mini-program', { wechat: { appId: 'wx0' } }, { platform: 'wechat', errcode: '40013' }],
])('%s is a matter for IT', async (_, change, said) => {
  const { sandbox, wechat } = await setUp(change);
  expect(codeIn(await wechat.whoIs(sandbox.issueLoginCode('wang', 'wechat')))).toEqual({ code: 'login_misconfigured', ...said });
});

test('WeCom: a wrong secret is a matter for IT', async () => {
  const { sandbox, wecom } = await setUp({ wecom: { secret: 'wrong', agentId: 7 } });
  expect(codeIn(await wecom.whoIsOnTheWeb(sandbox.issueLoginCode('wang', 'web')))).toMatchObject({
    code: 'login_misconfigured',
    errcode: '40001',
  });
});

test('a platform that does not answer, or has had enough, means: later', async () => {
  const { sandbox, wecom, wechat } = await setUp();
  sandbox.fault('rate_limited', true);
  expect(codeIn(await wecom.whoIsOnTheWeb('x'))).toEqual({ code: 'login_platform_away', platform: 'wecom' });
  sandbox.fault('platform_down', true);
  expect(codeIn(await wechat.whoIs('x'))).toEqual({ code: 'login_platform_away', platform: 'wechat' });
});

test('a member of another corporation, and somebody who is no member at all, are not let in', async () => {
  const answers: Record<string, object> = {
    '/cgi-bin/gettoken': { errcode: 0, errmsg: 'ok', access_token: 't', expires_in: 7200 },
    '/cgi-bin/auth/getuserinfo': { errcode: 0, errmsg: 'ok', openid: 'o-outsider' },
    '/cgi-bin/miniprogram/jscode2session': { errcode: 0, errmsg: 'ok', corpid: 'ww-another', userid: 'Wang', session_key: 'x' },
  };
  const { createServer } = await import('node:http');
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers[new URL(request.url ?? '', 'http://x').pathname]));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const apiBaseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const config = { ...NONE, wecom: { ...WECOM, agentId: 8, apiBaseUrl } } as Config;
  const { wecom } = openLogin(config, null, silent).platform;
  expect(codeIn((await wecom?.whoIsOnTheWeb('x')) ?? { kind: 'accepted', value: null })).toEqual({ code: 'login_not_member' });
  expect(codeIn((await wecom?.whoIsInMiniprogram('x')) ?? { kind: 'accepted', value: null })).toEqual({ code: 'login_not_member' });
  expect(wecom?.authorizeUrl({ state: 'abc', returnTo: 'https://shop.example/app/', inside: true })).toBe(
    `https://open.weixin.qq.com/connect/oauth2/authorize?appid=${WECOM.corpId}&redirect_uri=https%3A%2F%2Fshop.example%2Fapp%2F&response_type=code&scope=snsapi_base&state=abc&agentid=8#wechat_redirect`,
  );
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});

test('a door that is not configured is not there', () => {
  const { platform } = openLogin(NONE, null, silent);
  expect([platform.wecom, platform.wechat]).toEqual([undefined, undefined]);
});
