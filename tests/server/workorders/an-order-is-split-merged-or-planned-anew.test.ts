import { alerts } from '../../../server/modules/alerts';
import { reporting, reportWork, startWork } from '../../../server/modules/reporting';
import {
  defineRouting,
  mergeWorkOrders,
  orderHistory,
  replanWorkOrder,
  splitWorkOrder,
  workOrder,
  workOrderByNo,
} from '../../../server/modules/workorders';
import { WorkOrderModel } from '../../../server/modules/workorders/models/work-order.model';
import { asPerson, demoFactory, relay } from '../../support';
import { factsOf, makes, minutesAgo, operationAt, reportOf } from '../reporting/shop-floor';
import { plannedOrder, storedOrder } from './planned-order';

async function workshop(begun = '55') {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const op10 = operationAt(order, 10).id;
  if (begun !== '0') await makes(factory.wang, op10, { good: begun });
  return { factory, order, op10, liu: asPerson(factory.liu) };
}
const reason = '客户分批要';

test('B-1.12 100 into 60 and 40: both are worked on, the reports stay with the order that has them', async () => {
  const { factory, order, op10, liu } = await workshop();
  const receipt = await liu.must(splitWorkOrder, { workOrderId: order.id, qty: '40', reason });
  expect(receipt).toMatchObject({
    order: { orderNo: 'WO-0309', plannedQty: '60', operations: [{ goodQty: '55' }, {}] },
    part: {
      orderNo: 'WO-0309-001',
      plannedQty: '40',
      status: 'released',
      splitFrom: { orderNo: 'WO-0309' },
      operations: [{ goodQty: '0' }, {}],
    },
  });
  const partOp10 = operationAt(receipt.part, 10).id;
  await asPerson(factory.li).must(startWork, { operationId: partOp10, occurredAt: minutesAgo(0) });
  await asPerson(factory.li).must(reportWork, reportOf(partOp10, { good: '40' }));
  await asPerson(factory.wang).must(reportWork, reportOf(op10, { good: '5' }));
  expect(await liu.ask(workOrderByNo, { orderNo: 'WO-0309' })).toMatchObject({ operations: [{ goodQty: '60', status: 'finished' }, {}] });
  expect(await liu.ask(workOrderByNo, { orderNo: 'WO-0309-001' })).toMatchObject({
    operations: [{ goodQty: '40', status: 'finished' }, {}],
  });
});

test('split off while the last free pieces are being reported: never more than there were', async () => {
  const { factory, order, op10, liu } = await workshop('60');
  const [split, report] = await Promise.all([
    liu.run(splitWorkOrder, { workOrderId: order.id, qty: '40', reason }),
    asPerson(factory.wang).run(reportWork, reportOf(op10, { good: '20' })),
  ]);
  expect([split.kind, report.kind].sort()).toEqual(['accepted', 'refused']);
});

test('two split at once: two parts with two numbers, and the sum is a hundred', async () => {
  const { factory, order, liu } = await workshop('0');
  const parts = await Promise.all(
    [factory.liu, factory.admin].map((one) => asPerson(one).must(splitWorkOrder, { workOrderId: order.id, qty: '30', reason })),
  );
  expect(parts.map(({ part }) => part.orderNo).sort()).toEqual(['WO-0309-001', 'WO-0309-002']);
  expect((await liu.ask(workOrder, { workOrderId: order.id })).plannedQty).toBe('40');
  const again = await liu.must(splitWorkOrder, { workOrderId: parts[0]?.part.id ?? '', qty: '10', reason });
  expect(again.part.orderNo).toBe('WO-0309-003');
});

test('one tap twice splits once; a worker does not split; all of it cannot go', async () => {
  const { factory, order, liu } = await workshop('0');
  const asked = { workOrderId: order.id, qty: '40', reason };
  await Promise.all([1, 2].map(() => liu.must(splitWorkOrder, asked, { key: 'one-tap-only' })));
  expect(await WorkOrderModel.countDocuments({ factoryId: factory.id })).toBe(2);
  await expect(asPerson(factory.wang).run(splitWorkOrder, asked)).rejects.toMatchObject({ code: 'forbidden' });
  expect(await liu.run(splitWorkOrder, { ...asked, qty: '60' })).toMatchObject({ refusal: { code: 'split_above_free', freeQty: '59' } });
});

test('B-1.12 split and merged again is what it was; whoever scans the emptied order is told where it went', async () => {
  const { factory, order, liu } = await workshop();
  const { part } = await liu.must(splitWorkOrder, { workOrderId: order.id, qty: '40', reason });
  const merge = { workOrderId: order.id, otherId: part.id, reason: '又一起要了' };
  const both = await Promise.all([factory.liu, factory.admin].map((one) => asPerson(one).run(mergeWorkOrders, merge)));
  expect(both.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  expect(await liu.ask(workOrder, { workOrderId: order.id })).toMatchObject({
    plannedQty: '100',
    operations: [{ goodQty: '55', targetQty: '100' }, {}],
  });
  expect(await storedOrder(part)).toMatchObject({ status: 'cancelled', halt: { mergedInto: 'WO-0309' } });
  // How it ended stands with the emptied order too, and not only with the one it went into.
  const { items } = await liu.ask(orderHistory, { workOrderId: part.id });
  expect(items[0]).toMatchObject({ what: 'workorders.cancelled', reason: '又一起要了' });
  expect((await liu.ask(orderHistory, { workOrderId: order.id })).items[0]).toMatchObject({ what: 'workorders.merged' });
  const scanned = { operationId: operationAt(part, 10).id, occurredAt: minutesAgo(0) };
  expect(await asPerson(factory.li).run(startWork, scanned)).toMatchObject({
    refusal: { code: 'order_not_open', state: 'merged', mergedInto: 'WO-0309' },
  });
  await relay(...alerts.subscribers, ...reporting.subscribers);
  expect(await factsOf(factory.id)).toEqual(expect.arrayContaining(['workorders.split', 'workorders.merged', 'workorders.cancelled']));
});

test('begun at the very moment it is merged away: work or merge, not both', async () => {
  const { factory, order, liu } = await workshop('0');
  const { part } = await liu.must(splitWorkOrder, { workOrderId: order.id, qty: '40', reason });
  const [start, merge] = await Promise.all([
    asPerson(factory.li).run(startWork, { operationId: operationAt(part, 10).id, occurredAt: minutesAgo(0) }),
    liu.run(mergeWorkOrders, { workOrderId: order.id, otherId: part.id, reason }),
  ]);
  expect([start.kind, merge.kind].sort()).toEqual(['accepted', 'refused']);
});

test('B-1.13 the routing changes after the release: the order does not, until somebody asks; what is begun never does', async () => {
  const { factory, order, op10, liu } = await workshop();
  await liu.must(defineRouting, {
    itemCode: 'AX-7',
    operations: [
      { seq: 10, name: '车', priMinutes: 9 },
      { seq: 15, name: '去毛刺' },
      { seq: 20, name: '铣' },
    ],
  });
  expect((await liu.ask(workOrder, { workOrderId: order.id })).operations.map(({ name }) => name)).toEqual(['车', '铣']);
  const asked = { workOrderId: order.id, reason: '加一道去毛刺' };
  const both = await Promise.all([factory.liu, factory.admin].map((one) => asPerson(one).must(replanWorkOrder, asked)));
  expect(both.map(({ routingVersion }) => routingVersion)).toEqual([2, 2]);
  expect((await factsOf(factory.id)).filter((type) => type === 'workorders.replanned')).toHaveLength(1);
  expect((await storedOrder(order)).operations).toMatchObject([
    { name: '车', priMinutes: 0, goodQty: 550_000 },
    { name: '去毛刺', status: 'not_started' },
    { name: '铣', status: 'not_started' },
  ]);
  const after = await liu.ask(workOrder, { workOrderId: order.id });
  expect(operationAt(after, 10).id).toBe(op10);
  expect(operationAt(after, 20)).toMatchObject({ id: operationAt(order, 20).id, readyQty: '0' });
  expect(operationAt(after, 15).readyQty).toBe('55');
  await makes(factory.li, operationAt(after, 15).id, { good: '50' });
  await makes(factory.li, operationAt(after, 20).id, { good: '50' });
  await expect(asPerson(factory.wang).run(replanWorkOrder, asked)).rejects.toMatchObject({ code: 'forbidden' });
});

test('B-1.13 a routing without what is begun is refused, and nothing is changed', async () => {
  const { order, liu } = await workshop();
  await liu.must(defineRouting, { itemCode: 'AX-7', operations: [{ seq: 20, name: '铣' }] });
  expect(await liu.run(replanWorkOrder, { workOrderId: order.id, reason: 'x' })).toMatchObject({
    refusal: { code: 'replan_touches_begun', operations: ['10 车'] },
  });
  expect((await storedOrder(order)).operations).toHaveLength(2);
});
