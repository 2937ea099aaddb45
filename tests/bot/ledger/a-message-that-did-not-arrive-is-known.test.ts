import { messagesSent } from '../../../bot/ledger/messages-sent';
import { SendModel } from '../../../bot/notifier/send.model';
import { type MessageState, messagePage } from '../../../server/contracts/api/messages';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import type { Notice } from '../../../server/platform';
import { asPerson, demoFactory, type TestFactory } from '../../support';
import { openChat } from '../journeys/support/chat';

const MINUTE = 60_000;
type Asked = { person: string; state: MessageState; after: string; limit: number };
const alert = (factory: TestFactory, number: number, extra: Partial<Notice> = {}): Notice => {
  const alertId = String(number).padStart(24, '0');
  const facts = { orderNo: 'WO-0312', operationName: '车', goodQty: '1', scrapQty: '1', scrapRate: '50', limit: '5' };
  return {
    key: `alert:${alertId}`,
    factoryId: factory.id,
    toPersonIds: [factory.chen.id],
    kind: 'alert',
    urgency: 'p2',
    subjectId: alertId,
    facts: { rule: 'scrap_rate_high', lamp: 'stop', state: 'open', acknowledgedBy: null, alertId, facts },
    ...extra,
  };
};

async function setUp() {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const tell = async (...numbers: number[]) => {
    for (const number of numbers) await chat.bot().notify(alert(factory, number));
    await chat.bot().drain();
  };
  const ledger = async (query: Partial<Asked> = {}) =>
    messagePage.parse(await asPerson(factory.xu).ask(messagesSent, { limit: 50, ...query }, chat.clock.now));
  return { factory, chat, tell, ledger, xu: chat.person('xu') };
}
const unbind = (id: string) => PersonModel.updateOne({ _id: id }, { $unset: { wecomUserId: 1 } });

test('who was sent what, when, how, and what became of it', async () => {
  const { factory, chat, tell, ledger } = await setUp();
  await tell(1);
  await chat.person('wang').says('今日');
  const { items, lately, stuck } = await ledger();
  expect(items).toMatchObject([
    { person: { name: '王强' }, kind: 'answer', about: null, as: 'text', state: 'sent' },
    { person: { id: factory.chen.id }, kind: 'alert', topic: 'scrap_rate_high', about: 'WO-0312', as: 'card', state: 'sent', nextAt: null },
  ]);
  expect(lately).toEqual({ sent: 2, waiting: 0, merged: 0, dropped: 0, failed: 0 });
  expect(stuck).toBeNull();
  // What somebody earns is in the answer and not in the ledger.
  expect(JSON.stringify(items)).not.toMatch(/¥/);
});

test('of one person by the beginning of the name, whoever has left included; page after page, each once', async () => {
  const { factory, chat, tell, ledger } = await setUp();
  await tell(1, 2, 3);
  await chat.person('wang').says('帮助');
  await PersonModel.updateOne({ _id: factory.chen.id }, { $set: { state: 'departed' } });
  expect((await ledger({ person: '陈' })).items).toHaveLength(3);
  expect((await ledger({ person: '没这人' })).items).toEqual([]);
  expect((await ledger({ person: '.*' })).items).toEqual([]);
  const seen: string[] = [];
  let after: string | null = '';
  do {
    const page = await ledger({ limit: 2, ...(after ? { after } : {}) });
    seen.push(...page.items.map(({ id }) => id));
    after = page.nextAfter;
  } while (after);
  expect([seen.length, new Set(seen).size]).toEqual([4, 4]);
});

test('only who looks after the system reads it; another factory’s is not there', async () => {
  const { factory, tell } = await setUp();
  await tell(1);
  await expect(asPerson(factory.zhou).ask(messagesSent, { limit: 50 })).rejects.toMatchObject({ code: 'forbidden' });
  const other = await demoFactory();
  expect((await asPerson(other.xu).ask(messagesSent, { limit: 50 })).items).toEqual([]);
});

test('what does not arrive is told to IT once, with names and reasons', async () => {
  const { factory, chat, tell, ledger, xu } = await setUp();
  await unbind(factory.chen.id);
  await tell(1, 2);
  await chat.bot().notify(alert(factory, 3, { toPersonIds: [factory.liu.id] }));
  await PersonModel.updateOne({ _id: factory.wang.id }, { $set: { wecomUserId: 'not-in-the-app' } });
  await chat.bot().notify(alert(factory, 4, { toPersonIds: [factory.wang.id] }));
  await chat.bot().drain();
  expect(xu.texts()).toEqual([]);
  chat.pass(6 * MINUTE);
  await chat.bot().drain();
  expect(xu.texts()).toEqual(['■ 3 条消息没送到 2 个人：\n陈班长：没有绑定企业微信账号\n王强：企业微信说这个人收不到（81013）']);
  chat.pass(30 * MINUTE);
  await chat.bot().drain();
  expect(xu.texts()).toHaveLength(1);
  expect((await ledger({ state: 'failed' })).items.map(({ person, reason }) => [person?.name, reason])).toEqual([
    ['王强', 'not_reached'],
    ['陈班长', 'not_in_wecom'],
    ['陈班长', 'not_in_wecom'],
  ]);
});

test('the notice about failures fails itself: no notice about that, and no end', async () => {
  const { factory, chat, tell } = await setUp();
  await unbind(factory.chen.id);
  for (const keeper of [factory.xu, factory.admin])
    await PersonModel.updateOne({ _id: keeper.id }, { $set: { wecomUserId: `gone-${keeper.id}` } });
  await tell(1);
  for (let turn = 0; turn < 5; turn += 1) {
    chat.pass(6 * MINUTE);
    await chat.bot().drain();
  }
  expect(await SendModel.countDocuments({ factoryId: factory.id })).toBe(3);
});

test('typed: what did not arrive, and what one person was sent', async () => {
  const { factory, chat, tell, xu } = await setUp();
  await tell(1);
  await unbind(factory.chen.id);
  await tell(2);
  const [all = ''] = await xu.says('消息');
  expect(all.split('\n')).toEqual([
    '■ 1 条已发（24 小时），0 条等着，0 条并成汇总，1 条没送到',
    expect.stringMatching(/^■ \d\d-\d\d \d\d:\d\d 陈班长 异常 WO-0312，没送到：没有绑定企业微信账号$/),
  ]);
  const [chen = ''] = await xu.says('消息 陈班长');
  expect(chen.split('\n').slice(1)).toEqual([
    expect.stringMatching(/^■ .*没送到/),
    expect.stringMatching(/^● .* 陈班长 异常 WO-0312，已发$/),
  ]);
  expect(await xu.says('messages 谁')).toEqual(['■ 没给「谁」发过消息。']);
  expect(await chat.person('zhou').says('消息')).toEqual(['■ 你没有这项权限。']);
});

test('B-11.10 while the platform takes nothing more the ordinary pile up for a digest, and the most urgent goes first', async () => {
  const { factory, chat, tell, ledger } = await setUp();
  const chen = chat.person('chen');
  chat.sandbox.fault('rate_limited', true);
  await tell(1, 2, 3);
  await chat.bot().notify(alert(factory, 4, { urgency: 'p1' }));
  await chat.bot().drain();
  expect(await ledger()).toMatchObject({
    lately: { sent: 0, waiting: 4 },
    stuck: { reason: 'rate_limited', errcode: 45009, waiting: 4 },
  });
  chat.sandbox.fault('rate_limited', false);
  chat.pass(61_000);
  await chat.bot().drain();
  const [first, second] = chat.sandbox.inbox(chen.userId);
  expect(JSON.stringify(first)).toContain('000000000000000000000004');
  expect(second).toMatchObject({ kind: 'text', text: expect.stringMatching(/^◆ 一下来了 3 条/) });
  expect((await ledger()).lately).toEqual({ sent: 2, waiting: 0, merged: 3, dropped: 0, failed: 0 });
});

test('an app that is set up wrongly: the ledger says so at once, and when it is put right all of it arrives', async () => {
  const { chat, tell, ledger, xu } = await setUp();
  await chat.person('wang').says('帮助');
  chat.sandbox.fault('ip_refused', true);
  await tell(1);
  expect((await ledger()).stuck).toEqual({ reason: 'configuration', errcode: 60020, waiting: 1 });
  chat.sandbox.fault('ip_refused', false);
  chat.pass(11 * MINUTE);
  await chat.bot().drain();
  expect(chat.person('chen').cards()).toHaveLength(1);
  expect((await ledger()).stuck).toBeNull();
  expect(xu.texts().filter((text) => text.includes('没送到'))).toEqual([]);
});
