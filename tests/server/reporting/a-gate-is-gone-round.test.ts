// Every way into an operation, and what must stand in it.
import { reportRework, reportWork, resumeWork, startWork } from '../../../server/modules/reporting';
import { dispatchOperation, loadOrderForProgress, saveOrderProgress } from '../../../server/modules/workorders';
import type { OrderState } from '../../../server/modules/workorders/domain/order-state';
import { asPerson, demoFactory, type TestFactory } from '../../support';
import { plannedOrder, storedOrder } from '../workorders/planned-order';
import { ledgerOf, makes, minutesAgo, operationAt, reportOf, segmentsOf } from './shop-floor';

const GATED = [
  { seq: 10, name: '车', firstArticle: { cap: '3' } },
  { seq: 20, name: '铣' },
];
const startNow = (operationId: string) => ({ operationId, occurredAt: minutesAgo(0) });

/** The inspector's verdict, as the quality room writes it. */
async function verdict(factory: TestFactory, operationId: string, state: 'passed' | 'failed'): Promise<void> {
  const before = await loadOrderForProgress(factory.zhang.actor.scope, operationId);
  const operations = before.operations.map((one) =>
    one.id === operationId ? { ...one, firstArticle: { ...one.firstArticle, state, since: new Date() } } : one,
  );
  await saveOrderProgress(before, { ...before, operations } satisfies OrderState);
}

test('B-1.7 a start with nothing ready is refused with what it waits for, and writes nothing', async () => {
  const factory = await demoFactory();
  const order = await plannedOrder(factory);
  const op20 = operationAt(order, 20).id;
  const before = await storedOrder(order);
  expect(await asPerson(factory.li).run(startWork, startNow(op20))).toMatchObject({
    refusal: { code: 'nothing_ready', waitsFor: [{ name: '车', goodQty: '0', targetQty: '100' }] },
  });
  expect(await storedOrder(order)).toEqual(before);
  expect(await segmentsOf(op20)).toEqual([]);
});

test('B-1.7 a report without a start, a resume without a start: refused', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  const wang = asPerson(factory.wang);
  expect(await wang.run(reportWork, reportOf(op10, { good: '1' }))).toMatchObject({ refusal: { code: 'operation_not_started' } });
  expect(await wang.run(resumeWork, startNow(op10))).toMatchObject({ refusal: { code: 'operation_not_started' } });
  expect(await ledgerOf(op10)).toEqual([]);
});

test('B-6.1 before the first article has passed: three pieces in all, whoever reports them, and the refusal says who can lift it', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory, { operations: GATED }), 10).id;
  const { operation } = await makes(factory.wang, op10, { good: '2' });
  expect(operation.firstArticle).toMatchObject({ state: 'open', canBeLiftedBy: [{ name: '张工' }, { name: '何工' }] });

  const waiting = { code: 'first_article_open', capQty: '3', canBeLiftedBy: [{ id: factory.zhang.id, name: '张工' }, { name: '何工' }] };
  expect(await asPerson(factory.chen).run(reportWork, reportOf(op10, { good: '1', scrap: '1' }))).toMatchObject({ refusal: waiting });
  await asPerson(factory.chen).must(reportWork, reportOf(op10, { good: '1' }));
  expect(await asPerson(factory.li).run(startWork, startNow(op10))).toMatchObject({ refusal: { ...waiting, doneQty: '3' } });

  await verdict(factory, op10, 'passed');
  await asPerson(factory.wang).must(reportWork, reportOf(op10, { good: '50' }));
});

test('B-6.1 after a failure nothing goes on: no start, no resume, no report', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory, { operations: GATED }), 10).id;
  await makes(factory.wang, op10, { good: '2' });
  await verdict(factory, op10, 'failed');
  const failed = { refusal: { code: 'first_article_failed', canBeLiftedBy: [{ name: '张工' }, { name: '何工' }] } };
  expect(await asPerson(factory.wang).run(reportWork, reportOf(op10, { good: '1' }))).toMatchObject(failed);
  expect(await asPerson(factory.li).run(startWork, startNow(op10))).toMatchObject(failed);
  expect(await asPerson(factory.li).run(resumeWork, startNow(op10))).toMatchObject(failed);
});

test('B-6.1 five reports of 1 at the same moment do not make five first pieces of three', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory, { operations: GATED }), 10).id;
  await asPerson(factory.wang).must(startWork, startNow(op10));
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, () => asPerson(factory.wang).run(reportWork, reportOf(op10, { good: '1' }))),
  );
  expect(outcomes.filter(({ kind }) => kind === 'accepted')).toHaveLength(3);
  expect(await ledgerOf(op10)).toHaveLength(3);
});

test('what is dispatched to somebody else names who has it; the leader may step in', async () => {
  const factory = await demoFactory();
  const op10 = operationAt(await plannedOrder(factory), 10).id;
  await asPerson(factory.chen).must(dispatchOperation, { operationId: op10, personIds: [factory.li.id] });
  const theirs = { refusal: { code: 'dispatched_to_other', holders: [{ id: factory.li.id, name: '李敏' }] } };
  expect(await asPerson(factory.wang).run(startWork, startNow(op10))).toMatchObject(theirs);
  await asPerson(factory.li).must(startWork, startNow(op10));
  expect(await asPerson(factory.wang).run(reportWork, reportOf(op10, { good: '1' }))).toMatchObject(theirs);
  await asPerson(factory.chen).must(reportWork, reportOf(op10, { good: '1' }));
});

describe('who and what is let in at all', () => {
  test.each(['zhao', 'zhang', 'liu', 'wu'] as const)('%s may neither start nor report', async (who) => {
    const factory = await demoFactory();
    const op10 = operationAt(await plannedOrder(factory), 10).id;
    await expect(asPerson(factory[who]).run(startWork, startNow(op10))).rejects.toMatchObject({ code: 'forbidden' });
    await expect(asPerson(factory[who]).run(reportWork, reportOf(op10, { good: '1' }))).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('another workshop’s operation, another factory’s, and one that does not exist look alike', async () => {
    const [factory, other] = [await demoFactory(), await demoFactory()];
    const op10 = operationAt(await plannedOrder(factory), 10).id;
    for (const [person, operationId] of [
      [factory.sun, op10],
      [other.wang, op10],
      [factory.wang, '0'.repeat(24)],
    ] as const) {
      for (const call of [
        () => asPerson(person).run(startWork, startNow(operationId)),
        () => asPerson(person).run(reportWork, reportOf(operationId, { good: '1' })),
        () => asPerson(person).run(reportRework, { operationId, goodQty: '1', scrap: [], occurredAt: minutesAgo(0) }),
      ]) {
        await expect(call()).resolves.toMatchObject({ refusal: { code: 'not_found' } });
      }
    }
    expect(await ledgerOf(op10)).toEqual([]);
  });

  test.each([
    ['an operator for an id', { operationId: { $ne: null } }],
    ['a negative quantity', { goodQty: '-1' }],
    ['a number', { goodQty: 20 }],
    ['five decimals', { goodQty: '1.00001' }],
    ['a negative scrap', { scrap: [{ reasonCode: 'scratch', qty: '-3' }] }],
    ['a time without a zone', { occurredAt: '2026-11-22T08:00:00' }],
    ['a field that nobody knows', { force: true }],
    ['ten photos', { photoIds: Array.from({ length: 10 }, () => 'a'.repeat(24)) }],
  ])('%s is no report', async (_, wrong) => {
    const factory = await demoFactory();
    const op10 = operationAt(await plannedOrder(factory), 10).id;
    const body = { ...reportOf(op10, { good: '1' }), ...wrong } as never;
    await expect(asPerson(factory.wang).run(reportWork, body)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  test('a reason for scrap that nobody knows is refused with those there are', async () => {
    const factory = await demoFactory();
    const op10 = operationAt(await plannedOrder(factory), 10).id;
    await asPerson(factory.wang).must(startWork, startNow(op10));
    const body = { ...reportOf(op10, { good: '1' }), scrap: [{ reasonCode: 'bad_luck', qty: '1' }] };
    expect(await asPerson(factory.wang).run(reportWork, body)).toMatchObject({
      refusal: { code: 'scrap_reason_unknown', reasonCode: 'bad_luck', known: expect.arrayContaining(['scratch']) },
    });
  });

  test('B-10.2 half a piece is refused', async () => {
    const factory = await demoFactory();
    const op10 = operationAt(await plannedOrder(factory), 10).id;
    await asPerson(factory.wang).must(startWork, startNow(op10));
    expect(await asPerson(factory.wang).run(reportWork, reportOf(op10, { good: '0.5' }))).toMatchObject({
      refusal: { code: 'quantity_not_in_unit', decimals: 0 },
    });
  });
});
