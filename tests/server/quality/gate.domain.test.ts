import fc from 'fast-check';
import { GATE_STATES, type GateState, OPERATION_STATUSES, WORK_ORDER_STATUSES } from '../../../server/contracts/statuses';
import { closeGate, gateOf, openGate, waitingAfterWork } from '../../../server/modules/quality/domain/gate';
import { judge } from '../../../server/modules/quality/domain/inspection';
import type { OperationState, OrderState } from '../../../server/modules/workorders';

const now = new Date('2026-11-22T10:00:00+08:00');
const before = new Date('2026-11-22T09:00:00+08:00');
const at = { now, today: '2026-11-22' };

const operation = (has: Partial<OperationState> = {}): OperationState => ({
  id: 'op10',
  seq: 10,
  name: '车外圆',
  stationCode: null,
  priMinutes: 0,
  predecessors: [],
  status: 'running',
  goodQty: 10_000,
  scrapQty: 0,
  inReworkQty: 0,
  openSegments: 1,
  runningSince: before,
  workingPersonIds: ['wang'],
  assignedPersonIds: [],
  firstArticle: { state: 'open', since: before, capQty: 30_000 },
  finalRelease: { state: 'due', since: null },
  producerIds: ['wang'],
  ...has,
});
const order = (operations: OperationState[], status: OrderState['status'] = 'in_process'): OrderState => ({
  id: 'o',
  factoryId: 'f',
  revision: 1,
  orderNo: 'WO-2001',
  itemCode: 'FL-80',
  itemName: '法兰盘 80',
  workshopId: 'w1',
  status,
  plannedQty: 100_000,
  overProductionRate: 0,
  overProductionQty: 0,
  makeUpQty: 0,
  unitName: '件',
  unitDecimals: 0,
  dueAt: now,
  completedAt: null,
  halt: null,
  endedAt: null,
  routingVersion: 1,
  operations,
});
const gated = (state: GateState): Partial<OperationState> => ({
  firstArticle: { state, since: before, capQty: 30_000 },
  finalRelease: { state, since: before },
});
const kinds = ['first_article', 'final_release'] as const;

describe('asking for an inspection', () => {
  test.each([
    ['first_article', 'due', 'running', 'open'],
    ['first_article', 'due', 'not_started', 'inspection_not_due'],
    ['first_article', 'failed', 'on_hold', 'open'],
    ['first_article', 'open', 'running', 'open'],
    ['first_article', 'passed', 'running', 'gate_already_passed'],
    ['first_article', 'not_required', 'running', 'gate_not_required'],
    ['final_release', 'due', 'running', 'inspection_not_due'],
    ['final_release', 'due', 'finished', 'open'],
    ['final_release', 'failed', 'finished', 'open'],
    ['final_release', 'failed', 'running', 'inspection_not_due'],
    ['final_release', 'passed', 'finished', 'gate_already_passed'],
  ] as const)('%s that is %s at an operation that is %s: %s', (kind, state, status, expected) => {
    const asked = operation({ ...gated(state), status });
    const outcome = openGate(order([asked]), asked, kind, now);
    const came = outcome.kind === 'refused' ? outcome.refusal.code : outcome.value.operations.map((one) => gateOf(one, kind).state)[0];
    expect(came).toBe(expected);
  });

  test('waiting for it does not begin anew by asking again', () => {
    const asked = operation();
    const outcome = openGate(order([asked]), asked, 'first_article', now);
    expect(outcome).toEqual({ kind: 'accepted', value: order([asked]) });
  });

  test('B-6.1, B-6.2 from no state of gate, operation or order does asking lift a gate, and it touches no other', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds),
        fc.constantFrom(...GATE_STATES),
        fc.constantFrom(...OPERATION_STATUSES),
        fc.constantFrom(...WORK_ORDER_STATUSES),
        (kind, state, status, orderStatus) => {
          const asked = operation({ ...gated(state), status });
          const other = operation({ ...gated(state), id: 'op20', status });
          const outcome = openGate(order([asked, other], orderStatus), asked, kind, now);
          if (outcome.kind === 'refused') return;
          const [after, untouched] = outcome.value.operations;
          expect(after && gateOf(after, kind).state).toBe('open');
          expect(after && gateOf(after, kind === 'first_article' ? 'final_release' : 'first_article')).toMatchObject({ state });
          expect(untouched).toEqual(other);
          expect({ ...outcome.value, operations: [] }).toEqual({ ...order([], orderStatus) });
        },
      ),
    );
  });
});

describe('a verdict', () => {
  test.each([
    ['passed', null],
    ['failed', now],
  ] as const)('%s moves the gate and keeps the cap', (result, since) => {
    const inspected = operation();
    const outcome = closeGate(order([inspected]), inspected, 'first_article', result, at);
    expect(outcome).toMatchObject({ value: { operations: [{ firstArticle: { state: result, since, capQty: 30_000 } }] } });
  });

  test('B-6.2 an unfinished operation can be failed but not released', () => {
    const reopened = operation({ ...gated('open'), status: 'on_hold' });
    expect(closeGate(order([reopened]), reopened, 'final_release', 'passed', at)).toEqual({
      kind: 'refused',
      refusal: { code: 'inspection_not_due' },
    });
    expect(closeGate(order([reopened]), reopened, 'final_release', 'failed', at).kind).toBe('accepted');
  });

  test.each(['draft', 'closed', 'cancelled', 'deleted'] as const)('on an order that is %s is too late', (status) => {
    const inspected = operation();
    expect(closeGate(order([inspected], status), inspected, 'first_article', 'passed', at)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'order_not_open', status },
    });
  });

  test('B-6.4 is nobody’s who made the pieces, says why when it fails, and is given once', () => {
    const open = { state: 'open' } as const;
    expect(judge(open, ['wang'], { result: 'passed', reason: null, inspectorId: 'zhang' })).toEqual({ kind: 'accepted', value: 'passed' });
    expect(judge(open, ['wang'], { result: 'passed', reason: null, inspectorId: 'wang' })).toMatchObject({
      refusal: { code: 'four_eyes' },
    });
    expect(judge(open, [], { result: 'failed', reason: null, inspectorId: 'zhang' })).toMatchObject({
      refusal: { code: 'reason_required' },
    });
    expect(judge({ state: 'failed' }, [], { result: 'passed', reason: null, inspectorId: 'zhang' })).toMatchObject({
      refusal: { code: 'inspection_not_open', state: 'failed' },
    });
  });
});

test('work at one operation can make the release of those that finish with it wait as well, but no first article of another', () => {
  const [first, second] = [operation(gated('open')), operation({ ...gated('open'), id: 'op20' })];
  const both = order([first, second]);
  expect(waitingAfterWork(both, 'op10', 'first_article').map(({ id }) => id)).toEqual(['op10']);
  expect(waitingAfterWork(both, 'op10', 'final_release').map(({ id }) => id)).toEqual(['op10', 'op20']);
  expect(waitingAfterWork(order([operation(gated('passed'))]), 'op10', 'final_release')).toEqual([]);
});
