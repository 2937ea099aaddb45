import { SendModel } from '../../../bot/notifier/send.model';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import type { Notice } from '../../../server/platform';
import { demoFactory, type TestFactory } from '../../support';
import { openChat } from '../journeys/support/chat';

const facts = {
  rule: 'scrap_rate_high',
  lamp: 'stop',
  state: 'open',
  acknowledgedBy: null,
  facts: { orderNo: 'WO-1', operationName: '车', goodQty: '1', scrapQty: '1', scrapRate: '50', limit: '5' },
};
const notice = (factory: TestFactory, number: number, extra: Partial<Notice> = {}): Notice => {
  const alertId = String(number).padStart(24, '0');
  return {
    key: `alert:${alertId}`,
    factoryId: factory.id,
    toPersonIds: [factory.chen.id],
    kind: 'alert',
    urgency: 'p2',
    subjectId: alertId,
    facts: { ...facts, alertId },
    ...extra,
  };
};
const states = async (factory: TestFactory) => {
  const sends = await SendModel.find({ factoryId: factory.id }).lean();
  return Object.fromEntries(
    [...new Set(sends.map(({ state }) => state))].sort().map((state) => [state, sends.filter((send) => send.state === state).length]),
  );
};

test('B-11.10 the most urgent go first, the rest is merged, nothing is dropped without a word', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const bot = chat.bot();
  for (let number = 0; number < 200; number += 1) {
    chat.pass(1);
    await bot.notify(notice(factory, number, { urgency: number >= 195 ? 'p1' : 'p2' }));
  }
  await bot.drain();

  const chen = chat.person('chen');
  const urgent = (await SendModel.find({ factoryId: factory.id, rank: 1 }).lean()).map(({ state }) => state);
  expect(urgent).toEqual(Array(5).fill('sent'));
  expect(await states(factory)).toEqual({ sent: 20, held: 180 });
  expect(chen.cards()).toHaveLength(20);
  // Four are sent side by side, so the five most urgent are among the first eight.
  const first = chen
    .cards()
    .slice(0, 8)
    .map(({ card }) => JSON.stringify(card));
  for (const number of [195, 196, 197, 198, 199])
    expect([number, first.some((card) => card.includes(notice(factory, number).subjectId))]).toEqual([number, true]);
  expect(await SendModel.countDocuments({ factoryId: factory.id, state: 'held', reason: 'waits_for_digest' })).toBe(180);

  chat.pass(61_000);
  await bot.drain();
  expect(await states(factory)).toEqual({ merged: expect.any(Number), sent: expect.any(Number) });
  const digests = chen.texts();
  const merged = await SendModel.find({ factoryId: factory.id, state: 'merged' }).lean();
  expect(digests.length).toBeGreaterThan(0);
  expect(digests.length).toBeLessThanOrEqual(4);
  expect(digests[0]?.split('\n')).toHaveLength(5);
  // Each of the two hundred is accounted for: sent as itself, or named in a digest that was sent.
  expect(chen.cards().length + merged.length).toBe(200);
  const sentDigests = new Set(
    (await SendModel.find({ _id: /^digest:/, factoryId: factory.id, state: 'sent' }).lean()).map(({ _id }) => _id),
  );
  for (const { mergedInto } of merged) expect(sentDigests).toContain(mergedInto);
  expect(chat.sandbox.wire.flatMap(({ notes }) => notes).filter(({ key }) => key === 'dropped_silently')).toEqual([]);
});

test('forty most urgent ones: thirty now, ten held, none merged, none lost', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  for (let number = 0; number < 40; number += 1) await chat.bot().notify(notice(factory, number, { urgency: 'p1' }));
  await chat.bot().drain();
  expect(await states(factory)).toEqual({ sent: 30, held: 10 });
  chat.pass(61_000);
  await chat.bot().drain();
  expect(await states(factory)).toEqual({ sent: 40 });
  expect(chat.person('chen').cards()).toHaveLength(40);
});

test('an answer still comes through while alarms pile up', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  for (let number = 0; number < 60; number += 1) await chat.bot().notify(notice(factory, number));
  await chat.bot().drain();
  expect(await chat.person('chen').says('帮助')).toHaveLength(1);
});

test('the same notice many times, from two processes at once: told once', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  await Promise.all(Array.from({ length: 10 }, () => chat.bot().notify(notice(factory, 1))));
  const first = chat.bot();
  chat.restart();
  await Promise.all([first.drain(), chat.bot().drain()]);
  await chat.bot().notify(notice(factory, 1));
  await chat.bot().drain();
  expect(chat.person('chen').cards()).toHaveLength(1);
});

describe('the line breaks', () => {
  test('platform down for an hour: all of it arrives, once', async () => {
    const factory = await demoFactory();
    const chat = openChat(factory);
    chat.sandbox.fault('platform_down', true);
    for (let number = 0; number < 3; number += 1) await chat.bot().notify(notice(factory, number));
    await chat.bot().drain();
    expect(await SendModel.countDocuments({ factoryId: factory.id, state: 'queued', reason: 'platform_busy' })).toBe(3);
    chat.restart();
    chat.sandbox.fault('platform_down', false);
    chat.pass(3_600_000);
    await chat.bot().drain();
    expect(chat.person('chen').cards()).toHaveLength(3);
    expect(await states(factory)).toEqual({ sent: 3 });
  });

  test('the process ends while it sends: another takes the message up when the claim runs out, and the platform refuses the second copy', async () => {
    const factory = await demoFactory();
    const chat = openChat(factory);
    await chat.bot().notify(notice(factory, 1));
    await chat.bot().drain();
    await SendModel.updateOne(
      { factoryId: factory.id },
      { $set: { state: 'sending', taskId: null, responseCodes: [], notBefore: new Date(chat.clock.now.getTime() + 90_000) } },
    );
    chat.restart();
    await chat.bot().drain();
    expect(await states(factory)).toEqual({ sending: 1 });
    chat.pass(91_000);
    await chat.bot().drain();
    expect(await states(factory)).toEqual({ sent: 1 });
    expect(chat.person('chen').cards()).toHaveLength(1);
  });

  test.each([['token_expired'], ['token_rotated']] as const)('%s: nobody notices', async (fault) => {
    const factory = await demoFactory();
    const chat = openChat(factory);
    await chat.person('chen').says('帮助');
    chat.sandbox.fault(fault, true);
    expect(await chat.person('chen').says('帮助')).toHaveLength(1);
  });

  test('rate limited: parked, and sent afterwards', async () => {
    const factory = await demoFactory();
    const chat = openChat(factory);
    chat.sandbox.fault('rate_limited', true);
    await chat.bot().notify(notice(factory, 1));
    await chat.bot().drain();
    expect(await states(factory)).toEqual({ held: 1 });
    chat.sandbox.fault('rate_limited', false);
    chat.pass(61_000);
    await chat.bot().drain();
    expect(await states(factory)).toEqual({ sent: 1 });
  });

  test('not sent within a day is news no longer', async () => {
    const factory = await demoFactory();
    const chat = openChat(factory);
    chat.sandbox.fault('platform_down', true);
    await chat.bot().notify(notice(factory, 1));
    await chat.bot().drain();
    chat.sandbox.fault('platform_down', false);
    chat.pass(25 * 3_600_000);
    await chat.bot().drain();
    expect(await SendModel.find({ factoryId: factory.id, personId: factory.chen.id }).lean()).toMatchObject([
      { state: 'failed', reason: 'too_old' },
    ]);
    expect(chat.person('chen').cards()).toEqual([]);
  });
});

test('who cannot be reached is in the ledger with the reason', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  await PersonModel.updateOne({ _id: factory.chen.id }, { $unset: { wecomUserId: 1 } });
  await PersonModel.updateOne({ _id: factory.zhou.id }, { $set: { state: 'departed' } });
  await PersonModel.updateOne({ _id: factory.liu.id }, { $set: { wecomUserId: 'not-in-the-app' } });
  await chat.bot().notify(notice(factory, 1, { toPersonIds: [factory.chen.id, factory.zhou.id, factory.liu.id, factory.wang.id] }));
  await chat.bot().drain();
  const reasons = Object.fromEntries(
    (await SendModel.find({ factoryId: factory.id, subjectId: notice(factory, 1).subjectId }).lean()).map(({ personId, state, reason }) => [
      personId,
      reason ?? state,
    ]),
  );
  expect(reasons).toEqual({
    [factory.chen.id]: 'not_in_wecom',
    [factory.zhou.id]: 'departed',
    [factory.liu.id]: 'not_reached',
    [factory.wang.id]: 'sent',
  });
});
