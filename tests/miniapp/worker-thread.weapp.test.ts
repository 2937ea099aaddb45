import { builtWeapp } from '../support/built-weapp';
import { RUNNING, STARTABLE } from '../support/stub-server/stub-people-and-tasks';
import { StubServer } from '../support/stub-server/stub-server';
import { newPhone, type PhoneOptions } from '../support/weapp-host/phone';
import { mainPackageSize, WeappHost } from '../support/weapp-host/weapp-host';

jest.setTimeout(180_000);

const folder = builtWeapp();
let server: StubServer;
let phone: PhoneOptions;
let host: WeappHost;

beforeEach(async () => {
  server = new StubServer();
  phone = newPhone({ origin: await server.start() });
  host = await new WeappHost(folder, phone).launch();
});

afterEach(async () => {
  host.close();
  expect(host.errors).toEqual([]);
  expect(host.warnings).toEqual([]);
  await server.stop();
});

async function signIn(): Promise<void> {
  await host.tap('text=王强');
  await host.waitFor(`#task-${RUNNING}`);
}

async function startAgain(): Promise<void> {
  host.close();
  host = await new WeappHost(folder, phone).launch();
}

test('the main package stays far below what WeChat allows', () => {
  expect(mainPackageSize(folder)).toBeLessThan(1_000_000);
});

test('WeChat’s own compiler takes every style sheet', () => {
  const { wxssToJs } = require('miniprogram-compiler') as { wxssToJs: (folder: string) => unknown };
  expect(() => wxssToJs(folder)).not.toThrow();
});

test('somebody signs in and sees the day: pay, what runs, what waits and with whom, what can be started', async () => {
  await signIn();
  const text = host.text();
  for (const words of [
    '我的任务',
    '今天计件',
    '¥0.00',
    '进行中 00:42',
    '法兰盘 φ120 · 精车',
    '58',
    '还可报 22',
    '等首件检验 12 分',
    '张工',
    '可开工',
    '扫码',
  ]) {
    expect(text).toContain(words);
  }
});

test('a travel card is scanned, the operation started and everything reported', async () => {
  await signIn();
  phone.codesToScan.push(`CJT:OP:${STARTABLE}`);
  await host.tap('#scan');
  await host.tap(`#start-${STARTABLE}`);
  await host.tap(`#report-${STARTABLE}`);
  await host.tap('text=报 40 良 · 计 ¥24.00');
  expect((await host.waitFor('#result-number')) && host.text()).toContain('＋40良品');
  expect(host.text()).toContain('单号 R-88213');
  expect(server.factory.reports.map(({ goodQty }) => goodQty)).toEqual(['40']);
});

test('a card that I am at work on leads straight to the report: one scan, one tap', async () => {
  await signIn();
  phone.codesToScan.push(`CJT:OP:${RUNNING}`);
  await host.tap('#scan');
  await host.waitFor('#submit');
  await host.tap('#submit');
  expect((await host.waitFor('#result-number')) && host.text()).toContain('＋22良品');
  expect(server.factory.reports.map(({ goodQty }) => goodQty)).toEqual(['22']);
});

test('a report says scrap by reason, and taking it back leaves both on record', async () => {
  await signIn();
  await host.tap(`#report-${RUNNING}`);
  await host.tap('#scrap-scratch');
  await host.tap('#scrap-scratch');
  await host.tap('text=报 20 良 2 废 · 计 ¥12.00');
  await host.tap('#take-back');
  await host.waitFor('text=已撤回 R-88213');
  expect(server.factory.reports.map(({ kind, goodQty, scrap }) => [kind, goodQty, scrap])).toEqual([
    ['report', '20', [{ reasonCode: 'scratch', qty: '2' }]],
    ['reversal', '20', [{ reasonCode: 'scratch', qty: '2' }]],
  ]);
});

test('a code that is not ours is refused in words', async () => {
  await signIn();
  phone.codesToScan.push('https://example.com/');
  await host.tap('#scan');
  await host.waitFor('text=这不是流转卡上的码');
});

test('without a signal a report is kept, survives a restart and arrives once', async () => {
  await signIn();
  await host.tap(`#report-${RUNNING}`);
  await host.waitFor('#submit');
  await host.setOnline(false);
  await host.tap('#submit');
  await host.waitFor('text=已存手机');
  await startAgain();
  await host.waitFor('text=没信号');
  expect(server.factory.reports).toEqual([]);
  await host.setOnline(true);
  await host.waitFor('text=● 在线');
  expect(server.factory.reports.map(({ goodQty }) => goodQty)).toEqual(['22']);
  expect([...phone.storage.keys()].filter((name) => name.startsWith('outbox/'))).toEqual([]);
});

test('an answer that is lost on the way does not double the report', async () => {
  await signIn();
  await host.tap(`#report-${RUNNING}`);
  // The price is the last thing the page asks for: the answer that is lost must be the report's.
  await host.waitFor('text=计 ¥');
  server.loseAnswers = 1;
  await host.tap('#submit');
  await host.waitFor('text=单号 R-88213');
  const asked = server.callsOf('POST /work-reports');
  expect(asked.length).toBeGreaterThan(1);
  expect(new Set(asked.map(({ key }) => key)).size).toBe(1);
  expect(server.factory.reports).toHaveLength(1);
});

test('a refusal is told beside the figures, which become what can be reported', async () => {
  await signIn();
  await host.tap(`#report-${RUNNING}`);
  await host.waitFor('#submit');
  server.factory.tasks = server.factory.tasks.map((task) => ({ ...task, operation: { ...task.operation, readyQty: '6' } }));
  await host.tap('#submit');
  await host.waitFor('text=没收');
  expect(host.text()).toContain('还可报 6');
  await host.tap('text=报 6 良 · 计 ¥3.60');
  await host.waitFor('#result-number');
  expect(server.factory.reports.map(({ goodQty }) => goodQty)).toEqual(['6']);
  expect([...phone.storage.keys()].filter((name) => name.startsWith('outbox/'))).toEqual([]);
});

test('an expired session is renewed once for everything that asks at the same time', async () => {
  await signIn();
  server.factory.validTokens.clear();
  await host.tap(`#report-${RUNNING}`);
  await host.waitFor('#submit');
  await host.tap('#submit');
  await host.waitFor('#result-number');
  expect(server.callsOf('POST /sessions/refresh')).toHaveLength(1);
});
