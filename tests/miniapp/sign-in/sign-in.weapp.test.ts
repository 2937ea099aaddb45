import { builtWeapp } from '../../support/built-weapp';
import { RUNNING, WORKER } from '../../support/stub-server/stub-people-and-tasks';
import { StubServer } from '../../support/stub-server/stub-server';
import { newPhone, type PhoneOptions } from '../../support/weapp-host/phone';
import { WeappHost } from '../../support/weapp-host/weapp-host';

jest.setTimeout(180_000);

const folder = builtWeapp();
const CODE = 'K7QM-3XPA-9FTE';
let server: StubServer;
let phone: PhoneOptions;
let host: WeappHost | null = null;

beforeEach(async () => {
  server = new StubServer();
  phone = newPhone({ origin: await server.start() });
  server.factory.doors = ['wechat', 'invitation'];
});
afterEach(async () => {
  host?.close();
  expect(host?.errors).toEqual([]);
  host = null;
  await server.stop();
});

/** The phone's own account hands out this many codes. */
function hasCodes(count: number, account = 'o-wang'): void {
  for (let made = 0; made < count; made += 1) {
    const code = `code-${account}-${made}`;
    server.factory.wechatCodes.set(code, account);
    phone.loginCodes.push(code);
  }
}
const launch = async (): Promise<WeappHost> => {
  host = await new WeappHost(folder, phone).launch();
  return host;
};

test('whom WeChat knows is in without pressing anything, and asked once', async () => {
  server.factory.bound.set('o-wang', WORKER.id);
  hasCodes(3);
  const app = await launch();
  await app.waitFor(`#task-${RUNNING}`);
  expect(server.callsOf('POST /sessions/wechat').map(({ body }) => (body as { code: string }).code)).toEqual(['code-o-wang-0']);
});

test('a stranger is told what to do, types the code that HR gave, and is bound from then on', async () => {
  hasCodes(3);
  server.factory.invitations.set(CODE.replace(/-/g, ''), WORKER.id);
  const app = await launch();
  await app.waitFor('text=没登录上');
  expect(app.text()).toContain('找人事或班组长要邀请码');
  await app.type('#invitation-code', 'k7qm 3xpa 9fte');
  await app.tap('#use-invitation');
  await app.waitFor(`#task-${RUNNING}`);
  expect(server.factory.bound.get('o-wang')).toBe(WORKER.id);
  app.close();
  phone.storage.clear();
  await (await launch()).waitFor(`#task-${RUNNING}`);
});

test('the code is scanned from HR’s screen', async () => {
  hasCodes(2);
  server.factory.invitations.set(CODE.replace(/-/g, ''), WORKER.id);
  phone.codesToScan.push(
    'CJT:OP:665f00000000000000000000',
    `https://shop.example/app/features/sign-in/pages/sign-in/index#invitation=${CODE}`,
  );
  const app = await launch();
  await app.tap('#scan-invitation');
  await app.waitFor('text=这不是车间通的邀请码');
  await app.tap('#scan-invitation');
  await app.waitFor(`#task-${RUNNING}`);
});

test('a code that is none is not sent', async () => {
  hasCodes(1);
  const app = await launch();
  await app.type('#invitation-code', '1234-5678-90AB');
  await app.tap('#use-invitation');
  await app.waitFor('text=邀请码是 12 位字母和数字');
  expect(server.callsOf('POST /sessions/invitation')).toEqual([]);
});

test('who leaves by hand is not signed in again by WeChat, until they press', async () => {
  server.factory.bound.set('o-wang', WORKER.id);
  hasCodes(3);
  const app = await launch();
  await app.waitFor(`#task-${RUNNING}`);
  app.close();
  phone.storage.delete('session');
  phone.storage.set('left-by-hand', true);
  const again = await launch();
  await again.waitFor('#sign-in');
  expect(server.callsOf('POST /sessions/wechat')).toHaveLength(1);
  await again.tap('#sign-in');
  await again.waitFor(`#task-${RUNNING}`);
});

test('WeChat gives no code: it is said, and the button is still there', async () => {
  const app = await launch();
  await app.waitFor('text=微信没有给登录码');
  await app.waitFor('#sign-in');
});

test('inside WeCom it is WeCom that is asked, and never WeChat', async () => {
  server.factory.doors = ['wechat', 'wecom-miniprogram', 'invitation'];
  server.factory.wecomCodes.set('code-of-wecom', WORKER.id);
  phone.wecomCodes = ['code-of-wecom'];
  hasCodes(1);
  const app = await launch();
  await app.waitFor(`#task-${RUNNING}`);
  expect(server.callsOf('POST /sessions/wechat')).toEqual([]);
  expect(server.callsOf('POST /sessions/wecom-miniprogram')).toHaveLength(1);
});

test('a server without WeChat’s door offers none, and asks WeChat for nothing', async () => {
  server.factory.doors = ['invitation'];
  hasCodes(1);
  const app = await launch();
  await app.waitFor('#invitation');
  expect(app.find('#sign-in')).toBeUndefined();
  expect(phone.loginCodes).toHaveLength(1);
});
