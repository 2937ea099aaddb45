// Whoever has an order in hand hears that it was stopped, and nobody hears it twice.
import { startWork } from '../../../server/modules/reporting';
import {
  cancelWorkOrder,
  dispatchOperation,
  holdWorkOrder,
  orderHistory,
  resumeWorkOrder,
  splitWorkOrder,
  tellPeople,
} from '../../../server/modules/workorders';
import type { Notice } from '../../../server/platform';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, relay } from '../../support';
import { plannedOrder } from './planned-order';

async function inHand() {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const [first, second] = order.operations.map(({ id }) => id);
  await asPerson(factory.wang).must(startWork, { operationId: first ?? '', occurredAt: new Date().toISOString() });
  await asPerson(factory.chen).must(dispatchOperation, { operationId: second ?? '', personIds: [factory.li.id] });
  const told: Notice[] = [];
  const people = tellPeople(async (notice) => {
    if (!told.some(({ key }) => key === notice.key)) told.push(notice);
  });
  return { factory, order, told, hear: () => relay(...people), liu: asPerson(factory.liu) };
}

test('cancelled: who is at it and who was to do it are told, with who and why, once though the fact comes twice', async () => {
  const { factory, order, told, hear, liu } = await inHand();
  await liu.must(cancelWorkOrder, { workOrderId: order.id, reason: '客户退单' });
  await hear();
  await JournalEntryModel.updateMany(
    { factoryId: factory.id, 'facts.type': 'workorders.cancelled' },
    { $set: { relay: { state: 'due', attempts: 0 } } },
  );
  await hear();
  expect(told).toHaveLength(1);
  expect(told[0]).toMatchObject({
    kind: 'order_stopped',
    facts: { how: 'cancelled', by: '刘计划', reason: '客户退单', orderNo: order.orderNo },
  });
  expect([...(told[0]?.toPersonIds ?? [])].sort()).toEqual([factory.wang.id, factory.li.id].sort());
});

test('put on hold, given back and put on hold again: told each time', async () => {
  const { order, told, hear, liu } = await inHand();
  for (const reason of ['等料', '图纸要改']) {
    await liu.must(holdWorkOrder, { workOrderId: order.id, reason });
    await liu.must(resumeWorkOrder, { workOrderId: order.id });
  }
  await hear();
  expect(told.map(({ facts }) => [facts.how, facts.reason])).toEqual([
    ['held', '等料'],
    ['held', '图纸要改'],
  ]);
});

test('an order that nobody has in hand is cancelled without a word to anybody', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const told: Notice[] = [];
  await asPerson(factory.liu).must(cancelWorkOrder, { workOrderId: order.id, reason: '下错了' });
  await relay(
    ...tellPeople(async (notice) => {
      told.push(notice);
    }),
  );
  expect(told).toEqual([]);
});

test('the history says how much it was made for, whatever was split off since, and which order that is', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory, { plannedQty: '100' });
  await asPerson(factory.liu).must(splitWorkOrder, { workOrderId: order.id, qty: '40', reason: '先交一批' });
  const { items } = await asPerson(factory.liu).ask(orderHistory, { workOrderId: order.id });
  expect(items.find(({ what }) => what === 'workorders.created')?.qty).toBe('100');
  expect(items.find(({ what }) => what === 'workorders.split')).toMatchObject({ qty: '40', number: `${order.orderNo}-001` });
});
