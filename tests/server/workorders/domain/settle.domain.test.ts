import { operationOf } from '../../../../server/modules/workorders/domain/order-flow';
import { settle } from '../../../../server/modules/workorders/domain/settle';
import { afterEndOf, following, now, operation, order, pieces } from './order-fixture';

const waitsForRelease = { finalRelease: { state: 'due', since: null } } as const;

describe('what follows from changed quantities', () => {
  test('B-1.3 in 100, good 90, scrap 4, rework 3: 3 are still in process, and nothing finishes', () => {
    const settled = settle(order([operation('op10', { goodQty: pieces(90), scrapQty: pieces(4), inReworkQty: pieces(3) })]), now);
    expect(settled).toMatchObject({ finishedIds: [], orderCompleted: false, order: { status: 'in_process' } });
  });

  test('B-1.3 all 100 processed but 3 in rework: the order is not completed until they are answered', () => {
    const settled = settle(order([operation('op10', { goodQty: pieces(93), scrapQty: pieces(4), inReworkQty: pieces(3) })]), now);
    expect(settled.order.status).toBe('in_process');
  });

  test('B-1.1 good and scrap together reach the planned quantity: completed', () => {
    const settled = settle(order([operation('op10', { goodQty: pieces(97), scrapQty: pieces(3) })]), now);
    expect(settled).toMatchObject({ finishedIds: ['op10'], orderCompleted: true, order: { status: 'completed', completedAt: now } });
  });

  test('B-1.5 the last piece of op10 is scrapped: op20, which has done all 99, finishes with it', () => {
    const flow = [
      operation('op10', { goodQty: pieces(99), scrapQty: pieces(1) }),
      operation('op20', {
        ...following('op10'),
        goodQty: pieces(99),
        status: 'running',
        openSegments: 1,
        workingPersonIds: ['li'],
        runningSince: now,
      }),
    ];
    const settled = settle(order(flow), now);
    expect(settled.finishedIds).toEqual(['op10', 'op20']);
    expect(operationOf(settled.order, 'op20')).toMatchObject({
      status: 'finished',
      openSegments: 0,
      workingPersonIds: [],
      runningSince: null,
    });
    expect(settled.orderCompleted).toBe(true);
  });

  test('an operation waits for the end of the ones before it, even when it has done all there is', () => {
    const flow = [operation('op10', { goodQty: pieces(40) }), operation('op20', { ...following('op10'), goodQty: pieces(40) })];
    expect(settle(order(flow), now).finishedIds).toEqual([]);
  });

  test('B-1.11 with two ends the order is completed when both are', () => {
    const ends = (good: number) => [
      operation('op10', { goodQty: pieces(100), status: 'finished' }),
      operation('op20', { ...following('op10'), goodQty: pieces(100), status: 'finished' }),
      operation('op21', { ...following('op10'), goodQty: pieces(good) }),
    ];
    expect(settle(order(ends(99)), now).orderCompleted).toBe(false);
    expect(settle(order(ends(100)), now).orderCompleted).toBe(true);
  });

  test('B-1.16 made-up pieces are demanded: the first operation opens again for them', () => {
    const done = operation('op10', { goodQty: pieces(97), scrapQty: pieces(3), status: 'finished', producerIds: ['wang'] });
    const settled = settle(order([done], { status: 'completed', completedAt: now, makeUpQty: pieces(3) }), now);
    expect(settled.order).toMatchObject({ status: 'in_process', completedAt: null });
    expect(operationOf(settled.order, 'op10').status).toBe('on_hold');
  });

  test('B-1.19, B-6.2 completed by quantity is not released: the last operation waits for its final release', () => {
    const flow = [
      operation('op10', { goodQty: pieces(99), scrapQty: pieces(1) }),
      operation('op20', { ...afterEndOf('op10'), ...waitsForRelease, goodQty: pieces(99) }),
    ];
    const settled = settle(order(flow), now);
    expect(settled).toMatchObject({ releasesDue: ['op20'], order: { status: 'completed' } });
    expect(operationOf(settled.order, 'op20').finalRelease).toEqual({ state: 'open', since: now });
  });

  test('B-6.2 a release that is waited for already is not made due again', () => {
    const waiting = operation('op10', { goodQty: pieces(100), status: 'finished', finalRelease: { state: 'open', since: now } });
    expect(settle(order([waiting]), new Date(now.getTime() + 60_000)).releasesDue).toEqual([]);
  });

  test.each(['draft', 'on_hold', 'closed', 'cancelled'] as const)('an order that is %s stays so', (status) => {
    expect(settle(order([operation('op10', { goodQty: pieces(100) })], { status }), now).order.status).toBe(status);
  });

  test('an untouched order stays released', () => {
    expect(settle(order([operation('op10', { status: 'not_started' })], { status: 'released' }), now).order.status).toBe('released');
  });
});
