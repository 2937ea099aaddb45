import { approvalsInSight, decideApproval } from '../../../server/modules/approvals';
import {
  closeWorkOrder,
  deleteWorkOrder,
  requestDeletion,
  workOrder,
  workOrderByNo,
  workOrders,
  workorders,
} from '../../../server/modules/workorders';
import { WorkOrderModel } from '../../../server/modules/workorders/models/work-order.model';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, asSystem, demoFactory, relay, type TestFactory } from '../../support';
import { made, plannedOrder, storedOrder } from './planned-order';

const factsOf = async (factory: TestFactory, type: string) =>
  (await JournalEntryModel.find({ factoryId: factory.id }).lean()).flatMap(({ facts }) => facts).filter((fact) => fact.type === type);
const atWork = (id: string) =>
  WorkOrderModel.updateOne({ _id: id }, { $set: { 'operations.0.openSegments': 1, 'operations.0.status': 'running' } });

test('B-1.3 with three in rework an order cannot be closed; once they are answered for it can, once', async () => {
  const factory = await demoFactory();
  const zhou = asPerson(factory.zhou);
  const order = await plannedOrder(factory);
  await made(order, { 10: { good: '93', scrap: '4', rework: '3' }, 20: { good: '93' } });
  expect(await zhou.run(closeWorkOrder, { workOrderId: order.id, closeShort: true, reason: '急' })).toMatchObject({
    refusal: { code: 'order_has_open_quantity', operations: [{ name: '车', inReworkQty: '3' }] },
  });
  await made(order, { 10: { good: '96', scrap: '4' }, 20: { good: '96' } });
  const both = await Promise.all(
    [factory.zhou, factory.liu].map((one) => asPerson(one).run(closeWorkOrder, { workOrderId: order.id, closeShort: false })),
  );
  expect(both.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  expect(both.find(({ kind }) => kind === 'refused')).toMatchObject({ refusal: { code: 'order_closed' } });
  expect(await factsOf(factory, 'workorders.closed')).toMatchObject([{ payload: { short: false, orderNo: 'WO-0309' } }]);
});

test('closing short under the hands of somebody at work is refused, without a reason too; then it keeps its reason', async () => {
  const factory = await demoFactory();
  const liu = asPerson(factory.liu);
  const order = await plannedOrder(factory);
  await atWork(order.id);
  const short = { workOrderId: order.id, closeShort: true };
  expect(await liu.run(closeWorkOrder, { ...short, reason: '客户取消' })).toMatchObject({ refusal: { code: 'order_has_open_quantity' } });
  await WorkOrderModel.updateOne({ _id: order.id }, { $set: { 'operations.0.openSegments': 0 } });
  expect(await liu.run(closeWorkOrder, short)).toMatchObject({ refusal: { code: 'reason_required' } });
  expect(await liu.must(closeWorkOrder, { ...short, reason: '客户取消' })).toMatchObject({ status: 'closed', late: false });
  expect(await storedOrder(order)).toMatchObject({ closedShort: true, closeReason: '客户取消' });
  await expect(asPerson(factory.chen).run(closeWorkOrder, short)).rejects.toMatchObject({ code: 'forbidden' });
});

test('nobody deletes alone: asked for by the planner, decided by the manager, done once though told twice', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const { approvalId } = await asPerson(factory.liu).must(requestDeletion, { workOrderId: order.id, reason: '录错了' });
  expect(await asPerson(factory.liu).ask(workOrder, { workOrderId: order.id })).toMatchObject({ status: 'released' });
  await asPerson(factory.zhou).must(decideApproval, { approvalId, decision: 'approved' });

  await relay(...workorders.subscribers);
  await JournalEntryModel.collection.updateMany(
    { factoryId: factory.id, 'relay.state': 'done' },
    { $set: { relay: { state: 'due', attempts: 0 } } },
  );
  await relay(...workorders.subscribers);

  expect(await factsOf(factory, 'workorders.deleted')).toMatchObject([{ payload: { reason: '录错了', orderNo: 'WO-0309' } }]);
  expect(await storedOrder(order)).toMatchObject({ status: 'deleted', deletionReason: '录错了', revision: 1 });
  await expect(asPerson(factory.liu).ask(workOrder, { workOrderId: order.id })).rejects.toMatchObject({ code: 'not_found' });
  expect((await asPerson(factory.liu).ask(workOrders, { limit: 10 })).items).toEqual([]);
  expect((await asPerson(factory.liu).ask(workOrders, { limit: 10, status: 'deleted' })).items).toHaveLength(1);
});

test('a deletion that was refused deletes nothing, and asking twice at once asks once', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const both = await Promise.allSettled(
    [factory.liu, factory.admin].map((one) => asPerson(one).run(requestDeletion, { workOrderId: order.id, reason: '录错了' })),
  );
  expect(await approvalsOf(factory)).toHaveLength(1);
  expect(both.filter(({ status, ...one }) => status === 'fulfilled' && 'value' in one && one.value.kind === 'accepted')).toHaveLength(1);
  const [pending] = await approvalsOf(factory);
  await asPerson(factory.zhou).must(decideApproval, { approvalId: pending?.id ?? '', decision: 'refused', reason: '还要做' });
  await relay(...workorders.subscribers);
  expect(await storedOrder(order)).toMatchObject({ status: 'released' });
});

test('an approved deletion of what somebody has begun meanwhile leaves the order, and the journal says why', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const { approvalId } = await asPerson(factory.liu).must(requestDeletion, { workOrderId: order.id, reason: '录错了' });
  await atWork(order.id);
  await asPerson(factory.zhou).must(decideApproval, { approvalId, decision: 'approved' });
  await relay(...workorders.subscribers);
  expect(await storedOrder(order)).toMatchObject({ status: 'released' });
  expect(await JournalEntryModel.findOne({ factoryId: factory.id, command: 'workorders.delete-work-order' }).lean()).toMatchObject({
    outcome: 'refused',
    refusal: { code: 'order_has_open_quantity' },
  });
});

test('B-13.2 no person can delete, whatever their role; deleting twice changes nothing, and the number can be used again', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const deletion = { workOrderId: order.id, reason: '录错了' };
  for (const person of [factory.admin, factory.zhou, factory.liu]) {
    await expect(asPerson(person).run(deleteWorkOrder, deletion)).rejects.toMatchObject({ code: 'forbidden' });
  }
  const system = asSystem(factory, 'workorders.delete');
  expect(await system.must(deleteWorkOrder, deletion)).toEqual({ changed: true });
  expect(await system.must(deleteWorkOrder, deletion)).toEqual({ changed: false });
  const again = await plannedOrder(factory, { plannedQty: '80' });
  expect(await asPerson(factory.liu).ask(workOrderByNo, { orderNo: 'WO-0309' })).toMatchObject({ id: again.id, plannedQty: '80' });
  await expect(asPerson(factory.wang).run(requestDeletion, deletion)).rejects.toMatchObject({ code: 'forbidden' });
});

async function approvalsOf(factory: TestFactory) {
  return (await asPerson(factory.zhou).ask(approvalsInSight, { state: 'pending', limit: 10 })).items;
}
