import { unplacedReportPage } from '../../../server/contracts/api/reporting';
import {
  reporting,
  reportRework,
  reportsOf,
  reportWork,
  resolveUnplacedReport,
  shiftSummary,
  startWork,
  unplacedReports,
} from '../../../server/modules/reporting';
import { UnplacedReportModel } from '../../../server/modules/reporting/models/unplaced-report.model';
import {
  cancelWorkOrder,
  closeWorkOrder,
  deleteWorkOrder,
  holdWorkOrder,
  resumeWorkOrder,
  workOrder,
} from '../../../server/modules/workorders';
import { asPerson, asSystem, demoFactory, relay, type TestFactory } from '../../support';
import { plannedOrder, storedOrder } from '../workorders/planned-order';
import { factsOf, ledgerOf, makes, minutesAgo, operationAt, reportOf, segmentsOf } from './shop-floor';

const openOnes = { state: 'open' as const, limit: 10 };

async function workshop() {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const op10 = operationAt(order, 10).id;
  await makes(factory.wang, op10, { good: '5' });
  const liu = asPerson(factory.liu);
  const cancel = () => liu.must(cancelWorkOrder, { workOrderId: order.id, reason: '客户不要了' });
  return { factory, order, op10, liu, cancel };
}

const hasNotMoved = async (factory: TestFactory, order: { id: string }, op10: string) => {
  expect(await ledgerOf(op10)).toHaveLength(1);
  expect((await storedOrder(order)).operations[0]).toMatchObject({ goodQty: 50_000 });
  expect(await asPerson(factory.wang).ask(shiftSummary, {})).toMatchObject({ goodQty: '5', reports: 1 });
};

test('B-11.5 made before the order was cancelled, sent after it: kept, not production, and the phone is told', async () => {
  const { factory, order, op10, cancel } = await workshop();
  await cancel();
  const receipt = await asPerson(factory.wang).must(reportWork, {
    ...reportOf(op10, { good: '7', scrap: '1', occurredAt: minutesAgo(30) }),
    note: '第二框',
  });
  expect(receipt).toMatchObject({ placed: false, report: { goodQty: '7', scrapQty: '1' }, operation: { goodQty: '5' } });
  await hasNotMoved(factory, order, op10);
  expect(await factsOf(factory.id)).toContain('reporting.work_unplaced');

  for (const reader of [factory.wang, factory.chen, factory.liu]) {
    const page = unplacedReportPage.parse(await asPerson(reader).ask(unplacedReports, openOnes));
    expect(page.items).toMatchObject([
      {
        reportNo: receipt.report.reportNo,
        person: { name: '王强' },
        goodQty: '7',
        scrap: [{ reasonCode: 'scratch', qty: '1' }],
        note: '第二框',
        because: { status: 'cancelled', by: { name: '刘计划' }, reason: '客户不要了' },
      },
    ]);
  }
  expect((await asPerson(factory.li).ask(unplacedReports, openOnes)).items).toEqual([]);
  expect((await asPerson(factory.sun).ask(unplacedReports, openOnes)).items).toEqual([]);
});

test('B-11.5 stopped by a cancellation with pieces in hand: they can still be said, and nobody else says any', async () => {
  const { factory, op10, cancel } = await workshop();
  await cancel();
  expect(await asPerson(factory.wang).must(reportWork, reportOf(op10, { good: '2' }))).toMatchObject({ placed: false });
  expect(await asPerson(factory.li).run(reportWork, reportOf(op10, { good: '2' }))).toMatchObject({
    refusal: { code: 'order_not_open', state: 'cancelled', by: { name: '刘计划' }, reason: '客户不要了' },
  });
  expect(await asPerson(factory.li).run(startWork, { operationId: op10, occurredAt: minutesAgo(30) })).toMatchObject({
    refusal: { code: 'order_not_open' },
  });
});

test('B-11.5 a phone that was out of reach could not be told: what was made after the end is kept too', async () => {
  const { factory, order, op10 } = await workshop();
  await asPerson(factory.liu).must(cancelWorkOrder, { workOrderId: order.id, reason: '撤单' }, { now: new Date(Date.now() - 60 * 60_000) });
  const li = asPerson(factory.li);
  expect(await li.must(reportWork, reportOf(op10, { good: '3', occurredAt: minutesAgo(20) }))).toMatchObject({ placed: false });
  expect(await li.run(reportWork, reportOf(op10, { good: '3', occurredAt: minutesAgo(1) }))).toMatchObject({
    refusal: { code: 'order_not_open' },
  });
});

test('B-11.5 of a closed order and of a deleted one what was made is kept; who asks later learns only that it is not there', async () => {
  const { factory, liu } = await workshop();
  const other = await plannedOrder(factory, { orderNo: 'WO-0310' });
  const at = operationAt(other, 10).id;
  await liu.must(closeWorkOrder, { workOrderId: other.id, closeShort: true, reason: '不做了' });
  expect(await asPerson(factory.li).must(reportWork, reportOf(at, { good: '4', occurredAt: minutesAgo(10) }))).toMatchObject({
    placed: false,
  });
  const gone = await plannedOrder(factory, { orderNo: 'WO-0311' });
  const goneAt = operationAt(gone, 10).id;
  await asSystem(factory, 'workorders.delete').must(deleteWorkOrder, { workOrderId: gone.id, reason: '录错' });
  expect(await asPerson(factory.li).must(reportWork, reportOf(goneAt, { good: '4', occurredAt: minutesAgo(10) }))).toMatchObject({
    placed: false,
  });
  expect(await asPerson(factory.li).run(reportWork, reportOf(goneAt, { good: '4' }))).toMatchObject({ refusal: { code: 'not_found' } });
  expect(await asPerson(factory.sun).run(reportWork, reportOf(goneAt, { good: '4', occurredAt: minutesAgo(10) }))).toMatchObject({
    refusal: { code: 'not_found' },
  });
});

test('B-11.5 what came back from rework for an order that is over is kept as what it was', async () => {
  const { factory, op10, cancel } = await workshop();
  await cancel();
  const back = { operationId: op10, goodQty: '1', scrap: [{ reasonCode: 'scratch', qty: '1' }], occurredAt: minutesAgo(30) };
  expect(await asPerson(factory.wang).must(reportRework, back)).toMatchObject({
    placed: false,
    report: { kind: 'rework', reworkQty: '-2' },
  });
});

test('B-11.5 on hold: what was made before it is production, what somebody else brings now is refused', async () => {
  const { factory, order, op10, liu } = await workshop();
  await liu.must(holdWorkOrder, { workOrderId: order.id, reason: '等图纸' });
  expect(await asPerson(factory.li).run(reportWork, reportOf(op10, { good: '1' }))).toMatchObject({
    refusal: { code: 'order_not_open', state: 'on_hold', by: { name: '刘计划' }, reason: '等图纸' },
  });
  expect(await asPerson(factory.li).must(reportWork, reportOf(op10, { good: '10', occurredAt: minutesAgo(5) }))).toMatchObject({
    placed: true,
    operation: { goodQty: '15' },
  });
  expect(await asPerson(factory.wang).must(reportWork, reportOf(op10, { good: '85' }))).toMatchObject({
    placed: true,
    operation: { goodQty: '100', status: 'finished' },
  });
  expect(await liu.ask(workOrder, { workOrderId: order.id })).toMatchObject({ status: 'on_hold' });
  expect(await liu.must(resumeWorkOrder, { workOrderId: order.id })).toMatchObject({ status: 'in_process', halt: null });
});

test('B-11.3 the same report ten times with one key: kept once', async () => {
  const { factory, op10, cancel } = await workshop();
  await cancel();
  const late = reportOf(op10, { good: '7', occurredAt: minutesAgo(30) });
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => asPerson(factory.wang).must(reportWork, late, { key: 'one-press-of-one-button' })),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await UnplacedReportModel.countDocuments({ factoryId: factory.id })).toBe(1);
});

test('a leader settles it with a note, once; two at once are told of each other; the worker reads the note', async () => {
  const { factory, op10, cancel } = await workshop();
  await cancel();
  await asPerson(factory.wang).must(reportWork, reportOf(op10, { good: '7', occurredAt: minutesAgo(30) }));
  const unplacedId = (await asPerson(factory.chen).ask(unplacedReports, openOnes)).items[0]?.id ?? '';
  await expect(asPerson(factory.wang).run(resolveUnplacedReport, { unplacedId, resolution: '算我的' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const both = await Promise.all(
    [factory.chen, factory.liu].map((one) => asPerson(one).run(resolveUnplacedReport, { unplacedId, resolution: '转到 WO-0312' })),
  );
  expect(both.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  expect(both.find(({ kind }) => kind === 'refused')).toMatchObject({
    refusal: { code: 'unplaced_already_resolved', resolution: '转到 WO-0312' },
  });
  expect((await asPerson(factory.wang).ask(unplacedReports, { limit: 10 })).items).toMatchObject([
    { state: 'resolved', resolution: '转到 WO-0312', goodQty: '7' },
  ]);
  expect(await factsOf(factory.id)).toContain('reporting.unplaced_resolved');
  await expect(asPerson(factory.chen).run(resolveUnplacedReport, { unplacedId, resolution: ' ' })).rejects.toMatchObject({
    code: 'invalid_input',
  });
});

test('another workshop’s leader does not settle it', async () => {
  const { factory, op10, cancel } = await workshop();
  await cancel();
  await asPerson(factory.wang).must(reportWork, reportOf(op10, { good: '7', occurredAt: minutesAgo(30) }));
  const unplacedId = (await asPerson(factory.chen).ask(unplacedReports, openOnes)).items[0]?.id ?? '';
  const stranger = { actor: { ...factory.chen.actor, scope: { ...factory.chen.actor.scope, workshopIds: ['w2'] } } };
  expect(await asPerson(stranger).run(resolveUnplacedReport, { unplacedId, resolution: 'x' })).toMatchObject({
    refusal: { code: 'not_found' },
  });
});

test('whoever is stopped by a hold has their time ended once, though told twice; whoever has begun again goes on', async () => {
  const { factory, order, op10, liu } = await workshop();
  await liu.must(holdWorkOrder, { workOrderId: order.id, reason: '等图纸' });
  expect((await storedOrder(order)).operations[0]).toMatchObject({ status: 'on_hold', openSegments: 0, workingPersonIds: [] });
  await liu.must(resumeWorkOrder, { workOrderId: order.id });
  await asPerson(factory.li).must(startWork, { operationId: op10, occurredAt: minutesAgo(0) });
  await relay(...reporting.subscribers);
  await relay(...reporting.subscribers);
  expect((await segmentsOf(op10)).map(({ personId, endedAt }) => [personId, endedAt === null])).toEqual([
    [factory.wang.id, false],
    [factory.li.id, true],
  ]);
});

test('stopped, and back at work before anybody was told: one open segment, and the start is no failure', async () => {
  const { factory, order, op10, liu } = await workshop();
  await liu.must(holdWorkOrder, { workOrderId: order.id, reason: '等图纸' });
  await liu.must(resumeWorkOrder, { workOrderId: order.id });
  await asPerson(factory.wang).must(startWork, { operationId: op10, occurredAt: minutesAgo(0) });
  await relay(...reporting.subscribers);
  expect((await segmentsOf(op10)).map(({ endedAt }) => endedAt === null)).toEqual([false, true]);
  expect((await asPerson(factory.wang).ask(reportsOf, { operationId: op10, limit: 5 })).items).toHaveLength(1);
});
