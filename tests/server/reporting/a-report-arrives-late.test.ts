import { reportsOf, reportWork, shiftSummary, startWork } from '../../../server/modules/reporting';
import { asPerson, changeHouse, demoFactory } from '../../support';
import { plannedOrder } from '../workorders/planned-order';
import { ledgerOf, makes, minutesAgo, operationAt, reportOf } from './shop-floor';

const shanghai = (text: string) => new Date(`${text}+08:00`);

test('B-11.1 the night shift’s 02:30 on the 1st belongs to the 31st', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  const now = shanghai('2026-11-01T02:40:00');
  const wang = asPerson(factory.wang);
  await wang.must(startWork, { operationId: op10, occurredAt: '2026-10-31T20:05:00+08:00' }, { now });
  const { report } = await wang.must(reportWork, reportOf(op10, { good: '5', occurredAt: '2026-11-01T02:30:00+08:00' }), { now });
  expect(report.businessDate).toBe('2026-10-31');
  const { report: morning } = await wang.must(reportWork, reportOf(op10, { good: '1', occurredAt: '2026-11-01T08:00:00+08:00' }), {
    now: shanghai('2026-11-01T08:00:00'),
  });
  expect(morning.businessDate).toBe('2026-11-01');
  expect(await wang.ask(shiftSummary, { date: '2026-10-31' })).toMatchObject({
    businessDate: '2026-10-31',
    goodQty: '5',
    scrapQty: '0',
    reports: 1,
  });
});

test('B-11.2 a row keeps the device’s time, the server’s, and the day it belongs to', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  const now = shanghai('2026-11-20T10:00:00');
  await asPerson(factory.wang).must(startWork, { operationId: op10, occurredAt: '2026-11-19T09:00:00+08:00' }, { now });
  await asPerson(factory.wang).must(reportWork, reportOf(op10, { good: '5', occurredAt: '2026-11-19T11:00:00+08:00' }), { now });
  expect(await ledgerOf(op10)).toMatchObject([
    { occurredAt: shanghai('2026-11-19T11:00:00'), receivedAt: now, businessDate: '2026-11-19' },
  ]);
});

test('B-11.2 a clock up to 5 minutes ahead is believed, one further ahead is not', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  const now = shanghai('2026-11-20T10:00:00');
  const wang = asPerson(factory.wang);
  await wang.must(startWork, { operationId: op10, occurredAt: '2026-11-20T10:05:00+08:00' }, { now });
  expect(await wang.run(reportWork, reportOf(op10, { good: '1', occurredAt: '2026-11-20T10:05:01+08:00' }), { now })).toMatchObject({
    refusal: { code: 'occurred_in_future', serverTime: now.toISOString() },
  });
});

test('B-11.2 older than the factory lets be reported is for the leader', async () => {
  const factory = await demoFactory({ reportDaysBack: 7 });
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  const wang = asPerson(factory.wang);
  await wang.must(startWork, { operationId: op10, occurredAt: minutesAgo(7 * 24 * 60 - 1) });
  expect(await wang.run(reportWork, reportOf(op10, { good: '1', occurredAt: minutesAgo(7 * 24 * 60 + 1) }))).toMatchObject({
    refusal: { code: 'occurred_too_long_ago', daysBack: 7 },
  });
  await changeHouse(factory, { reportDaysBack: 120 });
  await wang.must(reportWork, reportOf(op10, { good: '1', occurredAt: minutesAgo(7 * 24 * 60 + 1) }));
});

test('B-11.4 a report that is refused does not hold up the next one', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  await makes(factory.wang, op10, { good: '1' });
  const outcomes = await Promise.all(
    ['200', '2', '300', '3'].map((good) => asPerson(factory.wang).run(reportWork, reportOf(op10, { good }))),
  );
  expect(outcomes.map(({ kind }) => kind)).toEqual(['refused', 'accepted', 'refused', 'accepted']);
});

describe('the list of reports', () => {
  test('newest first, page by page, none twice and none lost', async () => {
    const factory = await demoFactory();
    const op10 = operationAt(await plannedOrder(factory), 10).id;
    await makes(factory.wang, op10, { good: '1' });
    for (let more = 2; more <= 5; more++) await asPerson(factory.wang).must(reportWork, reportOf(op10, { good: String(more) }));
    const wang = asPerson(factory.wang);
    const first = await wang.ask(reportsOf, { operationId: op10, limit: 3 });
    const second = await wang.ask(reportsOf, { operationId: op10, limit: 3, after: first.nextAfter ?? '' });
    expect([...first.items, ...second.items].map(({ goodQty }) => goodQty)).toEqual(['5', '4', '3', '2', '1']);
    expect(second.nextAfter).toBeNull();
  });

  test('today’s when nothing is asked for; mine when asked for; nobody else’s workshop', async () => {
    const factory = await demoFactory();
    const order = await plannedOrder(factory);
    const op10 = operationAt(order, 10).id;
    await makes(factory.wang, op10, { good: '5' });
    await makes(factory.li, op10, { good: '6' });
    const goodOf = async (who: 'wang' | 'li' | 'sun', input: object) =>
      (await asPerson(factory[who]).ask(reportsOf, { limit: 50, ...input })).items.map(
        ({ goodQty, person }) => `${person.name} ${goodQty}`,
      );
    expect(await goodOf('wang', {})).toEqual(['李敏 6', '王强 5']);
    expect(await goodOf('wang', { mine: 'true' })).toEqual(['王强 5']);
    expect(await goodOf('wang', { workOrderId: order.id })).toHaveLength(2);
    expect(await goodOf('wang', { date: '2020-01-01' })).toEqual([]);
    expect(await goodOf('sun', { workOrderId: order.id })).toEqual([]);
  });
});
