import { decideReplan } from '../../../../server/modules/workorders/domain/replan';
import type { RoutingOperation } from '../../../../server/modules/workorders/domain/routing';
import { following, must, now, operation, order, pieces, refusalOf } from './order-fixture';

const step = (seq: number, name = `operation op${seq}`, has: Partial<RoutingOperation> = {}): RoutingOperation => ({
  seq,
  name,
  stationCode: null,
  priMinutes: 2,
  firstArticleCapQty: null,
  finalRelease: false,
  ...has,
});
const chain = (...seqs: number[]) =>
  seqs.slice(1).map((to, index) => ({ from: seqs[index] ?? to, to, kind: 'overlap' as const, minTransferQty: 0 }));
const begun = operation('op10', { goodQty: pieces(40), assignedPersonIds: ['wang'], producerIds: ['wang'] });
const waiting = operation('op20', { ...following('op10'), status: 'not_started', assignedPersonIds: ['li'] });
const before = order([begun, waiting]);
let next = 0;
const newId = () => `new${next++}`;
const replan = (operations: RoutingOperation[], links = chain(...operations.map(({ seq }) => seq))) =>
  decideReplan(before, { operations, links, version: 2 }, newId, now);

test('B-1.13 what is begun stays exactly as it is; what is not follows the new routing and keeps its travel card and dispatch', () => {
  const { order: after } = must(
    replan([step(10, undefined, { stationCode: 'X1' }), step(20, undefined, { stationCode: 'M2', finalRelease: true })]),
  );
  expect(after.operations[0]).toBe(begun);
  expect(after.operations[1]).toMatchObject({
    id: 'op20',
    stationCode: 'M2',
    priMinutes: 2,
    assignedPersonIds: ['li'],
    finalRelease: { state: 'due' },
    predecessors: [{ operationId: 'op10' }],
  });
  expect(after.routingVersion).toBe(2);
});

test('B-1.13 a new operation comes in after what is begun, one that is gone goes', () => {
  const { order: after } = must(replan([step(10), step(15, '去毛刺'), step(30, '磨')]));
  expect(after.operations.map(({ seq, name }) => [seq, name])).toEqual([
    [10, 'operation op10'],
    [15, '去毛刺'],
    [30, '磨'],
  ]);
  expect(after.operations[1]?.predecessors).toMatchObject([{ operationId: 'op10' }]);
  expect(after.operations[2]?.predecessors).toMatchObject([{ operationId: after.operations[1]?.id }]);
});

test('B-1.13 a routing that drops what is begun, or puts something before it, is refused with its name', () => {
  expect(refusalOf(replan([step(20), step(30)]))).toMatchObject({ code: 'replan_touches_begun', operations: ['10 operation op10'] });
  expect(refusalOf(replan([step(5, '下料'), step(10), step(20)]))).toMatchObject({ code: 'replan_touches_begun' });
});

test('B-1.13 a last operation that is new opens an order again that was nearly made', () => {
  const done = order([{ ...begun, goodQty: pieces(100), status: 'finished' }, waiting]);
  const { order: after } = must(
    decideReplan(done, { operations: [step(10), step(30, '磨')], links: chain(10, 30), version: 2 }, newId, now),
  );
  expect(after.status).toBe('in_process');
  expect(after.operations[1]).toMatchObject({ status: 'not_started', goodQty: 0 });
});

test.each(['completed', 'closed', 'on_hold', 'cancelled'] as const)('an order that is %s keeps its way', (status) => {
  expect(refusalOf(decideReplan({ ...before, status }, { operations: [step(10)], links: [], version: 2 }, newId, now)).code).toBe(
    'order_not_open',
  );
});
