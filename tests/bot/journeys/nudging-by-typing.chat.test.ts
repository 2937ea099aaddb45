import { reportWork, startWork } from '../../../server/modules/reporting';
import { holdWorkOrder } from '../../../server/modules/workorders';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { makes, minutesAgo, operationAt, reportOf } from '../../server/reporting/shop-floor';
import { made, plannedOrder } from '../../server/workorders/planned-order';
import { asPerson, demoFactory } from '../../support';
import { openChat } from './support/chat';

const nudges = (factoryId: string) =>
  JournalEntryModel.countDocuments({ factoryId, command: 'reporting.nudge-operation', outcome: 'accepted' });

async function setUp(plan: Parameters<typeof plannedOrder>[1] = {}) {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const order = await plannedOrder(factory, { orderNo: 'WO-0312', ...plan });
  return { factory, chat, order, chen: chat.person('chen'), wang: chat.person('wang'), zhang: chat.person('zhang') };
}

test('says who was told, what it waits for and since when; and whoever holds it hears it', async () => {
  const { factory, chat, order, chen, wang } = await setUp();
  await asPerson(factory.wang).must(startWork, { operationId: operationAt(order, 10).id, occurredAt: minutesAgo(42) });
  // The clock of the chat stands where it was opened, a moment before the work began.
  chat.pass(30_000);
  expect(await chen.says('催 312')).toEqual(['● WO-0312 车 在做 42 分，已催王强']);
  expect(wang.texts()).toEqual([expect.stringMatching(/^◆ 陈班长催进度：WO-0312 主轴 · 车 在等你/)]);
});

test('an order at a gate: the inspectors are told, and nobody else', async () => {
  const { factory, chat, order, chen, wang, zhang } = await setUp({ operations: [{ seq: 10, name: '车', firstArticle: { cap: '1' } }] });
  await asPerson(factory.wang).must(startWork, { operationId: operationAt(order, 10).id, occurredAt: minutesAgo(25) });
  await asPerson(factory.wang).must(reportWork, reportOf(operationAt(order, 10).id, { good: '1' }));
  chat.pass(30_000);
  expect(await chen.says('ｎｕｄｇｅ　ｗｏ－０３１２')).toEqual([
    expect.stringMatching(/^◆ WO-0312 车 等首件检验 \d+ 分，已催张工、何工$/),
  ]);
  expect(zhang.texts()).toEqual([expect.stringMatching(/^◆ 陈班长催首件/)]);
  expect(wang.texts()).toEqual([]);
});

test('several operations hold it: each is named with who was told; one of them can be named', async () => {
  const { factory, chat, order, chen } = await setUp({
    operations: [
      { seq: 10, name: '车' },
      { seq: 20, name: '铣' },
      { seq: 30, name: '磨' },
    ],
  });
  await makes(factory.wang, operationAt(order, 10).id, { good: '60' });
  await makes(factory.li, operationAt(order, 20).id, { good: '20' });
  chat.pass(30_000);
  const [answer = ''] = await chen.says('催 312');
  expect(answer.split('\n')).toEqual([
    '◆ 3 道工序卡着 WO-0312 主轴：',
    expect.stringMatching(/^● WO-0312 车 在做.*，已催王强$/),
    expect.stringMatching(/^● WO-0312 铣 在做.*，已催李敏$/),
    expect.stringMatching(/^○ WO-0312 磨 还没开工，已催/),
  ]);
  chat.pass(11 * 60_000);
  expect(await chen.says('催 312 铣')).toEqual([expect.stringMatching(/^● WO-0312 铣 在做.*，已催李敏$/)]);
  expect(await chen.says('催312车')).toEqual([expect.stringMatching(/^● WO-0312 车 在做.*，已催王强$/)]);
  expect(await chen.says('催 312 电镀')).toEqual(['■ WO-0312 没有「电镀」这道工序，有：车 铣 磨']);
});

test('more operations than can be told at once: it asks which', async () => {
  const steps = ['车', '铣', '磨', '钻'].map((name, index) => ({ seq: 10 + index * 10, name }));
  const { factory, order, chen } = await setUp({ operations: steps });
  for (const [index, qty] of ['60', '40', '20', '10'].entries())
    await makes([factory.wang, factory.li, factory.wang, factory.li][index] ?? factory.wang, operationAt(order, 10 + index * 10).id, {
      good: qty,
    });
  expect(await chen.says('催 312')).toEqual(['◆ 4 道工序卡着 WO-0312 主轴：车 铣 磨 钻。要催哪道就发「催 WO-0312 车」']);
  expect(await nudges(factory.id)).toBe(0);
});

test('asked again too soon: told so, and nobody is told twice', async () => {
  const { factory, chen } = await setUp();
  await chen.says('催 312');
  expect(await chen.says('催 312')).toEqual(['▲ WO-0312 车：你刚催过，对方已经收到。10 分钟后可以再催。']);
  expect(await nudges(factory.id)).toBe(1);
});

test('B-11.12 the platform delivers it twice: one nudge, one answer', async () => {
  const { factory, chat, order, chen, wang } = await setUp();
  await asPerson(factory.wang).must(startWork, { operationId: operationAt(order, 10).id, occurredAt: minutesAgo(1) });
  chat.sandbox.fault('callback_doubled', true);
  expect(await chen.says('催 312')).toHaveLength(1);
  expect(await nudges(factory.id)).toBe(1);
  expect(wang.texts()).toHaveLength(1);
});

test('what may not be nudged is refused kindly: done, on hold, mine alone, not my permission, no such order', async () => {
  const { factory, chat, order, chen, wang, zhang } = await setUp();
  await asPerson(factory.wang).must(startWork, { operationId: operationAt(order, 10).id, occurredAt: minutesAgo(1) });
  expect(await wang.says('催 312')).toEqual(['▲ WO-0312 车：没有别人可催：这道工序现在等你自己。']);
  expect(await zhang.says('催 312')).toEqual(['■ 你没有这项权限。']);
  expect(await chen.says('催')).toEqual(['催 工单号：催卡着它的人']);
  expect(await chen.says('催 999')).toEqual(['■ 没有工单 999，或不在你的车间。']);

  await asPerson(factory.liu).must(holdWorkOrder, { workOrderId: order.id, reason: '客户要改图' });
  expect(await chen.says('催 312')).toEqual([
    expect.stringMatching(/^○ WO-0312 主轴 停着 .*，是刘计划叫停的：客户要改图。要催就找刘计划。$/),
  ]);

  const done = await plannedOrder(factory, { orderNo: 'WO-0313', operations: [{ seq: 10, name: '车' }] });
  await made(done, { 10: { good: '100' } });
  expect(await chen.says('催 313')).toEqual(['● WO-0313 主轴 做完了，没有要催的。']);
  await plannedOrder(factory, { orderNo: 'WO-0314', release: false });
  expect(await chen.says('催 314')).toEqual([expect.stringMatching(/还没下达.*请找计划员。$/)]);
  expect(await nudges(factory.id)).toBe(0);
  await chat.settle();
});
