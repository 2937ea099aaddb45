// Many people report, send to rework, answer and take back at once. Afterwards the ledger adds up to the order, to the last piece.
import { correctReport, reportRework, reportWork, startWork } from '../../../server/modules/reporting';
import { WorkSegmentModel } from '../../../server/modules/reporting/models/work-segment.model';
import { asPerson, demoFactory } from '../../support';
import { plannedOrder, storedOrder } from '../workorders/planned-order';
import { ledgerOf, makes, minutesAgo, operationAt, reportOf } from './shop-floor';

test('B-1.3, B-1.9, B-1.10, B-1.14 eighty actions at once: the sum of the rows is the progress, and nothing is made of nothing', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory, { plannedQty: '60' });
  const [op10, op20] = [operationAt(order, 10).id, operationAt(order, 20).id];
  const { report } = await makes(factory.wang, op10, { good: '10', rework: '4' });
  await asPerson(factory.li).must(startWork, { operationId: op20, occurredAt: minutesAgo(1) });

  const people = [factory.wang, factory.li, factory.chen];
  const outcomes = await Promise.all(
    Array.from({ length: 80 }, (_, index) => {
      const person = asPerson(people[index % people.length] ?? factory.wang);
      const good = String(1 + (index % 3));
      if (index % 8 === 7) return person.run(reportRework, { operationId: op10, goodQty: '1', scrap: [], occurredAt: minutesAgo(0) });
      if (index === 40) return person.run(correctReport, { reportId: report.id, reason: 'miscounted', occurredAt: minutesAgo(0) });
      if (index % 2) return person.run(reportWork, reportOf(op20, { good, scrap: index % 5 ? undefined : '1' }));
      return person.run(reportWork, reportOf(op10, { good, rework: index % 7 ? undefined : '1' }));
    }),
  );
  expect(outcomes.filter(({ kind }) => kind === 'accepted').length).toBeGreaterThan(15);

  const stored = await storedOrder(order);
  for (const operation of stored.operations) {
    const rows = await ledgerOf(operation._id.toHexString());
    const sum = (of: 'goodQty' | 'scrapQty' | 'reworkQty') => rows.reduce((total, row) => total + row[of], 0);
    expect([operation.goodQty, operation.scrapQty, operation.inReworkQty]).toEqual([sum('goodQty'), sum('scrapQty'), sum('reworkQty')]);
    const open = await WorkSegmentModel.countDocuments({ operationId: operation._id.toHexString(), endedAt: null });
    expect(operation.openSegments).toBe(open);
  }
  const [first, second] = stored.operations;
  const processed = (second?.goodQty ?? 0) + (second?.scrapQty ?? 0) + (second?.inReworkQty ?? 0);
  expect(processed).toBeLessThanOrEqual(first?.goodQty ?? 0);
});
