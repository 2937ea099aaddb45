import { InspectionModel } from '../../../server/modules/quality/models/inspection.model';
import { gatedOrder } from './gated-order';

test.each([
  ['what waits in all workshops', { state: 'open' }, { openedAt: 1, _id: 1 }],
  ['what waits in one workshop', { workshopId: 'w1', state: 'open' }, { openedAt: 1, _id: 1 }],
  ['what failed lately', { state: 'failed' }, { openedAt: -1, _id: -1 }],
  ['the open inspection of a gate', { operationId: 'x', kind: 'first_article', state: 'open' }, null],
  ['earlier inspections of an operation', { operationId: 'x' }, null],
  ['the inspections of an order, newest first', { workOrderId: 'x' }, { openedAt: -1, _id: -1 }],
  ['the open inspections of an order', { workOrderId: 'x', state: 'open' }, null],
] as const)('%s is found through an index, and not sorted afterwards', async (_, filter, sort) => {
  const { factory, start, turning, factsArrive } = await gatedOrder();
  await start(turning);
  await factsArrive();
  const query = InspectionModel.find({ factoryId: factory.id, ...filter } as never);
  const plan = JSON.stringify(await (sort ? query.sort(sort) : query).explain('queryPlanner'));
  expect(plan).toContain('IXSCAN');
  expect(plan).not.toMatch(/COLLSCAN|"SORT"/);
});
