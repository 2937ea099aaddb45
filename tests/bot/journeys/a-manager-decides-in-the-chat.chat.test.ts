import { SendModel } from '../../../bot/notifier/send.model';
import { decideApproval } from '../../../server/modules/approvals';
import { ApprovalRequestModel } from '../../../server/modules/approvals/models/approval-request.model';
import { reporting, requestOverProduction } from '../../../server/modules/reporting';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { operationAt } from '../../server/reporting/shop-floor';
import { plannedOrder, storedOrder } from '../../server/workorders/planned-order';
import { asPerson, demoFactory } from '../../support';
import { openChat } from './support/chat';

const HOUR = 3_600_000;

async function setUp() {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const order = await plannedOrder(factory);
  const operationId = operationAt(order, 10).id;
  const { approvalId } = await asPerson(factory.wang).must(requestOverProduction, { operationId, qty: '15', reason: '客户要备件' });
  await chat.settle();
  const stored = () => ApprovalRequestModel.findById(approvalId).lean();
  return { factory, chat, order, approvalId, stored, zhou: chat.person('zhou'), chen: chat.person('chen'), wang: chat.person('wang') };
}

test('one tap approves; the other approver sees it on the card, the worker is told, and fifteen more may be made', async () => {
  const { chat, order, stored, zhou, chen, wang } = await setUp();
  const { card } = chen.card();
  expect(card.main_title.title).toBe('◆ 申请超产，等你批');
  expect(JSON.stringify(card)).toEqual(expect.stringMatching(/WO-0309.*客户要备件|客户要备件.*WO-0309/));
  expect(wang.cards()).toEqual([]);

  expect(await zhou.taps('同意超产 15')).toEqual([]);
  expect(await stored()).toMatchObject({ state: 'approved' });
  for (const approver of [zhou, chen]) {
    expect(approver.card().closedWith).toMatch(/^周经理 \d\d-\d\d \d\d:\d\d 已同意$/);
    expect(approver.card().card.main_title.title).toBe('● 申请超产');
  }
  expect(wang.texts()).toEqual([expect.stringMatching(/^● 申请超产 WO-0309：周经理 .* 已同意$/)]);
  await JournalEntryModel.updateMany({ 'facts.type': 'approvals.decided' }, { $set: { relay: { state: 'due', attempts: 0 } } });
  await chat.settle(...reporting.subscribers);
  expect((await storedOrder(order)).overProductionQty).toBe(150_000);
  expect(wang.texts()).toHaveLength(1);
});

test('a refusal without a reason is sent back; with one the worker reads it', async () => {
  const { stored, zhou, wang } = await setUp();
  expect(await zhou.taps('不同意')).toEqual(['■ 不同意要说明原因。在卡片上选一条原因，再按一次。']);
  expect(await stored()).toMatchObject({ state: 'pending' });
  expect(await zhou.taps('不同意', { reason: ['no_material'] })).toEqual([]);
  expect(await stored()).toMatchObject({ state: 'refused', decisionReason: '料不够' });
  expect(wang.texts()).toEqual([expect.stringMatching(/^■ 申请超产 WO-0309：周经理 .* 没同意：料不够$/)]);
});

test('B-11.11 a stale card answers with how things stand and does nothing', async () => {
  const { stored, zhou, chen } = await setUp();
  await zhou.taps('同意');
  const before = await stored();
  expect(await chen.taps('不同意', { reason: ['no_material'] })).toEqual([expect.stringMatching(/^▲ 周经理 .* 已同意。你这次没有算数。$/)]);
  expect(await zhou.taps('同意')).toEqual([expect.stringMatching(/^▲ 周经理 .* 已同意/)]);
  expect(await stored()).toEqual(before);
});

test('two approvers tap at the same moment: one counts, both cards say whose', async () => {
  const { chat, factory, zhou, chen } = await setUp();
  await Promise.all([zhou.tapsOnly('同意'), chen.tapsOnly('不同意', { reason: ['ask_me'] })]);
  await chat.settle();
  expect(await JournalEntryModel.countDocuments({ factoryId: factory.id, command: 'approvals.decide', outcome: 'accepted' })).toBe(1);
  expect(zhou.card().closedWith).not.toBe('');
  expect(zhou.card().closedWith).toBe(chen.card().closedWith);
});

test('B-11.12 the platform delivers the same tap twice: one decision', async () => {
  const { chat, factory, zhou } = await setUp();
  chat.sandbox.fault('callback_doubled', true);
  await zhou.taps('同意');
  expect(await JournalEntryModel.countDocuments({ factoryId: factory.id, command: 'approvals.decide' })).toBe(1);
  expect(zhou.texts()).toEqual([]);
});

test('a tap taken up again after a crash, already carried out, is carried out once and scolds nobody', async () => {
  const { chat, factory, zhou } = await setUp();
  const { card, taskId } = zhou.card();
  const tap = {
    kind: 'card_tapped',
    key: 'event-4711',
    fromUserId: zhou.userId,
    createdAt: new Date(),
    agentId: '1',
    buttonKey: card.button_list[0]?.key ?? '',
    taskId,
    cardType: 'button_interaction',
    responseCode: '',
    selected: {},
  } as const;
  await chat.bot().onMessage(tap);
  chat.restart();
  await chat.bot().onMessage(tap);
  await chat.settle();
  expect(await JournalEntryModel.countDocuments({ factoryId: factory.id, command: 'approvals.decide', outcome: 'accepted' })).toBe(1);
  expect(zhou.texts()).toEqual([]);
  expect(zhou.card().closedWith).toMatch(/已同意/);
});

test('a callback lost on the way comes again and counts once', async () => {
  const { chat, stored, zhou } = await setUp();
  chat.sandbox.fault('callback_lost', true);
  await zhou.taps('同意');
  expect(await stored()).toMatchObject({ state: 'approved' });
  expect(zhou.card().closedWith).toMatch(/已同意/);
});

test('decided on a page: the cards in the chat close too', async () => {
  const { factory, chat, approvalId, zhou, chen } = await setUp();
  await asPerson(factory.zhou).must(decideApproval, { approvalId, decision: 'refused', reason: '先做完再说' });
  await chat.settle();
  for (const approver of [zhou, chen]) expect(approver.card().closedWith).toMatch(/没同意：先做完再说$/);
});

test('B-11.11 after three days a card cannot change any more: a new message says what became of it', async () => {
  const { factory, chat, approvalId, chen } = await setUp();
  chat.pass(73 * HOUR);
  await asPerson(factory.zhou).must(decideApproval, { approvalId, decision: 'approved' }, { now: chat.clock.now });
  await chat.settle();
  expect(chen.card().closedWith).toBe('');
  expect(chen.texts()).toEqual([expect.stringMatching(/^● 申请超产\n周经理 .* 已同意$/)]);
});

test('B-11.11 one card too old to change and one that is not: each person learns it, each in one way', async () => {
  const { factory, chat, approvalId, zhou, chen } = await setUp();
  await SendModel.updateOne({ userId: chen.userId }, { $set: { 'responseCodes.0.until': chat.clock.now } });
  await asPerson(factory.zhou).must(decideApproval, { approvalId, decision: 'approved' }, { now: chat.clock.now });
  await chat.settle();
  expect([zhou.card().closedWith, zhou.texts()]).toEqual([expect.stringMatching(/已同意$/), []]);
  expect([chen.card().closedWith, chen.texts()]).toEqual(['', [expect.stringMatching(/^● 申请超产\n周经理 .* 已同意$/)]]);
});

test('B-11.11 a tap on a card of four days ago: it changes by the code of the tap, says whose decision counts, and does nothing', async () => {
  const { factory, chat, approvalId, stored, chen } = await setUp();
  chat.pass(96 * HOUR);
  await asPerson(factory.zhou).must(decideApproval, { approvalId, decision: 'approved' }, { now: chat.clock.now });
  await chat.settle();
  expect(chen.texts()).toHaveLength(1);
  const before = await stored();
  expect(await chen.taps('不同意', { reason: ['no_material'] })).toEqual([expect.stringMatching(/^▲ 周经理 .* 已同意。你这次没有算数。$/)]);
  expect(chen.card().closedWith).toMatch(/^周经理 .* 已同意$/);
  expect(await stored()).toEqual(before);
});

test('decided before the card could be sent: no card asks for it any more', async () => {
  const factory = await demoFactory();
  const chat = openChat(factory);
  const operationId = operationAt(await plannedOrder(factory), 10).id;
  chat.sandbox.fault('platform_down', true);
  const { approvalId } = await asPerson(factory.wang).must(requestOverProduction, { operationId, qty: '15', reason: '客户要备件' });
  await chat.settle();
  await asPerson(factory.zhou).must(decideApproval, { approvalId, decision: 'approved' });
  await chat.settle();
  chat.sandbox.fault('platform_down', false);
  chat.pass(HOUR);
  await chat.settle();
  expect(chat.person('chen').cards()).toEqual([]);
  expect(await chat.person('chen').ledger()).toEqual(
    expect.arrayContaining([expect.objectContaining({ state: 'dropped', reason: 'settled_meanwhile' })]),
  );
  expect(chat.person('wang').texts()).toEqual([expect.stringMatching(/已同意$/)]);
});

test('somebody who may not decide taps a card that was forwarded: nothing happens but a word', async () => {
  const { factory, chat, approvalId, stored } = await setUp();
  const delivery = await chat.sandbox.happens(`li.${factory.id}`, {
    Event: 'template_card_event',
    EventKey: `approval:approved:${approvalId}`,
    TaskId: 'somebody-elses-card',
    CardType: 'button_interaction',
    ResponseCode: 'x',
  });
  await chat.settle();
  expect(delivery.delivered).toBe(true);
  expect(chat.person('li').texts()).toEqual(['■ 你没有这项权限。']);
  expect(await stored()).toMatchObject({ state: 'pending' });
});
