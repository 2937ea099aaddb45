import { ulid } from 'ulid';
import { pauseWork, reportWork, resumeWork, shiftSummary, startWork } from '../../../server/modules/reporting';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory } from '../../support';
import { plannedOrder, storedOrder } from '../workorders/planned-order';
import { factsOf, ledgerOf, makes, minutesAgo, operationAt, reportOf, segmentsOf } from './shop-floor';

const setUp = async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  return { factory, order, op10: operationAt(order, 10).id };
};

test('B-1.8 a double tap on start is one open time segment, and says so', async () => {
  const { factory, op10 } = await setUp();
  const wang = asPerson(factory.wang);
  const first = await wang.must(startWork, { operationId: op10, occurredAt: minutesAgo(2) });
  const second = await wang.must(startWork, { operationId: op10, occurredAt: minutesAgo(1) });

  expect([first.changed, second.changed]).toEqual([true, false]);
  expect(second.operation).toMatchObject({ status: 'running', runningSince: first.operation.runningSince });
  expect(await segmentsOf(op10)).toHaveLength(1);
  expect((await factsOf(factory.id)).filter((type) => type === 'reporting.work_started')).toHaveLength(1);
});

test('B-1.8 eight starts of one person at the same moment are one open time segment', async () => {
  const { factory, op10, order } = await setUp();
  const taps = await Promise.all(
    Array.from({ length: 8 }, () => asPerson(factory.wang).must(startWork, { operationId: op10, occurredAt: minutesAgo(1) })),
  );
  expect(taps.filter(({ changed }) => changed)).toHaveLength(1);
  expect(await segmentsOf(op10)).toHaveLength(1);
  expect((await storedOrder(order)).operations[0]).toMatchObject({ openSegments: 1, workingPersonIds: [factory.wang.id] });
});

test('B-11.3 the same report with the same key, a hundred times: one row, one answer', async () => {
  const { factory, op10, order } = await setUp();
  await asPerson(factory.wang).must(startWork, { operationId: op10, occurredAt: minutesAgo(1) });
  const [key, body] = [ulid(), reportOf(op10, { good: '7', scrap: '1' })];

  const answers = await Promise.all(Array.from({ length: 100 }, () => asPerson(factory.wang).must(reportWork, body, { key })));

  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await ledgerOf(op10)).toHaveLength(1);
  expect((await storedOrder(order)).operations[0]).toMatchObject({ goodQty: 70_000, scrapQty: 10_000 });
});

test('B-11.3 the same key with other content is refused, and the first report stands', async () => {
  const { factory, op10 } = await setUp();
  await makes(factory.wang, op10, { good: '1' });
  const key = ulid();
  await asPerson(factory.wang).must(reportWork, reportOf(op10, { good: '7' }), { key });
  await expect(asPerson(factory.wang).run(reportWork, reportOf(op10, { good: '8' }), { key })).rejects.toMatchObject({
    code: 'idempotency_key_reused',
    status: 409,
  });
  expect((await ledgerOf(op10)).map(({ goodQty }) => goodQty)).toEqual([10_000, 70_000]);
});

test('B-1.9 8, a pause, and 2 is 10, and two segments', async () => {
  const { factory, op10, order } = await setUp();
  const wang = asPerson(factory.wang);
  await wang.must(startWork, { operationId: op10, occurredAt: minutesAgo(30) });
  await wang.must(reportWork, reportOf(op10, { good: '8', occurredAt: minutesAgo(20) }));
  expect(await wang.must(pauseWork, { operationId: op10, occurredAt: minutesAgo(19) })).toMatchObject({
    changed: true,
    operation: { status: 'on_hold', runningSince: null },
  });
  expect((await wang.must(pauseWork, { operationId: op10, occurredAt: minutesAgo(18) })).changed).toBe(false);
  expect((await wang.must(resumeWork, { operationId: op10, occurredAt: minutesAgo(10) })).changed).toBe(true);
  await wang.must(reportWork, reportOf(op10, { good: '2' }));

  expect((await storedOrder(order)).operations[0]?.goodQty).toBe(100_000);
  const segments = await segmentsOf(op10);
  expect(segments.map(({ endedAt }) => endedAt !== null)).toEqual([true, false]);
});

test('one of two pauses: the operation runs on, since the other began', async () => {
  const { factory, op10 } = await setUp();
  await asPerson(factory.wang).must(startWork, { operationId: op10, occurredAt: minutesAgo(30) });
  await asPerson(factory.li).must(startWork, { operationId: op10, occurredAt: minutesAgo(10) });
  const { operation } = await asPerson(factory.wang).must(pauseWork, { operationId: op10, occurredAt: minutesAgo(5) });
  const [, other] = await segmentsOf(op10);
  expect(operation).toMatchObject({ status: 'running', runningSince: other?.startedAt.toISOString() });
});

test('a pause by a clock that went back does not end before it began', async () => {
  const { factory, op10 } = await setUp();
  await asPerson(factory.wang).must(startWork, { operationId: op10, occurredAt: minutesAgo(5) });
  await asPerson(factory.wang).must(pauseWork, { operationId: op10, occurredAt: minutesAgo(60) });
  const [segment] = await segmentsOf(op10);
  expect(segment?.endedAt).toEqual(segment?.startedAt);
  expect(segment).not.toHaveProperty('slot');
});

test('the last piece ends everybody’s segment at the operation; a pause that comes later changes nothing', async () => {
  const { factory, op10 } = await setUp();
  await asPerson(factory.li).must(startWork, { operationId: op10, occurredAt: minutesAgo(30) });
  const { operation } = await makes(factory.wang, op10, { good: '100' });
  expect(operation).toMatchObject({ status: 'finished', runningSince: null });
  expect((await segmentsOf(op10)).map(({ endedAt }) => endedAt !== null)).toEqual([true, true]);
  expect((await asPerson(factory.li).must(pauseWork, { operationId: op10, occurredAt: minutesAgo(0) })).changed).toBe(false);
});

test('B-1.8 on a finished operation a start is refused, and nothing is written but the refusal', async () => {
  const { factory, op10 } = await setUp();
  await makes(factory.wang, op10, { good: '100' });
  const before = await segmentsOf(op10);
  expect(await asPerson(factory.li).run(startWork, { operationId: op10, occurredAt: minutesAgo(0) })).toMatchObject({
    refusal: { code: 'operation_finished' },
  });
  expect(await segmentsOf(op10)).toEqual(before);
  expect(await JournalEntryModel.countDocuments({ factoryId: factory.id, outcome: 'refused' })).toBe(1);
});

test('B-1.17 where a person may do one operation at a time, the other one is named', async () => {
  const factory = await demoFactory({ oneOperationPerPerson: true });
  const order = await plannedOrder(factory);
  const [op10, op20] = [operationAt(order, 10).id, operationAt(order, 20).id];
  await makes(factory.wang, op10, { good: '10' });
  expect(await asPerson(factory.wang).run(startWork, { operationId: op20, occurredAt: minutesAgo(0) })).toMatchObject({
    refusal: { code: 'working_elsewhere', operationId: op10, operationName: '车', orderNo: order.orderNo },
  });
  await asPerson(factory.wang).must(pauseWork, { operationId: op10, occurredAt: minutesAgo(0) });
  expect((await asPerson(factory.wang).must(startWork, { operationId: op20, occurredAt: minutesAgo(0) })).changed).toBe(true);
});

test('B-1.17 … and two starts at the same moment are still one', async () => {
  const factory = await demoFactory({ oneOperationPerPerson: true });
  const orders = [await plannedOrder(factory, { orderNo: 'WO-1' }), await plannedOrder(factory, { orderNo: 'WO-2' })];
  const outcomes = await Promise.all(
    orders.map((order) => asPerson(factory.wang).run(startWork, { operationId: operationAt(order, 10).id, occurredAt: minutesAgo(0) })),
  );
  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
});

test('B-1.17 by default a person may watch two machines', async () => {
  const { factory, order, op10 } = await setUp();
  await makes(factory.wang, op10, { good: '10' });
  const op20 = operationAt(order, 20).id;
  expect((await asPerson(factory.wang).must(startWork, { operationId: op20, occurredAt: minutesAgo(0) })).changed).toBe(true);
});

test('B-1.17 two machines side by side: my shift shows the minutes that really went by, shared between them', async () => {
  const factory = await demoFactory();
  const one = operationAt(await plannedOrder(factory, { orderNo: 'WO-A' }), 10).id;
  const other = operationAt(await plannedOrder(factory, { orderNo: 'WO-B' }), 10).id;
  const now = new Date('2026-11-22T06:00:00Z');
  const wang = asPerson(factory.wang);
  await wang.must(startWork, { operationId: one, occurredAt: minutesAgo(61, now) }, { now });
  await wang.must(startWork, { operationId: other, occurredAt: minutesAgo(61, now) }, { now });
  await wang.must(pauseWork, { operationId: one, occurredAt: minutesAgo(0, now) }, { now });
  await wang.must(pauseWork, { operationId: other, occurredAt: minutesAgo(0, now) }, { now });
  const shift = await wang.ask(shiftSummary, {}, now);
  expect(shift.minutes).toBe(61);
  expect(shift.shares.map(({ orderNo }) => orderNo).sort()).toEqual(['WO-A', 'WO-B']);
  expect(shift.shares.map(({ minutes }) => minutes).sort()).toEqual([30, 31]);
  expect((await wang.ask(shiftSummary, { date: '2026-11-21' }, now)).minutes).toBe(0);
});

test('B-11.1 work over the day cut has its part in both days, and no minute is counted twice', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  const wang = asPerson(factory.wang);
  const now = new Date('2026-11-22T02:00:00Z');
  await wang.must(startWork, { operationId: op10, occurredAt: '2026-11-22T07:30:00+08:00' }, { now });
  await wang.must(pauseWork, { operationId: op10, occurredAt: '2026-11-22T08:45:00+08:00' }, { now });
  const minutes = async (date: string) => (await wang.ask(shiftSummary, { date }, now)).minutes;
  expect([await minutes('2026-11-20'), await minutes('2026-11-21'), await minutes('2026-11-22')]).toEqual([0, 30, 45]);
});
