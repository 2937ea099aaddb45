import { createWorkOrder, releaseWorkOrder, workOrder, workOrderByNo, workOrders } from '../../../server/modules/workorders';
import { WorkOrderModel } from '../../../server/modules/workorders/models/work-order.model';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, type TestFactory } from '../../support';
import { DUE, plannedOrder } from './planned-order';

const order = (orderNo: string) => ({ orderNo, itemCode: 'AX-7', plannedQty: '20', dueAt: DUE, workshopId: 'w1', release: true });
const factsOf = async (factory: TestFactory) =>
  (await JournalEntryModel.find({ factoryId: factory.id }).sort({ _id: 1 }).lean()).flatMap(({ facts }) => facts);

test('two planners take one order number at the same moment: one order, and the other is told what stands there', async () => {
  const factory = await demoFactory();
  await plannedOrder(factory);
  const outcomes = await Promise.all([factory.liu, factory.admin].map((one) => asPerson(one).run(createWorkOrder, order('WO-0400'))));
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  expect(outcomes.find(({ kind }) => kind === 'refused')).toMatchObject({
    refusal: { code: 'order_exists', orderNo: 'WO-0400', itemCode: 'AX-7', plannedQty: '20', workshopId: 'w1' },
  });
  expect(await WorkOrderModel.countDocuments({ factoryId: factory.id, orderNo: 'WO-0400' })).toBe(1);
});

test('a new order freezes its method, is released with a fact, and answers twice the same to one key', async () => {
  const factory = await demoFactory();
  await plannedOrder(factory, {
    operations: [
      { seq: 10, name: '车', firstArticle: { cap: '3' } },
      { seq: 20, name: '铣', finalRelease: true },
    ],
  });
  const twice = await Promise.all([1, 2].map(() => asPerson(factory.liu).must(createWorkOrder, order('WO-0401'), { key: 'one-tap-only' })));
  expect(twice[0]).toEqual(twice[1]);
  expect(twice[0]).toMatchObject({
    status: 'released',
    plannedQty: '20',
    shortQty: '0',
    operations: [
      { name: '车', readyQty: '21', targetQty: '20', firstArticle: { state: 'due', canBeLiftedBy: [] } },
      { name: '铣', readyQty: '0', targetQty: '20', finalRelease: { state: 'due' } },
    ],
  });
  const released = (await factsOf(factory)).filter(
    ({ type, payload }) => type === 'workorders.released' && 'orderNo' in payload && payload.orderNo === 'WO-0401',
  );
  expect(released).toMatchObject([
    { subject: `workOrder:${twice[0]?.id}`, payload: { plannedQty: '20', dueAt: '2026-12-01T10:00:00.000Z', workshopId: 'w1' } },
  ]);
});

test.each([
  ['an unknown item', { itemCode: 'NO' }, { code: 'item_unknown', itemCode: 'NO' }],
  ['a workshop that does not exist', { workshopId: 'w9' }, { code: 'out_of_scope', workshopId: 'w9' }],
  ['half a piece', { plannedQty: '2.5' }, { code: 'quantity_not_in_unit', qty: '2.5', unit: '件' }],
])('%s is refused, and nothing is written', async (_, over, refusal) => {
  const factory = await demoFactory();
  await plannedOrder(factory);
  expect(await asPerson(factory.liu).run(createWorkOrder, { ...order('WO-0402'), ...over })).toMatchObject({ kind: 'refused', refusal });
  expect(await WorkOrderModel.countDocuments({ factoryId: factory.id })).toBe(1);
});

test('an order for nothing, a due date without an offset and an unknown field are named as what they are', async () => {
  const factory = await demoFactory();
  const attempt = (over: object) => asPerson(factory.liu).run(createWorkOrder, { ...order('WO-0403'), ...over } as never);
  await expect(attempt({ plannedQty: '0' })).rejects.toMatchObject({ fields: [{ path: 'plannedQty', code: 'more_than_zero' }] });
  await expect(attempt({ dueAt: '2026-12-01' })).rejects.toMatchObject({ fields: [{ path: 'dueAt' }] });
  await expect(attempt({ status: 'closed' })).rejects.toMatchObject({ fields: [{ path: 'status', code: 'unknown_field' }] });
  await expect(asPerson(factory.wang).run(createWorkOrder, order('WO-0403'))).rejects.toMatchObject({ code: 'forbidden' });
});

test('an item that nobody has said how to make cannot be ordered', async () => {
  const factory = await demoFactory();
  const { defineItem } = await import('../../../server/modules/workorders');
  await asPerson(factory.liu).must(defineItem, { code: 'NEW', name: '新件', unit: { name: '件', decimals: 0 } });
  expect(await asPerson(factory.liu).run(createWorkOrder, { ...order('WO-0404'), itemCode: 'NEW' })).toMatchObject({
    refusal: { code: 'routing_unknown', itemCode: 'NEW' },
  });
});

test('B-1.2 the permitted share on top comes from the order, or else from the factory', async () => {
  const factory = await demoFactory({ overProductionRate: 500 });
  await plannedOrder(factory, { plannedQty: '33' });
  const liu = asPerson(factory.liu);
  expect((await liu.ask(workOrderByNo, { orderNo: 'WO-0309' })).operations[0]).toMatchObject({ readyQty: '34' });
  const none = await liu.must(createWorkOrder, { ...order('WO-0405'), overProductionPercent: 0 });
  expect(none.operations[0]).toMatchObject({ readyQty: '20' });
});

test('B-1.1 releasing a draft tells the workshop once, whoever taps twice or at the same time', async () => {
  const factory = await demoFactory();
  const draft = await plannedOrder(factory, { release: false });
  expect(draft.status).toBe('draft');
  const both = await Promise.all(
    [factory.liu, factory.admin].map((one) => asPerson(one).must(releaseWorkOrder, { workOrderId: draft.id })),
  );
  expect(both.map(({ status }) => status)).toEqual(['released', 'released']);
  await asPerson(factory.liu).must(releaseWorkOrder, { workOrderId: draft.id });
  expect((await factsOf(factory)).filter(({ type }) => type === 'workorders.released')).toHaveLength(1);
});

test('somebody of another workshop sees no order, by no way, and learns nothing of its being there', async () => {
  const factory = await demoFactory();
  const { id } = await plannedOrder(factory);
  const sun = asPerson(factory.sun);
  await expect(sun.ask(workOrder, { workOrderId: id })).rejects.toMatchObject({ code: 'not_found' });
  await expect(sun.ask(workOrderByNo, { orderNo: 'WO-0309' })).rejects.toMatchObject({ code: 'not_found' });
  expect(await sun.ask(workOrders, { limit: 50 })).toEqual({ items: [], nextAfter: null, total: 0 });
  const other = await demoFactory();
  await expect(asPerson(other.liu).ask(workOrder, { workOrderId: id })).rejects.toMatchObject({ code: 'not_found' });
});
