import { correctReport, reportWork, startWork } from '../../../server/modules/reporting';
import { loadOrderForProgress, saveOrderProgress } from '../../../server/modules/workorders';
import { asPerson, demoFactory } from '../../support';
import { plannedOrder, storedOrder } from '../workorders/planned-order';
import { ledgerOf, makes, minutesAgo, operationAt, refusals, reportOf } from './shop-floor';

test('B-1.2 two reports of 4 when 101 of 105 is booked: one is taken, the other learns the cap', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  await makes(factory.wang, op10, { good: '101' });

  const outcomes = await Promise.all(
    [factory.wang, factory.chen].map((person) => asPerson(person).run(reportWork, reportOf(op10, { good: '4' }))),
  );

  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  expect(refusals(outcomes)).toMatchObject([{ code: 'over_production', capQty: '105', doneQty: '105' }]);
  expect((await ledgerOf(op10)).map(({ goodQty }) => goodQty)).toEqual([1_010_000, 40_000]);
});

test('B-1.2 an operation says whether the order itself limits it: only there can more be asked for', async () => {
  const order = await plannedOrder(await demoFactory());
  expect([operationAt(order, 10).first, operationAt(order, 20).first]).toEqual([true, false]);
});

test('B-1.4 ten people report 3 each of the 10 that op10 has handed over: three are taken, nothing is made of nothing', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const [op10, op20] = [operationAt(order, 10).id, operationAt(order, 20).id];
  await makes(factory.wang, op10, { good: '10' });
  await asPerson(factory.li).must(startWork, { operationId: op20, occurredAt: minutesAgo(1) });

  const outcomes = await Promise.all(Array.from({ length: 10 }, () => asPerson(factory.li).run(reportWork, reportOf(op20, { good: '3' }))));

  expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(3);
  expect(new Set(refusals(outcomes).map(({ code }) => code))).toEqual(new Set(['more_than_ready']));
  const stored = (await storedOrder(order)).operations.find(({ seq }) => seq === 20);
  expect(stored?.goodQty).toBe(90_000);
  expect((await ledgerOf(op20)).reduce((sum, { goodQty }) => sum + goodQty, 0)).toBe(90_000);
});

test('B-1.4 the last piece is reported at op20 while it is being taken back at op10: never both', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const [op10, op20] = [operationAt(order, 10).id, operationAt(order, 20).id];
  const { report } = await makes(factory.wang, op10, { good: '1' });
  await asPerson(factory.li).must(startWork, { operationId: op20, occurredAt: minutesAgo(1) });

  const outcomes = await Promise.all([
    asPerson(factory.li).run(reportWork, reportOf(op20, { good: '1' })),
    asPerson(factory.wang).run(correctReport, { reportId: report.id, reason: 'miscounted', occurredAt: minutesAgo(0) }),
  ]);

  expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['accepted', 'refused']);
  const [first, second] = (await storedOrder(order)).operations;
  expect(second?.goodQty).toBeLessThanOrEqual(first?.goodQty ?? -1);
});

test('two people at two operations of one order do not stand in each other’s way', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const [op10, op20] = [operationAt(order, 10).id, operationAt(order, 20).id];
  await makes(factory.wang, op10, { good: '50' });
  await asPerson(factory.li).must(startWork, { operationId: op20, occurredAt: minutesAgo(1) });

  const outcomes = await Promise.all(
    Array.from({ length: 16 }, (_, index) =>
      asPerson(index % 2 ? factory.wang : factory.li).run(reportWork, reportOf(index % 2 ? op10 : op20, { good: '1' })),
    ),
  );

  expect(refusals(outcomes)).toEqual([]);
  expect((await storedOrder(order)).operations.map(({ goodQty }) => goodQty)).toEqual([580_000, 80_000]);
});

test('whoever saves an order that somebody else has saved since loses, and is told to run again', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  const { scope } = factory.wang.actor;
  const [mine, theirs] = [await loadOrderForProgress(scope, op10), await loadOrderForProgress(scope, op10)];
  await saveOrderProgress(theirs, { ...theirs, overProductionQty: 10_000 });
  const lost = saveOrderProgress(mine, { ...mine, overProductionQty: 20_000 });
  await expect(lost).rejects.toMatchObject({ errorLabels: ['TransientTransactionError'] });
  expect((await loadOrderForProgress(scope, op10)).overProductionQty).toBe(10_000);
});
