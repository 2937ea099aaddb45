import { alerts } from '../../../server/modules/alerts';
import { OpenOrderModel } from '../../../server/modules/alerts/models/open-order.model';
import { quality } from '../../../server/modules/quality';
import { InspectionModel } from '../../../server/modules/quality/models/inspection.model';
import { correctReport, reporting, reportWork, resumeWork, startWork } from '../../../server/modules/reporting';
import {
  answerOrderChange,
  cancelWorkOrder,
  closeWorkOrder,
  dispatchOperation,
  holdWorkOrder,
  myTasks,
  requestOrderChange,
  resumeWorkOrder,
  workOrder,
} from '../../../server/modules/workorders';
import { translator } from '../../../server/platform';
import { asPerson, demoFactory, relay } from '../../support';
import { factsOf, makes, minutesAgo, operationAt, reportOf, segmentsOf } from '../reporting/shop-floor';
import { made, plannedOrder, storedOrder } from './planned-order';

async function workshop() {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  return { factory, order, op10: operationAt(order, 10).id, liu: asPerson(factory.liu) };
}

test('B-1.1 on hold nobody starts, goes on or reports, and everybody is told who did it and why, in words', async () => {
  const { factory, order, op10, liu } = await workshop();
  await makes(factory.wang, op10, { good: '5' });
  const held = await liu.must(holdWorkOrder, { workOrderId: order.id, reason: '图纸要改' });
  expect(held).toMatchObject({ status: 'on_hold', halt: { by: { name: '刘计划' }, reason: '图纸要改' } });

  const li = asPerson(factory.li);
  const at = { operationId: op10, occurredAt: minutesAgo(0) };
  for (const outcome of [
    await li.run(startWork, at),
    await li.run(resumeWork, at),
    await li.run(reportWork, reportOf(op10, { good: '1' })),
  ]) {
    expect(outcome).toMatchObject({
      refusal: { code: 'order_not_open', orderNo: 'WO-0309', state: 'on_hold', by: { name: '刘计划' }, reason: '图纸要改' },
    });
    if (outcome.kind !== 'refused') throw new Error('accepted');
    expect(translator('zh-CN')(outcome.refusal.code, outcome.refusal)).toBe('工单 WO-0309 现在不能干活：刘计划暂停了，原因：图纸要改。');
    expect(translator('en')(outcome.refusal.code, outcome.refusal)).toContain('刘计划 put it on hold (图纸要改)');
  }
  expect((await storedOrder(order)).operations[0]).toMatchObject({ goodQty: 50_000, openSegments: 0, status: 'on_hold' });
  await relay(...reporting.subscribers);
  expect((await segmentsOf(op10)).map(({ endedAt }) => endedAt !== null)).toEqual([true]);
});

test('a task that is mine and on hold stays in my list, with who holds it', async () => {
  const { factory, order, op10, liu } = await workshop();
  await asPerson(factory.chen).must(dispatchOperation, { operationId: op10, personIds: [factory.wang.id] });
  await liu.must(holdWorkOrder, { workOrderId: order.id, reason: '缺料' });
  const { items } = await asPerson(factory.wang).ask(myTasks, {});
  expect(items.find(({ operation }) => operation.id === op10)?.blockedBy).toMatchObject({
    code: 'order_not_open',
    holders: [{ name: '刘计划' }],
    details: { reason: '缺料' },
  });
});

test('two hold at once: held once, the first reason stands; resuming twice changes nothing more', async () => {
  const { factory, order, liu } = await workshop();
  await Promise.all(
    [factory.liu, factory.admin].map((one, index) => asPerson(one).must(holdWorkOrder, { workOrderId: order.id, reason: `r${index}` })),
  );
  expect((await factsOf(factory.id)).filter((type) => type === 'workorders.held')).toHaveLength(1);
  await liu.must(resumeWorkOrder, { workOrderId: order.id });
  expect(await liu.must(resumeWorkOrder, { workOrderId: order.id })).toMatchObject({ status: 'released', halt: null });
  expect((await factsOf(factory.id)).filter((type) => type === 'workorders.resumed')).toHaveLength(1);
});

test('held while somebody starts at the same moment: at work or refused, never both', async () => {
  const { factory, order, op10, liu } = await workshop();
  const [start] = await Promise.all([
    asPerson(factory.wang).run(startWork, { operationId: op10, occurredAt: minutesAgo(0) }),
    liu.must(holdWorkOrder, { workOrderId: order.id, reason: '缺料' }),
  ]);
  await relay(...reporting.subscribers);
  expect(await storedOrder(order)).toMatchObject({ status: 'on_hold', operations: [{ workingPersonIds: [], openSegments: 0 }, {}] });
  expect((await segmentsOf(op10)).filter(({ endedAt }) => endedAt === null)).toEqual([]);
  expect((await segmentsOf(op10)).length).toBe(start.kind === 'accepted' ? 1 : 0);
});

test('B-1.1 cancelled: what is made stays, dispatch is free, whoever was at work has stopped, inspectors are left in peace', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory, {
    operations: [
      { seq: 10, name: '车', firstArticle: { cap: '3' } },
      { seq: 20, name: '铣' },
    ],
  });
  const op10 = operationAt(order, 10).id;
  const liu = asPerson(factory.liu);
  await asPerson(factory.chen).must(dispatchOperation, { operationId: op10, personIds: [factory.wang.id] });
  await makes(factory.wang, op10, { good: '2' });
  await relay(...quality.subscribers, ...reporting.subscribers);
  expect(await InspectionModel.countDocuments({ factoryId: factory.id, state: 'open' })).toBe(1);

  await liu.must(cancelWorkOrder, { workOrderId: order.id, reason: '客户撤单' });
  await relay(...quality.subscribers, ...reporting.subscribers);
  await relay(...quality.subscribers, ...reporting.subscribers);
  expect(await liu.ask(workOrder, { workOrderId: order.id })).toMatchObject({
    status: 'cancelled',
    late: false,
    halt: { reason: '客户撤单' },
    operations: [{ goodQty: '2', assignedTo: [], runningSince: null }, {}],
  });
  expect((await segmentsOf(op10)).every(({ endedAt }) => endedAt !== null)).toBe(true);
  expect(await InspectionModel.countDocuments({ factoryId: factory.id, state: 'open' })).toBe(0);
  expect((await factsOf(factory.id)).filter((type) => type === 'workorders.cancelled')).toHaveLength(1);
});

test('B-1.3 with pieces in rework, or a final release open, nothing is cancelled; what is made is over, not cancelled', async () => {
  const factory = await demoFactory();
  const liu = asPerson(factory.liu);
  const order = await plannedOrder(factory, {
    operations: [
      { seq: 10, name: '车' },
      { seq: 20, name: '铣', finalRelease: true },
    ],
  });
  const cancel = { workOrderId: order.id, reason: '撤单' };
  await made(order, { 10: { good: '90', rework: '3' } });
  expect(await liu.run(cancelWorkOrder, cancel)).toMatchObject({
    refusal: { code: 'order_has_open_quantity', operations: [{ name: '车', inReworkQty: '3' }] },
  });
  await made(order, { 10: { good: '100' }, 20: { good: '100' } });
  expect(await liu.run(cancelWorkOrder, cancel)).toMatchObject({ refusal: { code: 'order_not_open', status: 'completed' } });
});

test('cancelled by one, at the same moment by another, and then held, resumed, closed: once, and each is told by whom', async () => {
  const { factory, order, liu } = await workshop();
  const cancel = { workOrderId: order.id, reason: '撤单' };
  const both = await Promise.all([factory.liu, factory.admin].map((one) => asPerson(one).run(cancelWorkOrder, cancel)));
  expect(both.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  for (const outcome of [
    await liu.run(holdWorkOrder, cancel),
    await liu.run(resumeWorkOrder, { workOrderId: order.id }),
    await liu.run(closeWorkOrder, { workOrderId: order.id, closeShort: true, reason: 'x' }),
  ]) {
    expect(outcome).toMatchObject({ refusal: { code: 'order_not_open', state: 'cancelled', reason: '撤单' } });
  }
});

test('a hold needs a reason and the right; another workshop’s planner does not find the order', async () => {
  const { factory, order, liu } = await workshop();
  const held = { workOrderId: order.id, reason: '缺料' };
  await expect(liu.run(holdWorkOrder, { ...held, reason: '  ' })).rejects.toMatchObject({ fields: [{ path: 'reason' }] });
  for (const command of [holdWorkOrder, cancelWorkOrder]) {
    await expect(asPerson(factory.wang).run(command, held)).rejects.toMatchObject({ code: 'forbidden' });
    const stranger = { actor: { ...factory.liu.actor, scope: { ...factory.liu.actor.scope, workshopIds: ['w2'] } } };
    expect(await asPerson(stranger).run(command, held)).toMatchObject({ refusal: { code: 'not_found' } });
  }
});

test('an order that is made, and then put right, can be late again', async () => {
  const { factory, order, op10 } = await workshop();
  const op20 = operationAt(order, 20).id;
  await makes(factory.wang, op10, { good: '100' });
  const { report } = await makes(factory.li, op20, { good: '100' });
  await relay(...alerts.subscribers);
  expect(await OpenOrderModel.findOne({ factoryId: factory.id, workOrderId: order.id }).lean()).toMatchObject({
    closedAt: expect.any(Date),
  });
  await asPerson(factory.li).must(correctReport, { reportId: report.id, reason: '数错了', occurredAt: minutesAgo(0) });
  await relay(...alerts.subscribers);
  expect(await OpenOrderModel.findOne({ factoryId: factory.id, workOrderId: order.id }).lean()).toMatchObject({
    closedAt: null,
    dueAt: new Date(order.dueAt),
  });
});

test('a smaller order finishes an operation under somebody’s hands: their time ends, once', async () => {
  const { factory, order, op10, liu } = await workshop();
  await makes(factory.wang, op10, { good: '80' });
  const { id: changeId } = await liu.must(requestOrderChange, { workOrderId: order.id, plannedQty: '80', reason: '减量' });
  await asPerson(factory.chen).must(answerOrderChange, { changeId, answer: 'accepted' });
  expect((await segmentsOf(op10)).map(({ endedAt }) => endedAt)).toEqual([null]);
  await relay(...reporting.subscribers);
  await relay(...reporting.subscribers);
  expect((await segmentsOf(op10)).map(({ endedAt }) => endedAt !== null)).toEqual([true]);
});
