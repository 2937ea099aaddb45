import { workOrders } from '../../../server/modules/workorders';
import { WorkOrderModel } from '../../../server/modules/workorders/models/work-order.model';
import { asPerson, demoFactory, type TestFactory } from '../../support';
import { plannedOrder } from './planned-order';

const day = (of: number) => `2026-12-${String(of).padStart(2, '0')}T18:00:00+08:00`;
const numbers = async (factory: TestFactory, query: object) =>
  (await asPerson(factory.liu).ask(workOrders, { limit: 50, ...query })).items.map(({ orderNo }) => orderNo);

async function someOrders(): Promise<TestFactory> {
  const factory = await demoFactory();
  await plannedOrder(factory, { orderNo: 'WO-0003', dueAt: day(3), customer: '大连机床' });
  await plannedOrder(factory, { orderNo: 'WO-0001', dueAt: day(1), itemCode: 'GEAR.1' });
  await plannedOrder(factory, { orderNo: 'XX-0002', dueAt: day(1), release: false });
  return factory;
}

test('by the beginning of a number, an item or a customer; what looks like a pattern is only text', async () => {
  const factory = await someOrders();
  expect(await numbers(factory, {})).toEqual(['WO-0001', 'XX-0002', 'WO-0003']);
  expect(await numbers(factory, { q: 'wo-0' })).toEqual(['WO-0001', 'WO-0003']);
  expect(await numbers(factory, { q: ' GEAR.' })).toEqual(['WO-0001']);
  expect(await numbers(factory, { q: '大连' })).toEqual(['WO-0003']);
  expect(await numbers(factory, { q: '主' })).toHaveLength(3);
  expect(await numbers(factory, { q: '.*' })).toEqual([]);
  expect(await numbers(factory, { q: '0003' })).toEqual([]);
  expect(await numbers(factory, { status: 'draft' })).toEqual(['XX-0002']);
});

test('page by page every order comes once, those due at the same moment too', async () => {
  const factory = await someOrders();
  const seen: string[] = [];
  let after: string | null | undefined;
  do {
    const page: Awaited<ReturnType<typeof workOrders.run>> = await asPerson(factory.liu).ask(workOrders, {
      limit: 1,
      ...(after ? { after } : {}),
    });
    expect(page).toMatchObject({ total: 3 });
    seen.push(...page.items.map(({ orderNo }) => orderNo));
    after = page.nextAfter;
  } while (after);
  expect(seen).toEqual(['WO-0001', 'XX-0002', 'WO-0003']);
});

test.each([
  ['the tasks of a workshop', { workshopId: { $in: ['w1'] }, status: { $in: ['released', 'in_process'] } }, { dueAt: 1, _id: 1 }],
  ['my tasks', { 'operations.assignedPersonIds': 'p1' }, null],
  ['an operation', { 'operations._id': '665f1c2ab3d4e5f607182930' }, null],
  ['a number', { orderNo: /^WO-/ }, null],
] as const)('%s are found through an index, never by reading every order', async (_, filter, sort) => {
  const factory = await someOrders();
  const query = WorkOrderModel.find({ factoryId: factory.id, ...filter } as never);
  const plan = JSON.stringify(await (sort ? query.sort(sort as never) : query).explain('queryPlanner'));
  expect(plan).toContain('IXSCAN');
  expect(plan).not.toContain('COLLSCAN');
});
