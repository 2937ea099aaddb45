import { PayLineModel } from '../../../server/modules/payroll/models/pay-line.model';
import { RateCardModel } from '../../../server/modules/payroll/models/rate-card.model';
import { demoFactory } from '../../support';
import { pays, reported, TURNING } from './reported-work';

const month = { $gte: '2026-11-01', $lte: '2026-11-30' };

test.each([
  ['my pay of a month', { personId: 'p1', businessDate: month }, { businessDate: -1, occurredAt: -1, _id: -1 }],
  ['the lines of a report', { reportId: 'r-1' }, null],
  ['what follows a line', { follows: { $in: ['a', 'b'] } }, null],
  ['work that waits for a price', { kind: 'unpriced', ...TURNING, workDate: month }, null],
] as const)('%s is found through an index, and not sorted afterwards', async (_, filter, sort) => {
  const factory = await demoFactory();
  await pays(factory.id, reported('r-1', factory.wang.id));
  const query = PayLineModel.find({ factoryId: factory.id, ...filter } as never);
  const plan = JSON.stringify(await (sort ? query.sort(sort) : query).explain('queryPlanner'));
  expect(plan).toContain('IXSCAN');
  expect(plan).not.toMatch(/COLLSCAN|"SORT"/);
});

test('a price is found through an index', async () => {
  const factory = await demoFactory();
  await pays(factory.id, reported('r-1', factory.wang.id));
  const plan = JSON.stringify(await RateCardModel.find({ factoryId: factory.id, ...TURNING }).explain('queryPlanner'));
  expect(plan).toContain('IXSCAN');
  expect(plan).not.toContain('COLLSCAN');
});
