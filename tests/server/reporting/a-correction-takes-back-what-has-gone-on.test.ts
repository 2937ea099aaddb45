import { correctReport, reportRework, reportsOf, reportWork, shiftSummary, startWork } from '../../../server/modules/reporting';
import { WorkReportModel } from '../../../server/modules/reporting/models/work-report.model';
import { asPerson, demoFactory } from '../../support';
import { plannedOrder, storedOrder } from '../workorders/planned-order';
import { factsOf, ledgerOf, makes, minutesAgo, operationAt, refusals, reportOf } from './shop-floor';

const setUp = async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const [op10, op20] = [operationAt(order, 10).id, operationAt(order, 20).id];
  const { report } = await makes(factory.wang, op10, { good: '20' });
  const correct = (
    reportId: string,
    replacement?: { goodQty: string; scrap: { reasonCode: string; qty: string }[]; reworkQty: string },
  ) => ({
    reportId,
    reason: '数错了',
    occurredAt: minutesAgo(0),
    ...(replacement ? { replacement } : {}),
  });
  return { factory, order, op10, op20, report, correct };
};
const eighteen = { goodQty: '18', scrap: [{ reasonCode: 'scratch', qty: '1' }], reworkQty: '0' };

test('B-1.10 both rows stay to be seen, linked, with the reason; the order is what the new one says', async () => {
  const { factory, order, op10, report, correct } = await setUp();
  const { reversal, replacement, operation } = await asPerson(factory.wang).must(correctReport, correct(report.id, eighteen));

  expect(reversal).toMatchObject({
    kind: 'reversal',
    goodQty: '-20',
    reversesId: report.id,
    reason: '数错了',
    businessDate: report.businessDate,
  });
  expect(replacement).toMatchObject({ kind: 'report', goodQty: '18', scrapQty: '1', replacesId: report.id, occurredAt: report.occurredAt });
  expect(operation).toMatchObject({ goodQty: '18', scrapQty: '1' });
  expect((await storedOrder(order)).operations[0]).toMatchObject({ goodQty: 180_000, scrapQty: 10_000 });
  const { items } = await asPerson(factory.wang).ask(reportsOf, { operationId: op10, limit: 50 });
  expect(items.map(({ kind, reversed }) => [kind, reversed])).toEqual([
    ['report', false],
    ['reversal', false],
    ['report', true],
  ]);
  expect(new Set(items.map(({ reportNo }) => reportNo)).size).toBe(3);
  expect(await factsOf(factory.id)).toEqual(
    expect.arrayContaining(['reporting.work_reported', 'reporting.report_reversed', 'reporting.work_reported']),
  );
  expect(await asPerson(factory.wang).ask(shiftSummary, {})).toMatchObject({ goodQty: '18', scrapQty: '1', reports: 1 });
});

test('B-1.10 12 of the 20 have gone on: not taken back, nothing written', async () => {
  const { factory, order, op10, op20, report, correct } = await setUp();
  await makes(factory.li, op20, { good: '12' });
  const before = await storedOrder(order);
  expect(await asPerson(factory.wang).run(correctReport, correct(report.id))).toMatchObject({
    refusal: { code: 'already_used_downstream', usedQty: '12', ofQty: '20', operationName: '铣' },
  });
  expect(await storedOrder(order)).toEqual(before);
  expect(await ledgerOf(op10)).toHaveLength(1);
});

test('B-1.10 five people take the same report back at the same moment: once', async () => {
  const { factory, order, op10, report, correct } = await setUp();
  const people = [factory.wang, factory.chen, factory.wang, factory.chen, factory.wang];
  const outcomes = await Promise.all(people.map((person) => asPerson(person).run(correctReport, correct(report.id))));
  expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
  expect(new Set(refusals(outcomes).map(({ code }) => code))).toEqual(new Set(['already_reversed']));
  expect(await ledgerOf(op10)).toHaveLength(2);
  expect((await storedOrder(order)).operations[0]?.goodQty).toBe(0);
});

test('the same correction with the same key is one correction', async () => {
  const { factory, op10, report, correct } = await setUp();
  const [body, options] = [correct(report.id, eighteen), { key: 'one-correction-key' }];
  const answers = [];
  for (let time = 0; time < 3; time++) answers.push(await asPerson(factory.wang).must(correctReport, body, options));
  expect(answers[1]).toEqual(answers[0]);
  expect(answers[2]).toEqual(answers[0]);
  expect(await ledgerOf(op10)).toHaveLength(3);
});

test('one puts right one’s own reports; a leader anybody’s, and the work stays the worker’s', async () => {
  const { factory, op10, report, correct } = await setUp();
  expect(await asPerson(factory.li).run(correctReport, correct(report.id))).toMatchObject({ refusal: { code: 'not_own_report' } });
  const { replacement } = await asPerson(factory.chen).must(correctReport, correct(report.id, eighteen));
  expect(replacement?.person).toEqual({ id: factory.wang.id, name: '王强' });
  expect((await ledgerOf(op10)).map(({ personId, bookedById }) => [personId, bookedById])).toEqual([
    [factory.wang.id, factory.wang.id],
    [factory.wang.id, factory.chen.id],
    [factory.wang.id, factory.chen.id],
  ]);
});

test('what took a report back is not itself taken back', async () => {
  const { factory, report, correct } = await setUp();
  const { reversal } = await asPerson(factory.wang).must(correctReport, correct(report.id));
  expect(await asPerson(factory.wang).run(correctReport, correct(reversal.id))).toMatchObject({ refusal: { code: 'reversal_is_final' } });
});

test('a report of yesterday is too old to be put right without an approval, and says after how many hours', async () => {
  const { factory, report, correct } = await setUp();
  const tomorrow = new Date(Date.now() + 25 * 3_600_000);
  expect(await asPerson(factory.wang).run(correctReport, correct(report.id), { now: tomorrow })).toMatchObject({
    refusal: { code: 'correction_needs_approval', hours: 24 },
  });
  expect(await asPerson(factory.chen).run(correctReport, correct(report.id), { now: tomorrow })).toMatchObject({
    refusal: { code: 'correction_needs_approval' },
  });
});

test('a completed order opens again, and says so', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory, { operations: [{ seq: 10, name: '车' }] });
  const { report } = await makes(factory.wang, operationAt(order, 10).id, { good: '100' });
  expect(await storedOrder(order)).toMatchObject({ status: 'completed', completedAt: expect.any(Date) });
  await asPerson(factory.wang).must(correctReport, { reportId: report.id, reason: '多报了', occurredAt: minutesAgo(0) });
  expect(await storedOrder(order)).toMatchObject({ status: 'in_process', completedAt: null });
  expect((await factsOf(factory.id)).slice(-2)).toEqual(['reporting.report_reversed', 'workorders.reopened']);
});

test('another workshop’s report is not found', async () => {
  const { factory, report, correct } = await setUp();
  expect(await asPerson(factory.sun).run(correctReport, correct(report.id))).toMatchObject({ refusal: { code: 'not_found' } });
});

test('the ledger cannot be changed in place', async () => {
  const { report } = await setUp();
  await expect(WorkReportModel.updateOne({ _id: report.id }, { $set: { goodQty: 1 } })).rejects.toThrow('append-only');
  await expect(WorkReportModel.deleteOne({ _id: report.id })).rejects.toThrow('append-only');
});

describe('B-1.14 rework', () => {
  test('90 good and 5 to rework; 4 pass and 1 is scrapped: 94 good, 1 scrap, of the same 95', async () => {
    const factory = await demoFactory();
    const order = await plannedOrder(factory);
    const op10 = operationAt(order, 10).id;
    await makes(factory.wang, op10, { good: '90', rework: '5' });
    const answer = { operationId: op10, goodQty: '4', scrap: [{ reasonCode: 'porosity', qty: '1' }], occurredAt: minutesAgo(0) };
    const { report, operation } = await asPerson(factory.li).must(reportRework, answer);
    expect(operation).toMatchObject({ goodQty: '94', scrapQty: '1', inReworkQty: '0', status: 'running' });
    expect(report).toMatchObject({ kind: 'rework', goodQty: '4', reworkQty: '-5' });
    expect(await asPerson(factory.li).run(reportRework, answer)).toMatchObject({
      refusal: { code: 'more_than_in_rework', inReworkQty: '0' },
    });
    const rows = await ledgerOf(op10);
    expect(rows.reduce((sum, row) => sum + row.goodQty + row.scrapQty + row.reworkQty, 0)).toBe(950_000);
  });

  test('two answers to the same piece at the same moment: one', async () => {
    const factory = await demoFactory();
    const op10 = operationAt(await plannedOrder(factory), 10).id;
    await makes(factory.wang, op10, { rework: '1' });
    const outcomes = await Promise.all(
      [factory.wang, factory.li].map((person) =>
        asPerson(person).run(reportRework, { operationId: op10, goodQty: '1', scrap: [], occurredAt: minutesAgo(0) }),
      ),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  });

  test('B-1.3 the order is not completed while a piece is in rework', async () => {
    const factory = await demoFactory();
    const order = await plannedOrder(factory, { operations: [{ seq: 10, name: '车' }] });
    const op10 = operationAt(order, 10).id;
    await makes(factory.wang, op10, { good: '97', rework: '3' });
    expect((await storedOrder(order)).status).toBe('in_process');
    await asPerson(factory.wang).must(reportRework, {
      operationId: op10,
      goodQty: '2',
      scrap: [{ reasonCode: 'other', qty: '1' }],
      occurredAt: minutesAgo(0),
    });
    expect((await storedOrder(order)).status).toBe('completed');
    expect((await factsOf(factory.id)).slice(-2)).toEqual(['reporting.work_reported', 'workorders.completed']);
  });
});

test('B-1.4 what a correction takes back at op10 is not ready at op20 any more', async () => {
  const { factory, op20, report, correct } = await setUp();
  await asPerson(factory.li).must(startWork, { operationId: op20, occurredAt: minutesAgo(0) });
  await asPerson(factory.wang).must(correctReport, correct(report.id, eighteen));
  expect(await asPerson(factory.li).run(reportWork, reportOf(op20, { good: '19' }))).toMatchObject({
    refusal: { code: 'more_than_ready', readyQty: '18' },
  });
});
