import { createWecomClient } from '../../../bot/wecom/client';
import { createMemoryTokenStore } from '../../../bot/wecom/memory-token-store';
import type { TemplateCard } from '../../../bot/wecom/template-card';
import { readableLog } from './support/log';
import { type Heard, scriptedPlatform } from './support/scripted-platform';

const SECRET = 'corp-secret-never-shown';
const open: { close: () => Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function setUp(script: (heard: Heard) => unknown = () => undefined, tokenStore = createMemoryTokenStore()) {
  const platform = await scriptedPlatform(script);
  open.push(platform);
  const clock = { now: new Date('2026-11-22T02:00:00Z') };
  const waits: number[] = [];
  const log = readableLog();
  const build = () =>
    createWecomClient({
      baseUrl: platform.baseUrl,
      corpId: 'ww1',
      secret: SECRET,
      agentId: 1000002,
      tokenStore,
      clock: () => clock.now,
      logger: log.logger,
      sleep: async (ms) => void waits.push(ms),
      timeoutMs: 500,
    });
  return { platform, clock, waits, log, client: build(), build, tokenStore };
}

const card: TemplateCard = {
  card_type: 'button_interaction',
  task_id: 'wo-20261122-0007',
  main_title: { title: '超产 15 件 · 法兰盘' },
  button_list: [
    { text: '不同意', style: 2, key: 'no' },
    { text: '同意', style: 1, key: 'yes' },
  ],
};
const sendError = (errcode: number, times = Number.POSITIVE_INFINITY) => {
  let left = times;
  return ({ path }: Heard) => {
    if (path === '/cgi-bin/gettoken' || left <= 0) return undefined;
    left -= 1;
    return { errcode, errmsg: `error ${errcode}, hint: [123], from ip: 10.0.0.1, more info at https://open` };
  };
};

test.each([40014, 42001])('%i: the token is fetched once more and the call replayed once', async (errcode) => {
  const { client, platform } = await setUp(sendError(errcode, 1));
  expect(await client.sendText({ to: ['ZhuRen'], content: '今日' })).toMatchObject({ kind: 'done' });
  expect(platform.to('gettoken')).toHaveLength(2);
  expect(platform.to('message/send').map(({ query }) => query.get('access_token'))).toEqual(['token-1', 'token-2']);
});

test('a token that stays bad is not hammered at: it is a matter of configuration', async () => {
  const { client, platform } = await setUp(sendError(40014));
  expect(await client.sendText({ to: ['a'], content: 'x' })).toMatchObject({ kind: 'failed', failure: { kind: 'config', errcode: 40014 } });
  expect(platform.to('message/send')).toHaveLength(2);
  expect(platform.to('gettoken')).toHaveLength(2);
});

test('twenty callers at once ask for one token', async () => {
  const { client, platform } = await setUp();
  await Promise.all(Array.from({ length: 20 }, () => client.sendText({ to: ['a'], content: 'x' })));
  expect(platform.to('gettoken')).toHaveLength(1);
  expect(platform.to('message/send')).toHaveLength(20);
});

test('a second process uses the first one’s token, and its newer one instead of asking again', async () => {
  const { client, build, platform, clock } = await setUp(({ path, query }) =>
    path !== '/cgi-bin/gettoken' && query.get('access_token') === 'token-1'
      ? { errcode: 42001, errmsg: 'access_token expired' }
      : undefined,
  );
  const other = build();
  await client.sendText({ to: ['a'], content: 'x' });
  await other.sendText({ to: ['a'], content: 'x' });
  expect(platform.to('gettoken')).toHaveLength(2);
  clock.now = new Date(clock.now.getTime() + (7200 - 299) * 1000);
  await other.sendText({ to: ['a'], content: 'x' });
  expect(platform.to('gettoken')).toHaveLength(3);
});

test('with the token store away the bot still speaks', async () => {
  const away = { read: async () => Promise.reject(new Error('down')), write: async () => Promise.reject(new Error('down')) };
  const { client, platform } = await setUp(undefined, away);
  expect((await client.sendText({ to: ['a'], content: 'x' })).kind).toBe('done');
  expect((await client.sendText({ to: ['a'], content: 'y' })).kind).toBe('done');
  expect(platform.to('gettoken')).toHaveLength(1);
});

test('a busy platform is asked again with growing waits, at most three times', async () => {
  const brief = await setUp(sendError(-1, 2));
  expect((await brief.client.sendText({ to: ['a'], content: 'x' })).kind).toBe('done');
  expect(brief.waits).toEqual([500, 1500]);
  const long = await setUp(sendError(6000));
  expect(await long.client.sendText({ to: ['a'], content: 'x' })).toMatchObject({ failure: { kind: 'backoff', errcode: 6000 } });
  expect(long.platform.to('message/send')).toHaveLength(4);
});

test('45009 parks this call for a minute, then an hour, and leaves other calls alone', async () => {
  const { client, platform, clock } = await setUp((heard) =>
    heard.path === '/cgi-bin/message/send' ? { errcode: 45009, errmsg: 'api freq out of limit' } : undefined,
  );
  expect(await client.sendText({ to: ['a'], content: 'x' })).toMatchObject({
    failure: { kind: 'park', errcode: 45009, retryAfterMs: 60_000 },
  });
  expect(await client.sendText({ to: ['a'], content: 'x' })).toMatchObject({ failure: { kind: 'park', retryAfterMs: 60_000 } });
  expect(platform.to('message/send')).toHaveLength(1);
  expect((await client.recall('m1')).kind).toBe('done');
  clock.now = new Date(clock.now.getTime() + 60_000);
  expect(await client.sendText({ to: ['a'], content: 'x' })).toMatchObject({ failure: { kind: 'park', retryAfterMs: 3_600_000 } });
  expect(platform.to('message/send')).toHaveLength(2);
});

test.each([
  [40056, 'config'],
  [48002, 'config'],
  [60020, 'config'],
  [43012, 'config'],
  [81013, 'permanent'],
  [82001, 'permanent'],
])('%i is %s and tried once', async (errcode, kind) => {
  const { client, platform } = await setUp(sendError(errcode));
  expect(await client.sendText({ to: ['a'], content: 'x' })).toMatchObject({ failure: { kind, errcode } });
  expect(platform.to('message/send')).toHaveLength(1);
});

test('a wrong secret does not loop', async () => {
  const { client, platform } = await setUp(({ path }) =>
    path === '/cgi-bin/gettoken' ? { errcode: 40001, errmsg: `invalid credential ${SECRET}` } : undefined,
  );
  expect(await client.sendText({ to: ['a'], content: 'x' })).toMatchObject({ failure: { kind: 'config', errcode: 40001 } });
  expect(platform.heard).toHaveLength(1);
});

test('neither the log nor the failure ever shows secret or token', async () => {
  const scripts = [
    () => 'hang up',
    () => 502,
    sendError(40001),
    ({ path }: Heard) => (path.endsWith('gettoken') ? { errcode: 40001, errmsg: `bad ${SECRET}` } : undefined),
  ];
  for (const script of scripts) {
    const { client, log } = await setUp(script);
    const outcome = await client.sendText({ to: ['a'], content: 'x' });
    expect(outcome.kind).toBe('failed');
    expect(log.lines.length).toBeGreaterThan(0);
    expect(log.text() + JSON.stringify(outcome)).not.toMatch(/corp-secret|token-\d|corpsecret=|access_token=/);
  }
});

test('a text whose answer was lost is not sent twice; a card is, because its task id tells', async () => {
  let hangUps = 1;
  const once = ({ path }: Heard) => {
    if (!path.endsWith('message/send') || hangUps === 0) return undefined;
    hangUps -= 1;
    return 'hang up';
  };
  const text = await setUp(once);
  expect(await text.client.sendText({ to: ['a'], content: 'x' })).toMatchObject({ failure: { kind: 'unreachable', maybeDone: true } });
  expect(text.platform.to('message/send')).toHaveLength(1);
  hangUps = 1;
  const cards = await setUp(once);
  expect((await cards.client.sendTemplateCard({ to: ['a'], card })).kind).toBe('done');
  expect(cards.platform.to('message/send')).toHaveLength(2);
});

test('with nobody at the address the call is tried again and says so', async () => {
  const { client, platform, waits } = await setUp();
  await platform.close();
  expect(await client.sendText({ to: ['a'], content: 'x' })).toMatchObject({ failure: { kind: 'unreachable', reason: 'ECONNREFUSED' } });
  expect(waits).toEqual([500, 1500, 4500]);
});

test('recipients come back as the caller spelled them, though the platform lowers the case', async () => {
  const { client } = await setUp(({ path }) =>
    path.endsWith('send') ? { errcode: 0, errmsg: 'ok', msgid: 'm', invaliduser: 'zhuren', response_code: 'rc' } : undefined,
  );
  expect(await client.sendTemplateCard({ to: ['ZhuRen', 'LiSi'], card })).toEqual({
    kind: 'done',
    value: { messageId: 'm', responseCode: 'rc', refusedUserIds: ['ZhuRen'] },
  });
});

test('a long text becomes several messages, each within 2048 bytes, and nothing is lost', async () => {
  const { client, platform } = await setUp();
  const lines = Array.from({ length: 120 }, (_, index) => `WO-${index} 油缸端盖 ■ 会迟 2 天 😀`);
  await client.sendText({ to: ['a'], content: lines.join('\n') });
  const parts = platform.to('message/send').map(({ body }) => JSON.parse(body).text.content as string);
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(2048);
  expect(parts.join('\n').split('\n')).toEqual(lines);
});

test('no \\u escape leaves the house', async () => {
  const { client, platform } = await setUp();
  await client.sendText({ to: ['a'], content: 'a\u0000b\ud800c\u001b中😀\nd' });
  const body = platform.to('message/send')[0]?.body ?? '';
  expect(body).not.toMatch(/\\u/);
  expect(JSON.parse(body).text.content).toBe('abc中😀\nd');
});

test('a card the platform would refuse is not sent', async () => {
  const { client, platform } = await setUp();
  const bad: TemplateCard = { ...card, task_id: 'with space', button_list: [{ text: '一二三四五六七八九十一', key: 'k' }] };
  expect(await client.sendTemplateCard({ to: ['a'], card: bad })).toMatchObject({
    failure: { kind: 'permanent', errcode: 42014, reason: 'task_id button_list[0].text' },
  });
  expect(platform.heard).toEqual([]);
});

test('updating greys the buttons with the response code of the tap', async () => {
  const { client, platform } = await setUp();
  await client.updateTemplateCard({ userIds: ['ZhuRen'], responseCode: 'rc-7', change: { replaceText: '已同意' } });
  expect(JSON.parse(platform.to('message/update_template_card')[0]?.body ?? '')).toEqual({
    userids: ['ZhuRen'],
    agentid: 1000002,
    response_code: 'rc-7',
    button: { replace_name: '已同意' },
  });
});
