import { type CallbackReceipt, createWecomCallback } from '../../../bot/wecom/callback';
import type { InboundMessage } from '../../../bot/wecom/inbound-message';
import { buildXml } from '../../../bot/wecom/xml';
import { callbackByHand, SAMPLE, signByHand, textMessage } from './support/independent-envelope';
import { readableLog } from './support/log';
import { createMemoryCallbackStore } from './support/memory-callback-store';

const at = new Date('2026-11-22T02:44:02Z');

function setUp(onMessage: (message: InboundMessage) => Promise<void> = async () => undefined) {
  const clock = { now: at };
  const store = createMemoryCallbackStore();
  const seen: InboundMessage[] = [];
  const log = readableLog();
  const receipts: CallbackReceipt[] = [];
  const callback = createWecomCallback({
    ...SAMPLE,
    now: () => clock.now,
    store,
    logger: log.logger,
    observe: (receipt) => receipts.push(receipt),
    onMessage: async (message) => {
      seen.push(message);
      await onMessage(message);
    },
  });
  const push = (inner: string, layout?: Parameters<typeof callbackByHand>[2]) => {
    const call = callbackByHand(inner, clock.now, layout);
    return callback.receive(call.query, call.body);
  };
  return { callback, store, seen, log, push, clock, receipts };
}

test('a message arrives once and is answered empty', async () => {
  const { push, callback, seen } = setUp();
  expect(await push(textMessage({ content: '进度 WO-0309', at }))).toEqual({ status: 200, body: '' });
  await callback.settled();
  expect(seen).toEqual([
    expect.objectContaining({ kind: 'text', content: '进度 WO-0309', fromUserId: 'WangFang', key: 'message-1234567890123456789' }),
  ]);
});

test('three repeats with fresh nonce and ciphertext: four times 200, one effect', async () => {
  const { push, callback, seen } = setUp();
  const answers = [];
  for (let repeat = 0; repeat < 4; repeat += 1) answers.push(await push(textMessage({ at })));
  await callback.settled();
  answers.push(await push(textMessage({ at })));
  await callback.settled();
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(seen).toHaveLength(1);
});

test('the very same request again is answered 200 without a second effect', async () => {
  const { callback, seen } = setUp();
  const call = callbackByHand(textMessage({ at }), at);
  expect((await callback.receive(call.query, call.body)).status).toBe(200);
  expect((await callback.receive(call.query, call.body)).status).toBe(200);
  await callback.settled();
  expect(seen).toHaveLength(1);
});

test('slow work does not hold the answer', async () => {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { push, callback, store } = setUp(() => gate);
  expect((await push(textMessage({ at }))).status).toBe(200);
  expect([...store.rows.values()].map(({ done }) => done)).toEqual([false]);
  release();
  await callback.settled();
  expect([...store.rows.values()].map(({ done }) => done)).toEqual([true]);
});

test('what an ended process left behind is taken up by the next one, under the same key', async () => {
  const { push, callback, seen, clock, store } = setUp(async () => {
    if (seen.length === 1) throw new Error('process ends here');
  });
  await push(textMessage({ at }));
  await callback.settled();
  expect(await callback.resume()).toBe(0);
  clock.now = new Date(at.getTime() + 61_000);
  expect(await callback.resume()).toBe(1);
  await callback.settled();
  expect(seen.map(({ key }) => key)).toEqual(['message-1234567890123456789', 'message-1234567890123456789']);
  expect([...store.rows.values()].map(({ done }) => done)).toEqual([true]);
  expect(await callback.resume()).toBe(0);
});

test('a message that always fails is given up after five tries and says so', async () => {
  const { push, callback, seen, clock, log } = setUp(async () => {
    throw new Error('never works');
  });
  await push(textMessage({ at }));
  for (let minute = 1; minute <= 7; minute += 1) {
    await callback.settled();
    clock.now = new Date(clock.now.getTime() + 61_000);
    await callback.resume();
  }
  await callback.settled();
  expect(seen).toHaveLength(5);
  expect(log.lines.filter(({ msg }) => msg === 'wecom message given up')).toHaveLength(1);
});

test('with the store away the platform is asked to send again, and then it arrives', async () => {
  const { push, callback, store, seen } = setUp();
  const broken = createWecomCallback({
    ...SAMPLE,
    now: () => at,
    logger: readableLog().logger,
    onMessage: async () => undefined,
    store: { ...store, claim: async () => Promise.reject(new Error('down')) },
  });
  const call = callbackByHand(textMessage({ at }), at);
  expect(await broken.receive(call.query, call.body)).toEqual({ status: 503, body: '' });
  expect(store.rows.size).toBe(0);
  expect((await push(textMessage({ at }))).status).toBe(200);
  await callback.settled();
  expect(seen).toHaveLength(1);
});

test('one person is heard in order, and does not wait for another', async () => {
  const order: string[] = [];
  const { push, callback } = setUp(async (message) => {
    if (message.kind !== 'text') return;
    if (message.content === 'slow') await new Promise((resolve) => setTimeout(resolve, 30));
    order.push(message.content);
  });
  await push(textMessage({ id: '1', from: 'Wang', content: 'slow', at }));
  await push(textMessage({ id: '2', from: 'Wang', content: 'after slow', at }));
  await push(textMessage({ id: '3', from: 'Zhang', content: 'other', at }));
  await callback.settled();
  expect(order).toEqual(['other', 'slow', 'after slow']);
});

describe('refused calls leave one line and nothing else', () => {
  const valid = callbackByHand(textMessage({ content: 'SECRETWORD', at }), at);
  const { timestamp, nonce } = valid.query;
  const old = callbackByHand(textMessage({ at }), new Date(at.getTime() - 301_000));
  const foreign = callbackByHand(textMessage({ at }), at, { receiveId: 'wx0000000000000000' });
  const noXml = callbackByHand('not xml', at);
  test.each([
    [
      'a forged signature',
      { ...valid.query, msg_signature: signByHand(timestamp, nonce, valid.encrypted, 'guess') },
      valid.body,
      403,
      'signature_mismatch',
    ],
    ['an old call', old.query, old.body, 403, 'stale_timestamp'],
    ['another corporation', foreign.query, foreign.body, 403, 'receiver_mismatch'],
    ['no query', {}, valid.body, 400, 'missing_parameter'],
    ['a repeated parameter', { ...valid.query, nonce: [nonce, nonce] }, valid.body, 400, 'missing_parameter'],
    ['an empty body', valid.query, '', 400, 'malformed'],
    ['a body without ciphertext', valid.query, '<xml><A>1</A></xml>', 400, 'missing_parameter'],
    ['a document type', valid.query, `<!DOCTYPE x>${valid.body}`, 400, 'forbidden_markup'],
    ['well sealed, but no message', noXml.query, noXml.body, 400, 'malformed'],
  ])('%s', async (_, query, body, status, reason) => {
    const { callback, store, log, seen } = setUp();
    expect(await callback.receive(query, body)).toEqual({ status, body: '' });
    await callback.settled();
    expect(seen).toEqual([]);
    expect(store.rows.size).toBe(0);
    expect(log.lines).toEqual([
      expect.objectContaining({ level: 40, reason, status, msg: expect.stringMatching(/^wecom callback refused: \w.{20,}$/) }),
    ]);
    expect(log.text()).not.toMatch(/SECRETWORD|stack|Encrypt|QDG6eK|jWmYm7/);
  });
});

test('what the platform delivers late is heard all the same: the envelope must be fresh, not the message', async () => {
  const { push, callback, seen } = setUp();
  expect((await push(textMessage({ at: new Date(at.getTime() - 30 * 3_600_000) }))).status).toBe(200);
  await callback.settled();
  expect(seen).toHaveLength(1);
});

test('an envelope played back ten minutes later is refused, though its message was never seen', async () => {
  const { callback, clock, seen, store } = setUp();
  const call = callbackByHand(textMessage({ at }), at);
  clock.now = new Date(at.getTime() + 600_000);
  expect((await callback.receive(call.query, call.body)).status).toBe(403);
  expect([seen, store.rows.size]).toEqual([[], 0]);
});

test('repeats with the same nonce and time but another ciphertext have one effect', async () => {
  const { push, callback, seen } = setUp();
  const answers = [await push(textMessage({ at }), { nonce: '7' }), await push(textMessage({ at }), { nonce: '7' })];
  await callback.settled();
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  expect(seen).toHaveLength(1);
});

test('whoever watches the line hears what became of each call', async () => {
  const { push, callback, receipts } = setUp();
  await push(textMessage({ at }), { nonce: 'a' });
  await push(textMessage({ at }), { nonce: 'b' });
  await push(textMessage({ at }), { nonce: 'c', token: 'guess' });
  callback.refuseOversized({ nonce: 'd' });
  await callback.settled();
  expect(receipts).toEqual([
    { nonce: 'a', outcome: 'new' },
    { nonce: 'b', outcome: 'repeated' },
    { nonce: 'c', outcome: 'signature_mismatch' },
    { nonce: 'd', outcome: 'too_large' },
  ]);
});

describe('address check', () => {
  const echo = (layout?: Parameters<typeof callbackByHand>[2]) => {
    const { query, encrypted } = callbackByHand('1616140317555161061', at, layout);
    return { ...query, echostr: encrypted };
  };

  test('answers the bare plaintext', () => {
    expect(setUp().callback.verify(echo())).toEqual({ status: 200, body: '1616140317555161061' });
  });

  test.each([
    ['no parameters', {}, 400],
    ['another token', echo({ token: 'guess' }), 403],
    ['another corporation', echo({ receiveId: 'other' }), 403],
    ['a blank for a plus', { ...echo(), echostr: 'a b' }, 403],
  ])('refuses %s', (_, query, status) => {
    expect(setUp().callback.verify(query)).toEqual({ status, body: '' });
  });
});

test('element order, plain text for CDATA and a missing AgentID make no difference', async () => {
  const { callback, seen } = setUp();
  const inner = `<xml><MsgId>5</MsgId><Content>库存 FL-120 &amp; 轴</Content><MsgType>text</MsgType><CreateTime>${at.getTime() / 1000}</CreateTime><FromUserName>Zhao</FromUserName></xml>`;
  const call = callbackByHand(inner, at);
  const body = `<xml><Encrypt>${call.encrypted}</Encrypt><AgentID>1</AgentID><ToUserName>${SAMPLE.corpId}</ToUserName></xml>`;
  expect((await callback.receive(call.query, body)).status).toBe(200);
  await callback.settled();
  expect(seen).toEqual([expect.objectContaining({ kind: 'text', content: '库存 FL-120 & 轴', agentId: '' })]);
});

test.each([
  ['an XML declaration', (body: string) => `<?xml version="1.0" encoding="UTF-8"?>\n${body}`],
  ['a byte order mark', (body: string) => `\uFEFF<?xml version="1.0"?>${body}`],
  ['line ends and blanks between the elements', (body: string) => body.replaceAll('><', '>\r\n  <')],
])('%s before or in the envelope makes no difference', async (_, dress) => {
  const { callback, seen } = setUp();
  const call = callbackByHand(dress(textMessage({ at })), at);
  expect((await callback.receive(call.query, dress(call.body))).status).toBe(200);
  await callback.settled();
  expect(seen).toEqual([expect.objectContaining({ kind: 'text', content: '今日', key: 'message-1234567890123456789' })]);
});

test('an unknown kind is handed on, not refused', async () => {
  const { push, callback, seen } = setUp();
  await push(buildXml({ FromUserName: 'sys', CreateTime: Math.floor(at.getTime() / 1000), MsgType: 'event', Event: 'low_active' }));
  await callback.settled();
  expect(seen).toEqual([expect.objectContaining({ kind: 'other', name: 'low_active' })]);
});
