import { answerOrderChange, makeUpScrap, orderChanges, requestOrderChange, workOrder } from '../../../server/modules/workorders';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, type TestFactory } from '../../support';
import { made, plannedOrder, storedOrder } from './planned-order';

const LATER = '2026-12-05T18:00:00+08:00';
const factsOf = async (factory: TestFactory, type: string) =>
  (await JournalEntryModel.find({ factoryId: factory.id }).sort({ _id: 1 }).lean())
    .flatMap(({ facts }) => facts)
    .filter((fact) => fact.type === type);

test('B-1.18 a change is a document from old to new; nothing changes until the workshop accepts it', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const change = await asPerson(factory.liu).must(requestOrderChange, {
    workOrderId: order.id,
    plannedQty: '120',
    dueAt: LATER,
    reason: '客户追加',
  });
  expect(change).toMatchObject({
    state: 'open',
    from: { plannedQty: '100', dueAt: order.dueAt },
    to: { plannedQty: '120', dueAt: '2026-12-05T10:00:00.000Z' },
    requestedBy: { name: '刘计划' },
    answeredBy: null,
  });
  expect(await storedOrder(order)).toMatchObject({ plannedQty: 1_000_000 });
  expect(await factsOf(factory, 'workorders.change_requested')).toMatchObject([
    { subject: `workOrder:${order.id}`, payload: { changeId: change.id, workshopId: 'w1' } },
  ]);

  const chen = asPerson(factory.chen);
  expect((await chen.ask(orderChanges, { state: 'open', limit: 10 })).items).toEqual([change]);
  const answered = await chen.must(answerOrderChange, { changeId: change.id, answer: 'accepted' });
  expect(answered).toMatchObject({ state: 'accepted', answeredBy: { name: '陈班长' } });
  expect(await chen.ask(workOrder, { workOrderId: order.id })).toMatchObject({ plannedQty: '120', dueAt: '2026-12-05T10:00:00.000Z' });
  expect(await factsOf(factory, 'workorders.change_answered')).toMatchObject([
    { payload: { answer: 'accepted', to: { plannedQty: '120' } } },
  ]);
});

test('B-1.18 70 are made and the office says 60: nothing is applied, and the list has one line with what to choose about', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  await made(order, { 10: { good: '70' } });
  await asPerson(factory.liu).must(requestOrderChange, { workOrderId: order.id, plannedQty: '60', reason: '客户减量' });
  expect(await storedOrder(order)).toMatchObject({ plannedQty: 1_000_000 });
  const { items } = await asPerson(factory.chen).ask(orderChanges, { state: 'open', limit: 10 });
  expect(items).toMatchObject([
    { orderNo: order.orderNo, to: { plannedQty: '60' }, surplus: { madeQty: '70', surplusQty: '10' }, choice: null },
  ]);
});

test('B-1.18 asked when 50 were made, accepted when 70 are: looked at again at the moment of the answer', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  await made(order, { 10: { good: '50' } });
  const { id: changeId } = await asPerson(factory.liu).must(requestOrderChange, {
    workOrderId: order.id,
    plannedQty: '60',
    reason: '减量',
  });
  await made(order, { 10: { good: '70' } });
  const chen = asPerson(factory.chen);
  expect(await chen.run(answerOrderChange, { changeId, answer: 'accepted' })).toMatchObject({
    refusal: { code: 'change_below_made', madeQty: '70' },
  });
  expect(await storedOrder(order)).toMatchObject({ plannedQty: 1_000_000 });
  expect(await chen.must(answerOrderChange, { changeId, answer: 'refused', note: '已做 70' })).toMatchObject({
    state: 'refused',
    note: '已做 70',
  });
});

test('a smaller order can be complete at once, and says so; a larger one opens finished operations again', async () => {
  const factory = await demoFactory();
  const liu = asPerson(factory.liu);
  const chen = asPerson(factory.chen);
  const order = await plannedOrder(factory, {
    operations: [
      { seq: 10, name: '车' },
      { seq: 20, name: '铣', finalRelease: true },
    ],
  });
  await made(order, { 10: { good: '80' }, 20: { good: '80' } });
  const less = await liu.must(requestOrderChange, { workOrderId: order.id, plannedQty: '80', reason: '减量' });
  await chen.must(answerOrderChange, { changeId: less.id, answer: 'accepted' });
  expect(await chen.ask(workOrder, { workOrderId: order.id })).toMatchObject({
    status: 'completed',
    goodQty: '80',
    operations: [{ status: 'finished' }, { status: 'finished', finalRelease: { state: 'open', canBeLiftedBy: [{}, {}] } }],
  });
  expect(await factsOf(factory, 'workorders.completed')).toMatchObject([{ payload: { goodQty: '80' } }]);
  expect(await factsOf(factory, 'workorders.operation_finished')).toMatchObject([
    { payload: { operationName: '车', finalReleaseDue: false } },
    { payload: { operationName: '铣', finalReleaseDue: true } },
  ]);

  const other = await plannedOrder(factory, { orderNo: 'WO-0310' });
  await made(other, { 10: { good: '100' } });
  const more = await liu.must(requestOrderChange, { workOrderId: other.id, plannedQty: '130', reason: '追加' });
  await chen.must(answerOrderChange, { changeId: more.id, answer: 'accepted' });
  expect(await chen.ask(workOrder, { workOrderId: other.id })).toMatchObject({ operations: [{ status: 'on_hold', targetQty: '130' }, {}] });
});

test('two planners ask for a change of one order at once: one is waiting, the other is told which', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const outcomes = await Promise.all(
    [factory.liu, factory.admin].map((one, index) =>
      asPerson(one).run(requestOrderChange, { workOrderId: order.id, plannedQty: `${110 + index}`, reason: '追加' }),
    ),
  );
  const won = outcomes.find(({ kind }) => kind === 'accepted');
  expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({
    refusal: { code: 'change_already_open', changeId: won?.kind === 'accepted' ? won.value.id : '' },
  });
});

test('the head and a leader answer one change at once: one answer counts, the other learns whose', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const { id: changeId } = await asPerson(factory.liu).must(requestOrderChange, {
    workOrderId: order.id,
    plannedQty: '120',
    reason: '追加',
  });
  const outcomes = await Promise.all([
    asPerson(factory.chen).run(answerOrderChange, { changeId, answer: 'accepted' }),
    asPerson(factory.zhou).run(answerOrderChange, { changeId, answer: 'refused', note: '没料' }),
  ]);
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  const accepted = outcomes[0]?.kind === 'accepted';
  expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({
    refusal: {
      code: 'change_not_open',
      state: accepted ? 'accepted' : 'refused',
      answeredById: accepted ? factory.chen.id : factory.zhou.id,
    },
  });
  expect(await storedOrder(order)).toMatchObject({ plannedQty: accepted ? 1_200_000 : 1_000_000 });
});

test('a question needs words and keeps the change open; one tap twice answers once', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const { id: changeId } = await asPerson(factory.liu).must(requestOrderChange, {
    workOrderId: order.id,
    plannedQty: '120',
    reason: '追加',
  });
  const chen = asPerson(factory.chen);
  expect(await chen.run(answerOrderChange, { changeId, answer: 'question' })).toMatchObject({ refusal: { code: 'reason_required' } });
  expect(await chen.must(answerOrderChange, { changeId, answer: 'question', note: '料够吗?' })).toMatchObject({
    state: 'question',
    note: '料够吗?',
  });
  const twice = await Promise.all(
    [1, 2].map(() => chen.must(answerOrderChange, { changeId, answer: 'accepted' }, { key: 'one-tap-only' })),
  );
  expect(twice[0]).toEqual(twice[1]);
  expect(twice[0]).toMatchObject({ state: 'accepted', note: null });
  expect(await factsOf(factory, 'workorders.change_answered')).toHaveLength(2);
});

test('no change without a difference, without the right, or from another workshop', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const wish = { workOrderId: order.id, plannedQty: '100', reason: '没变' };
  expect(await asPerson(factory.liu).run(requestOrderChange, wish)).toMatchObject({ refusal: { code: 'change_empty' } });
  await expect(asPerson(factory.chen).run(requestOrderChange, wish)).rejects.toMatchObject({ code: 'forbidden' });
  await expect(asPerson(factory.liu).run(requestOrderChange, { ...wish, plannedQty: '-5' })).rejects.toMatchObject({
    fields: [{ path: 'plannedQty' }],
  });
  const elsewhere = await plannedOrder(factory, { orderNo: 'WO-W2', workshopId: 'w2' });
  const { id: changeId } = await asPerson(factory.liu).must(requestOrderChange, {
    workOrderId: elsewhere.id,
    plannedQty: '120',
    reason: '追加',
  });
  expect(await asPerson(factory.chen).run(answerOrderChange, { changeId, answer: 'accepted' })).toMatchObject({
    refusal: { code: 'not_found' },
  });
  expect((await asPerson(factory.chen).ask(orderChanges, { limit: 10 })).items).toEqual([]);
});

test('B-1.16 three scrapped: never silent; made up for, the first operation gets three more and the order opens again', async () => {
  const factory = await demoFactory();
  const liu = asPerson(factory.liu);
  const order = await plannedOrder(factory);
  await made(order, { 10: { good: '100' }, 20: { good: '97', scrap: '3' } });
  expect(await liu.ask(workOrder, { workOrderId: order.id })).toMatchObject({
    status: 'completed',
    goodQty: '97',
    scrapQty: '3',
    shortQty: '3',
  });

  expect(await liu.run(makeUpScrap, { workOrderId: order.id, qty: '4' })).toMatchObject({
    refusal: { code: 'make_up_above_short', shortQty: '3' },
  });
  const both = await Promise.all([factory.liu, factory.admin].map((one) => asPerson(one).run(makeUpScrap, { workOrderId: order.id })));
  expect(both.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  expect(await liu.ask(workOrder, { workOrderId: order.id })).toMatchObject({
    status: 'in_process',
    completedAt: null,
    makeUpQty: '3',
    shortQty: '0',
    operations: [
      { status: 'on_hold', targetQty: '103' },
      { status: 'on_hold', targetQty: '103' },
    ],
  });
  expect(await factsOf(factory, 'workorders.scrap_made_up')).toMatchObject([{ payload: { qty: '3' } }]);
  expect(await factsOf(factory, 'workorders.reopened')).toHaveLength(1);

  await made(order, { 10: { good: '103' }, 20: { good: '100', scrap: '3' } });
  expect(await liu.ask(workOrder, { workOrderId: order.id })).toMatchObject({ status: 'completed', goodQty: '100', shortQty: '0' });
  await expect(asPerson(factory.wang).run(makeUpScrap, { workOrderId: order.id })).rejects.toMatchObject({ code: 'forbidden' });
});
