import type { ChangeChoice } from '../../../../server/contracts/api/workorders';
import { decideClosing } from '../../../../server/modules/workorders/domain/closing';
import { decideMakeUp } from '../../../../server/modules/workorders/domain/make-up';
import { decideAnswer, decideTerms } from '../../../../server/modules/workorders/domain/order-change';
import type { OperationState, OrderState } from '../../../../server/modules/workorders/domain/order-state';

const PIECE = 10_000;
const operation = (id: string, over: Partial<OperationState> = {}): OperationState => ({
  id,
  seq: 10,
  name: id,
  stationCode: null,
  priMinutes: 0,
  predecessors: [],
  status: 'finished',
  goodQty: 100 * PIECE,
  scrapQty: 0,
  inReworkQty: 0,
  openSegments: 0,
  runningSince: null,
  workingPersonIds: [],
  assignedPersonIds: [],
  firstArticle: { state: 'not_required', since: null, capQty: 0 },
  finalRelease: { state: 'not_required', since: null },
  producerIds: [],
  ...over,
});
const order = (operations: OperationState[], over: Partial<OrderState> = {}): OrderState => ({
  id: 'o1',
  factoryId: 'f1',
  revision: 0,
  orderNo: 'WO-0309',
  itemCode: 'AX-7',
  itemName: '主轴',
  workshopId: 'w1',
  status: 'completed',
  plannedQty: 100 * PIECE,
  overProductionRate: 500,
  overProductionQty: 0,
  makeUpQty: 0,
  unitName: '件',
  unitDecimals: 0,
  dueAt: new Date('2026-12-01T10:00:00Z'),
  completedAt: null,
  halt: null,
  endedAt: null,
  routingVersion: 1,
  operations,
  ...over,
});

describe('closing an order', () => {
  test('B-1.1 what is all made and answered for can be closed', () => {
    expect(decideClosing(order([operation('a')]), false, undefined)).toEqual({ kind: 'accepted', value: { short: false } });
  });

  test.each([
    ['B-1.3 three in rework', { inReworkQty: 3 * PIECE, status: 'running' as const, goodQty: 90 * PIECE, scrapQty: 4 * PIECE }],
    ['somebody still at work', { openSegments: 1, status: 'running' as const }],
  ])('%s: neither closing nor closing short gets past it', (_, over) => {
    for (const short of [false, true]) {
      expect(decideClosing(order([operation('a', over)], { status: 'in_process' }), short, '客户取消')).toMatchObject({
        refusal: { code: 'order_has_open_quantity', operations: [{ operationId: 'a' }] },
      });
    }
  });

  test('B-1.16 closing short gives up what is not made, and says why', () => {
    const half = order([operation('a', { status: 'on_hold', goodQty: 50 * PIECE })], { status: 'in_process' });
    expect(decideClosing(half, false, undefined)).toMatchObject({ refusal: { code: 'order_has_open_quantity' } });
    expect(decideClosing(half, true, undefined)).toMatchObject({ refusal: { code: 'reason_required' } });
    expect(decideClosing(half, true, '客户取消')).toEqual({ kind: 'accepted', value: { short: true } });
  });

  test.each([
    ['open', 'final_release_open'],
    ['failed', 'final_release_failed'],
  ] as const)('B-1.19 B-6.2 a final release that is %s is not gone round by closing, short or not', (state, code) => {
    const waiting = order([operation('a', { finalRelease: { state, since: new Date('2026-11-22T01:00:00Z') } })]);
    for (const short of [false, true]) {
      expect(decideClosing(waiting, short, '急')).toMatchObject({ refusal: { code, since: '2026-11-22T01:00:00.000Z' } });
    }
  });

  test('closed is for good, and a draft has nothing to close', () => {
    expect(decideClosing(order([operation('a')], { status: 'closed' }), false, undefined)).toMatchObject({
      refusal: { code: 'order_closed' },
    });
    expect(decideClosing(order([operation('a')], { status: 'draft' }), true, 'x')).toMatchObject({ refusal: { code: 'order_not_open' } });
  });
});

describe('making up for scrap (B-1.16)', () => {
  const scrapped = order([
    operation('a', { scrapQty: 2 * PIECE, goodQty: 98 * PIECE }),
    operation('b', {
      predecessors: [{ operationId: 'a', kind: 'overlap', minTransferQty: 0 }],
      scrapQty: 1 * PIECE,
      goodQty: 97 * PIECE,
    }),
  ]);

  test('all that scrap took, when no number is said', () => {
    expect(decideMakeUp(scrapped, null)).toMatchObject({ kind: 'accepted', value: { qty: 3 * PIECE, order: { makeUpQty: 3 * PIECE } } });
  });

  test('never more than is short, and made up once it is not short any more', () => {
    expect(decideMakeUp(scrapped, 4 * PIECE)).toMatchObject({ refusal: { code: 'make_up_above_short', shortQty: '3' } });
    const again = decideMakeUp({ ...scrapped, makeUpQty: 3 * PIECE }, null);
    expect(again).toMatchObject({ refusal: { code: 'make_up_above_short', shortQty: '0' } });
  });
});

describe('other terms for an order (B-1.18)', () => {
  const going = order([operation('a', { goodQty: 70 * PIECE, status: 'running' })], { status: 'in_process' });
  const to = (pieces: number, dueAt = going.dueAt) => decideTerms(going, { plannedQty: pieces * PIECE, dueAt });

  const answered = (pieces: number, choice: ChangeChoice | null, dueAt = going.dueAt) =>
    decideAnswer(going, { plannedQty: pieces * PIECE, dueAt }, choice);

  test('70 are made: 60 may be asked for, and is accepted only by saying what becomes of the 70', () => {
    expect(to(60).kind).toBe('accepted');
    expect(answered(60, null)).toMatchObject({ refusal: { code: 'change_below_made', madeQty: '70', plannedQty: '100' } });
    expect(answered(60, 'keep')).toMatchObject({ value: { plannedQty: 100 * PIECE } });
    expect(answered(60, 'stop')).toMatchObject({ value: { plannedQty: 70 * PIECE } });
    expect(answered(60, 'scrap_surplus')).toMatchObject({ value: { plannedQty: 60 * PIECE } });
    expect(answered(70, null)).toMatchObject({ value: { plannedQty: 70 * PIECE } });
    // A correction came between: nothing is beyond it any more.
    expect(answered(80, 'stop')).toMatchObject({ value: { plannedQty: 80 * PIECE } });
    expect(to(70).kind).toBe('accepted');
    expect(to(200).kind).toBe('accepted');
  });

  test('what is in rework is made too', () => {
    const rework = order([operation('a', { goodQty: 60 * PIECE, inReworkQty: 10 * PIECE, status: 'running' })], { status: 'in_process' });
    expect(decideAnswer(rework, { plannedQty: 65 * PIECE, dueAt: rework.dueAt }, null)).toMatchObject({ refusal: { madeQty: '70' } });
  });

  test('nothing new is no change, half a piece is no quantity, and a closed order has no terms', () => {
    expect(to(100)).toMatchObject({ refusal: { code: 'change_empty' } });
    expect(to(100.5)).toMatchObject({ refusal: { code: 'quantity_not_in_unit' } });
    expect(decideTerms({ ...going, status: 'closed' }, { plannedQty: 1, dueAt: going.dueAt })).toMatchObject({
      refusal: { code: 'order_not_open' },
    });
    expect(to(100, new Date('2026-12-02T10:00:00Z')).kind).toBe('accepted');
  });
});
