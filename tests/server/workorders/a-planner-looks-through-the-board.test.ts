import { orderHistoryDto } from '../../../server/contracts/api/order-board';
import { answerOrderChange, dispatchOperation, orderBoard, orderHistory, requestOrderChange } from '../../../server/modules/workorders';
import { forecastEnd } from '../../../server/modules/workorders/domain/forecast';
import { decideStart } from '../../../server/modules/workorders/domain/work-time';
import { saveOrderProgress, toOrderState } from '../../../server/modules/workorders/progress';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, type TestFactory } from '../../support';
import { made, plannedOrder, storedOrder } from './planned-order';

const NOW = new Date('2026-11-22T10:00:00+08:00');
const board = (
  factory: TestFactory,
  query: { view?: 'open' | 'late' | 'waiting' | 'completed' | 'over'; q?: string; workshopId?: string } = {},
) => asPerson(factory.liu).ask(orderBoard, { view: 'open', ...query }, NOW);

async function begins(factory: TestFactory, order: { id: string }, at: string): Promise<void> {
  const before = toOrderState(await storedOrder(order));
  const first = before.operations[0];
  if (!first) throw new Error('no operation');
  const worker = { personId: factory.wang.id, mayStepIn: false };
  const outcome = decideStart(before, first.id, worker, { occurredAt: new Date(at), now: NOW });
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.code);
  await saveOrderProgress(before, outcome.value.order);
}

test('a chip counts exactly what it opens, and what keeps an order up says who can do something', async () => {
  const factory = await demoFactory();
  await plannedOrder(factory, { orderNo: 'WO-1', release: false });
  const late = await plannedOrder(factory, { orderNo: 'WO-2', dueAt: '2026-11-20T18:00:00+08:00' });
  const changing = await plannedOrder(factory, { orderNo: 'WO-3' });
  const idle = await plannedOrder(factory, { orderNo: 'WO-4' });
  const done = await plannedOrder(factory, { orderNo: 'WO-5' });
  await asPerson(factory.liu).must(requestOrderChange, { workOrderId: changing.id, plannedQty: '120', reason: '客户加单' });
  await made(idle, { 10: { good: '40' } });
  await made(done, { 10: { good: '100' }, 20: { good: '100' } });

  const open = await board(factory);
  expect(open.rows.map(({ order }) => order.orderNo)).toEqual(['WO-2', 'WO-1', 'WO-3', 'WO-4']);
  expect(open.counts).toEqual({ open: 4, late: 1, waiting: 2, completed: 1 });
  for (const view of ['late', 'waiting', 'completed'] as const) {
    expect((await board(factory, { view })).rows).toHaveLength(open.counts[view]);
  }
  const row = (orderNo: string) => open.rows.find(({ order }) => order.orderNo === orderNo);
  expect(row('WO-1')?.holdUp).toMatchObject({ code: 'not_released', holders: [] });
  expect(row('WO-2')).toMatchObject({ daysLate: 2, holdUp: null });
  expect(late.late).toBe(true);
  expect(row('WO-3')?.holdUp).toMatchObject({ code: 'change_open', change: { from: { plannedQty: '100' }, to: { plannedQty: '120' } } });
  expect(row('WO-3')?.holdUp?.holders.map(({ name }) => name)).toContain(factory.chen.name);
  expect(row('WO-4')?.holdUp).toMatchObject({ code: 'nobody_at_it', qty: '65', operation: { name: '车' } });
});

test('words are found anywhere in a row, people too, and only together', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory, { orderNo: 'WO-0309', customer: '大连机床' });
  await plannedOrder(factory, { orderNo: 'WO-0310' });
  await asPerson(factory.liu).must(dispatchOperation, { operationId: order.operations[0]?.id ?? '', personIds: [factory.wang.id] });
  const found = async (q: string) => (await board(factory, { q })).rows.map((row) => row.order.orderNo);
  expect(await found('0309')).toEqual(['WO-0309']);
  expect(await found(factory.wang.name)).toEqual(['WO-0309']);
  expect(await found('机床 主轴')).toEqual(['WO-0309']);
  expect(await found('机床 0310')).toEqual([]);
  expect((await board(factory, { q: '0309' })).counts.open).toBe(1);
});

test('another workshop is not shown, and asking for it by name is refused', async () => {
  const factory = await demoFactory();
  await plannedOrder(factory);
  expect((await asPerson(factory.sun).ask(orderBoard, { view: 'open' }, NOW)).rows).toEqual([]);
  await expect(asPerson(factory.sun).ask(orderBoard, { view: 'open', workshopId: 'w1' }, NOW)).rejects.toMatchObject({
    code: 'out_of_scope',
  });
});

test('the forecast goes by the pace since work began, and there is none before it', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory, { dueAt: '2026-11-23T18:00:00+08:00' });
  await begins(factory, order, '2026-11-21T10:00:00+08:00');
  await made(order, { 10: { good: '50' } });
  const stored = await storedOrder(order);
  expect(stored.startedAt?.toISOString()).toBe('2026-11-21T02:00:00.000Z');
  // A quarter of all pieces in a day: three more days to go.
  expect(forecastEnd(toOrderState(stored), stored.startedAt ?? null, NOW)?.toISOString()).toBe('2026-11-25T02:00:00.000Z');
  expect(forecastEnd(toOrderState(stored), null, NOW)).toBeNull();
  const [row] = (await board(factory)).rows;
  expect(row).toMatchObject({ forecastAt: '2026-11-25T02:00:00.000Z', daysLate: 2 });
});

test('the history says who did what, newest first, down to who made the order', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const liu = asPerson(factory.liu);
  await liu.must(dispatchOperation, { operationId: order.operations[0]?.id ?? '', personIds: [factory.wang.id] });
  const change = await liu.must(requestOrderChange, { workOrderId: order.id, plannedQty: '120', reason: '客户加单' });
  await asPerson(factory.chen).must(answerOrderChange, { changeId: change.id, answer: 'accepted' });
  const { items } = orderHistoryDto.parse(await liu.ask(orderHistory, { workOrderId: order.id }));
  expect(items.map(({ what, by }) => [what, by?.name])).toEqual([
    ['workorders.change_answered', factory.chen.name],
    ['workorders.change_requested', factory.liu.name],
    ['workorders.operation_dispatched', factory.liu.name],
    ['workorders.released', factory.liu.name],
    ['workorders.created', factory.liu.name],
  ]);
  expect(items[0]).toMatchObject({ answer: 'accepted', to: { plannedQty: '120' } });
  expect(items[2]).toMatchObject({ operationName: '车', people: [{ name: factory.wang.name }] });
  await expect(asPerson(factory.sun).ask(orderHistory, { workOrderId: order.id })).rejects.toMatchObject({ code: 'not_found' });
});

test('the history of an order is looked up by its index, however long the journal', async () => {
  const factory = await demoFactory();
  const question = { factoryId: factory.id, 'facts.subject': 'workOrder:1', outcome: 'accepted' } as const;
  const plan = JSON.stringify(await JournalEntryModel.find(question).sort({ _id: -1 }).explain('queryPlanner'));
  expect(plan).toContain('facts.subject_1');
  expect(plan).not.toContain('COLLSCAN');
});
