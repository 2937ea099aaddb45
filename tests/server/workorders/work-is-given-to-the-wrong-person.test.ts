import { Types } from 'mongoose';
import { departPerson } from '../../../server/modules/identity';
import { defineStation, dispatchOperation, myTasks, operationById } from '../../../server/modules/workorders';
import { WorkOrderModel } from '../../../server/modules/workorders/models/work-order.model';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory } from '../../support';
import { made, plannedOrder, storedOrder } from './planned-order';

const idOf = (order: { operations: { id: string; seq: number }[] }, seq: number) =>
  order.operations.find((one) => one.seq === seq)?.id ?? '';

test('a leader gives an operation to two people and a station; they are told, and it is theirs', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  await asPerson(factory.liu).must(defineStation, { code: 'L-1', name: '一号车床', workshopId: 'w1' });
  const dispatch = { operationId: idOf(order, 10), personIds: [factory.wang.id, factory.wang.id], stationCode: 'L-1' };
  const given = await asPerson(factory.chen).must(dispatchOperation, dispatch);
  expect(given).toMatchObject({ assignedTo: [{ id: factory.wang.id, name: '王强' }], station: { code: 'L-1', name: '一号车床' } });

  await asPerson(factory.chen).must(dispatchOperation, dispatch);
  const facts = (await JournalEntryModel.find({ factoryId: factory.id }).lean()).flatMap((entry) => entry.facts);
  expect(facts.filter(({ type }) => type === 'workorders.operation_dispatched')).toMatchObject([
    { payload: { operationName: '车', personIds: [factory.wang.id] } },
  ]);

  const kept = await asPerson(factory.chen).must(dispatchOperation, { operationId: idOf(order, 10), personIds: [] });
  expect(kept).toMatchObject({ assignedTo: [], station: { code: 'L-1' } });
  expect(await asPerson(factory.chen).must(dispatchOperation, { ...dispatch, stationCode: null })).toMatchObject({ station: null });
});

test('nobody is given work that they cannot do: not here, gone, of another workshop, or no worker at all', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  await asPerson(factory.wu).must(departPerson, { personId: factory.li.id });
  const reasons = [];
  for (const personId of [new Types.ObjectId().toHexString(), factory.li.id, factory.sun.id, factory.zhao.id]) {
    const outcome = await asPerson(factory.chen).run(dispatchOperation, {
      operationId: idOf(order, 10),
      personIds: [factory.wang.id, personId],
    });
    expect(outcome).toMatchObject({ refusal: { code: 'person_unknown', personId } });
    reasons.push(outcome.kind === 'refused' && 'reason' in outcome.refusal ? outcome.refusal.reason : null);
  }
  expect(reasons).toEqual(['not_here', 'departed', 'other_workshop', 'does_not_report']);
  expect((await storedOrder(order)).operations[0]?.assignedPersonIds).toEqual([]);
});

test('a station of another workshop, a finished operation and a worker who dispatches are refused', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  await asPerson(factory.liu).must(defineStation, { code: 'A-1', name: '装配台', workshopId: 'w2' });
  const chen = asPerson(factory.chen);
  expect(await chen.run(dispatchOperation, { operationId: idOf(order, 10), personIds: [], stationCode: 'A-1' })).toMatchObject({
    refusal: { code: 'station_unknown' },
  });
  await expect(asPerson(factory.wang).run(dispatchOperation, { operationId: idOf(order, 10), personIds: [] })).rejects.toMatchObject({
    code: 'forbidden',
  });
  await made(order, { 10: { good: '100' } });
  expect(await chen.run(dispatchOperation, { operationId: idOf(order, 10), personIds: [factory.wang.id] })).toMatchObject({
    refusal: { code: 'operation_finished' },
  });
  const elsewhere = await plannedOrder(factory, { orderNo: 'WO-W2', workshopId: 'w2' });
  expect(await chen.run(dispatchOperation, { operationId: idOf(elsewhere, 10), personIds: [] })).toMatchObject({
    refusal: { code: 'not_found' },
  });
});

test('two leaders give one operation to two people at once: the last one counts, and nothing is half done', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const given = await Promise.all(
    [factory.wang, factory.li].map(({ id }) =>
      asPerson(factory.chen).must(dispatchOperation, { operationId: idOf(order, 10), personIds: [id] }),
    ),
  );
  const stored = await storedOrder(order);
  expect(given.map((one) => one.assignedTo.map(({ id }) => id))).toContainEqual(stored.operations[0]?.assignedPersonIds);
  expect(stored.revision).toBe(2);
});

test('my tasks: what runs in my hands first, then what can go on, then what waits and for whom; never what is theirs', async () => {
  const factory = await demoFactory();
  const urgent = await plannedOrder(factory, { orderNo: 'WO-A', dueAt: '2026-11-30T18:00:00+08:00' });
  const running = await plannedOrder(factory, { orderNo: 'WO-B' });
  await plannedOrder(factory, { orderNo: 'WO-W2', workshopId: 'w2' });
  await plannedOrder(factory, { orderNo: 'WO-DRAFT', release: false });
  await asPerson(factory.chen).must(dispatchOperation, { operationId: idOf(urgent, 10), personIds: [factory.li.id] });
  await WorkOrderModel.updateOne(
    { _id: running.id },
    {
      $set: {
        'operations.0.status': 'running',
        'operations.0.workingPersonIds': [factory.wang.id],
        'operations.0.runningSince': new Date('2026-11-22T01:00:00Z'),
      },
    },
  );
  const { items } = await asPerson(factory.wang).ask(myTasks, {});
  expect(
    items.map(({ workOrder, operation, mine, blockedBy }) => [workOrder.orderNo, operation.seq, mine, blockedBy?.code ?? null]),
  ).toEqual([
    ['WO-B', 10, true, null],
    ['WO-A', 20, false, 'nothing_ready'],
    ['WO-B', 20, false, 'nothing_ready'],
  ]);
  expect(items[1]?.blockedBy).toMatchObject({
    holders: [{ id: factory.li.id, name: '李敏' }],
    since: null,
    details: { waitsFor: [{ name: '车', goodQty: '0' }] },
  });
  expect(items[2]?.blockedBy).toMatchObject({ holders: [{ id: factory.wang.id, name: '王强' }], since: '2026-11-22T01:00:00.000Z' });
  expect(
    (await asPerson(factory.li).ask(myTasks, {})).items.map(({ workOrder, operation }) => `${workOrder.orderNo} ${operation.seq}`),
  ).toEqual(['WO-A 10', 'WO-B 10', 'WO-A 20', 'WO-B 20']);
});

test('B-6.1 a task at a first article says since when it waits and which inspectors can lift it', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory, { operations: [{ seq: 10, name: '车', firstArticle: { cap: '3' } }] });
  await made(order, { 10: { good: '3' } });
  await WorkOrderModel.updateOne(
    { _id: order.id },
    { $set: { 'operations.0.firstArticle': { state: 'open', since: new Date('2026-11-22T01:00:00Z'), capQty: 30_000 } } },
  );
  const task = await asPerson(factory.wang).ask(operationById, { operationId: idOf(order, 10) });
  const inspectors = [
    { id: factory.zhang.id, name: '张工' },
    { id: factory.he.id, name: '何工' },
  ];
  expect(task.blockedBy).toMatchObject({
    code: 'first_article_open',
    since: '2026-11-22T01:00:00.000Z',
    details: { capQty: '3', doneQty: '3' },
  });
  expect(task.blockedBy?.holders).toEqual(expect.arrayContaining(inspectors));
  expect(task.blockedBy?.holders).toHaveLength(2);
  expect(task.operation.firstArticle.canBeLiftedBy).toEqual(expect.arrayContaining(inspectors));
});

test('a scanned card of work that is dispatched to somebody else says to whom; the leader may step in', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  await asPerson(factory.chen).must(dispatchOperation, { operationId: idOf(order, 10), personIds: [factory.li.id] });
  const card = { operationId: idOf(order, 10) };
  expect((await asPerson(factory.wang).ask(operationById, card)).blockedBy).toMatchObject({
    code: 'dispatched_to_other',
    holders: [{ name: '李敏' }],
  });
  expect((await asPerson(factory.chen).ask(operationById, card)).blockedBy).toBeNull();
  await expect(asPerson(factory.sun).ask(operationById, card)).rejects.toMatchObject({ code: 'not_found' });
});
