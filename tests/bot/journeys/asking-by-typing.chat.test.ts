import { SendModel } from '../../../bot/notifier/send.model';
import { raiseAlert } from '../../../server/modules/alerts';
import { PersonModel } from '../../../server/modules/identity/models/person.model';
import { requestOverProduction, startWork } from '../../../server/modules/reporting';
import { makes, minutesAgo, operationAt } from '../../server/reporting/shop-floor';
import { made, plannedOrder } from '../../server/workorders/planned-order';
import { asPerson, asSystem, demoFactory } from '../../support';
import { openChat } from './support/chat';

test('how far is my order', async () => {
  const factory = await demoFactory();
  const wang = openChat(factory).person('wang');
  const order = await plannedOrder(factory);
  expect(await wang.says('进度 WO-0309')).toEqual(['○ 0/100 件 · WO-0309 主轴，12-01 交\n○ 车 0/100，没开工\n○ 铣 0/100，没开工']);

  await makes(factory.wang, operationAt(order, 10).id, { good: '60' });
  expect(await wang.says('进度wo-0309')).toEqual(['● 0/100 件 · WO-0309 主轴，12-01 交\n● 车 60/100，在做\n○ 铣 0/100，没开工']);
  expect(await wang.says('ｐｒｏｇｒｅｓｓ　ＷＯ－０３０９')).toHaveLength(1);
  expect(await wang.says('进度')).toEqual(['进度 工单号：做到哪了，卡在谁那']);
  expect(await wang.says('进度 WO-9')).toEqual(['■ 没有工单 WO-9，或不在你的车间。']);
});

test('a late order, one that waits for its first article, one that is done', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory, { start: new Date('2026-12-01T21:30:00+08:00') });
  const wang = chat.person('wang');
  const gated = await plannedOrder(factory, { orderNo: 'WO-1', operations: [{ seq: 10, name: '车', firstArticle: { cap: '1' } }] });
  await asPerson(factory.wang).must(startWork, { operationId: operationAt(gated, 10).id, occurredAt: minutesAgo(1) });
  expect(await wang.says('进度 WO-1')).toEqual([
    expect.stringMatching(/^■ 0\/100 件 · WO-1 主轴，12-01 该交，已晚 3\.5 h\n◆ 车 0\/100，等首件检验 .*，找张工、何工$/),
  ]);

  const done = await plannedOrder(factory, { orderNo: 'WO-2', operations: [{ seq: 10, name: '车' }] });
  await made(done, { 10: { good: '100' } });
  expect(await wang.says('进度 WO-2')).toEqual(['○ 100/100 件 · WO-2 主轴，做完了']);
});

test('an order by as much of its number as people say; several that fit are named, and a likeness is never taken for it', async () => {
  const factory = await demoFactory();
  const wang = openChat(factory).person('wang');
  for (const orderNo of ['WO-0312', 'WO-0315', 'SO-0315']) await plannedOrder(factory, { orderNo });
  for (const said of ['312', '0312', 'wo312', 'WO-0312', ' ｗｏ－０３１２ ', 'wo 312'])
    expect([said, await wang.says(`进度 ${said}`)]).toEqual([said, [expect.stringMatching(/^○ 0\/100 件 · WO-0312 主轴/)]]);
  expect(await wang.says('进度 315')).toEqual(['▲ 2 张单都能叫「315」，请打全：\nSO-0315 主轴\nWO-0315 主轴']);
  expect(await wang.says('进度 so315')).toEqual([expect.stringMatching(/^○ 0\/100 件 · SO-0315/)]);
  expect(await wang.says('进度 31')).toEqual(['■ 没有工单 31。像的有：\nSO-0315 主轴\nWO-0312 主轴\nWO-0315 主轴']);
  expect(await wang.says('进度 .*')).toEqual(['■ 没有工单 .*，或不在你的车间。']);
  expect(await wang.says(`进度 ${'9'.repeat(200)}`)).toEqual([`■ 没有工单 ${'9'.repeat(20)}，或不在你的车间。`]);
});

test('what another workshop makes is none of my business', async () => {
  const factory = await demoFactory();
  await plannedOrder(factory, { workshopId: 'w2' });
  const wang = openChat(factory).person('wang');
  for (const said of ['WO-0309', '309', '30']) expect(await wang.says(`进度 ${said}`)).toEqual([`■ 没有工单 ${said}，或不在你的车间。`]);
});

test('help shows what this person may ask, in their own number', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const [worker = ''] = await chat.person('wang').says('帮助');
  expect(worker.split('\n')).toEqual([
    '▲ 能问 4 样：',
    '进度 工单号：做到哪了，卡在谁那',
    '催 工单号：催卡着它的人',
    '我的任务：在做的、能开工的',
    '今日：我今天做了多少，多少钱',
  ]);
  const [manager = ''] = await chat.person('zhou').says('帮助');
  expect(manager).toMatch(/异常.*\n.*审批/);
});

test('what waits for me, what is wrong, what I may do: a number first, then at most four lines', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const [wang, zhou] = [chat.person('wang'), chat.person('zhou')];
  expect(await zhou.says('异常')).toEqual(['● 0 件异常。']);
  expect(await zhou.says('审批')).toEqual(['● 0 件等你批。']);
  expect(await wang.says('我的任务')).toEqual(['○ 0 件，眼下没有你的活。']);
  expect(await wang.says('异常')).toEqual(['■ 你没有这项权限。']);

  const order = await plannedOrder(factory);
  await asPerson(factory.wang).must(requestOverProduction, { operationId: operationAt(order, 10).id, qty: '15', reason: '备件' });
  for (const number of [1, 2, 3, 4]) {
    const facts = { orderNo: `WO-${number}`, itemName: '阀体', dueAt: chat.clock.now.toISOString() };
    await asSystem(factory, 'alerts.raise').must(raiseAlert, {
      rule: 'operation_late',
      about: `workOrder:${number}`,
      workshopId: 'w1',
      workOrderId: `${number}`,
      facts,
    });
  }
  const [alerts = ''] = await zhou.says('异常');
  expect(alerts.split('\n')).toEqual([
    '■ 4 件异常，4 件没人管',
    expect.stringMatching(/^■ WO-1 阀体 应在 .* 交，已晚 0 分$/),
    expect.stringMatching(/WO-2/),
    expect.stringMatching(/WO-3/),
    '还有 1 件，在小程序里看',
  ]);
  expect(await zhou.says('审批')).toEqual([expect.stringMatching(/^◆ 1 件等你批，按卡片上的按钮：\n申请超产 WO-0309，王强，等了 \d+ 分$/)]);
  expect(await wang.says('我的任务')).toEqual(['○ 在做 0，能开工 1，等着 1\n○ WO-0309 主轴 车，可做 105 件\n◆ WO-0309 主轴 铣，可做 0 件']);
  expect(await wang.says('今日')).toEqual([expect.stringMatching(/^● ¥0\.00 · 今天良 0，废 0$/)]);
});

test('B-11.12 the same message delivered twice is answered once; the same question asked twice is answered twice', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const wang = chat.person('wang');
  chat.sandbox.fault('callback_doubled', true);
  expect(await wang.says('帮助')).toHaveLength(1);
  chat.sandbox.fault('callback_doubled', false);
  expect(await wang.says('帮助')).toHaveLength(1);
});

test('a message taken up again after a crash, already answered, is not answered again', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const wang = chat.person('wang');
  const message = {
    kind: 'text',
    key: 'message-4711',
    fromUserId: wang.userId,
    createdAt: new Date(),
    agentId: '1',
    content: '帮助',
  } as const;
  await chat.bot().onMessage(message);
  await chat.bot().drain();
  chat.restart();
  await chat.bot().onMessage(message);
  await chat.bot().drain();
  expect(wang.texts()).toHaveLength(1);
});

test('what is not understood, not text, or from a stranger, gets one short answer', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  expect(await chat.person('wang').says('你好')).toEqual(['■ 没听懂「你好」。能发：进度、催、我的任务、今日、帮助。']);
  expect(await chat.person('wang').says('今曰')).toEqual(['■ 没听懂「今曰」，是要「今日」吗？能发：进度、催、我的任务、今日、帮助。']);
  expect(await chat.person('zhang').says('0309')).toEqual(['■ 没听懂「0309」，是要「进度 0309」吗？能发：进度、今日、异常、帮助。']);
  await chat.sandbox.happens(`wang.${factory.id}`, { MsgType: 'voice', MsgId: '77', MediaId: 'm', Format: 'amr' });
  await chat.sandbox.happens(`wang.${factory.id}`, { MsgType: 'image', MsgId: '78', MediaId: 'm', PicUrl: 'https://p/x' });
  await chat.sandbox.happens(`wang.${factory.id}`, { MsgType: 'location', MsgId: '79', Location_X: '1', Location_Y: '2', Label: 'x' });
  await chat.settle();
  expect(chat.person('wang').texts().slice(-3)).toEqual([
    '■ 听不了语音，请打字。发「帮助」看能问什么。',
    '■ 看不了图。报工的照片在小程序里拍；要问什么请打字，发「帮助」看能问什么。',
    '■ 只看得懂文字。发「帮助」看能问什么。',
  ]);

  await PersonModel.updateOne({ _id: factory.li.id }, { $set: { state: 'departed' } });
  expect(await chat.person('li').says('进度 312')).toEqual(['■ 还没登记你的企业微信账号，请找信息员。']);
  await chat.sandbox.happens(`li.${factory.id}`, { MsgType: 'event', Event: 'click', EventKey: '今日' });
  await chat.sandbox.happens(`wang.${factory.id}`, { MsgType: 'event', Event: 'click', EventKey: '今日' });
  await chat.settle();
  expect(chat.person('li').texts().at(-1)).toBe('■ 还没登记你的企业微信账号，请找信息员。');
  expect(chat.person('wang').texts().at(-1)).toMatch(/^● ¥0\.00/);

  const stranger = 'nobody-we-know';
  await chat
    .bot()
    .onMessage({ kind: 'text', key: 'message-12345', fromUserId: stranger, createdAt: new Date(), agentId: '1', content: '帮助' });
  expect(await SendModel.find({ userId: stranger }).lean()).toMatchObject([
    { content: { text: '■ 还没登记你的企业微信账号，请找信息员。' } },
  ]);
});

test('the process ends after it has taken a message and before it has answered: the next one answers', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const wang = chat.person('wang');
  chat.sandbox.fault('platform_down', true);
  expect(await wang.says('帮助')).toEqual([]);
  chat.restart();
  chat.sandbox.fault('platform_down', false);
  chat.pass(60_000);
  await chat.settle();
  expect(wang.texts()).toHaveLength(1);
});
