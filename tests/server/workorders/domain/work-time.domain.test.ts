import { operationOf } from '../../../../server/modules/workorders/domain/order-flow';
import { afterPause, decideResume, decideStart } from '../../../../server/modules/workorders/domain/work-time';
import { afterEndOf, at, following, li, must, now, operation, order, pieces, refusalOf, wang } from './order-fixture';

const fresh = operation('op10', { status: 'not_started' });

describe('starting work', () => {
  test('makes the operation run and the order in process', () => {
    const { order: started, changed } = must(decideStart(order([fresh], { status: 'released' }), 'op10', wang, at));
    expect(changed).toBe(true);
    expect(started.status).toBe('in_process');
    expect(operationOf(started, 'op10')).toMatchObject({
      status: 'running',
      openSegments: 1,
      workingPersonIds: ['wang'],
      runningSince: now,
    });
  });

  test('B-1.8 twice changes nothing, even when a gate has closed in between', () => {
    const once = must(decideStart(order([fresh]), 'op10', wang, at)).order;
    const failed = {
      ...once,
      operations: once.operations.map((one) => ({ ...one, firstArticle: { state: 'failed' as const, since: now, capQty: 0 } })),
    };
    expect(must(decideStart(failed, 'op10', wang, at))).toEqual({ order: failed, changed: false, firstArticleDue: false });
  });

  test('B-1.8 on a finished operation is refused', () => {
    const done = order([operation('op10', { status: 'finished', goodQty: pieces(100) })]);
    expect(refusalOf(decideStart(done, 'op10', wang, at))).toMatchObject({ code: 'operation_finished' });
  });

  test('B-1.7 with nothing ready is refused, and says what it waits for', () => {
    const waiting = order([
      operation('op10', { status: 'running', goodQty: pieces(40) }),
      operation('op20', { ...afterEndOf('op10'), status: 'not_started' }),
    ]);
    expect(refusalOf(decideStart(waiting, 'op20', wang, at))).toMatchObject({
      code: 'nothing_ready',
      waitsFor: [{ operationId: 'op10', name: 'operation op10', goodQty: '40', targetQty: '100', handedOverQty: '0' }],
    });
  });

  test('B-1.7 names only the predecessors it really waits for', () => {
    const waiting = order([
      operation('op10', { goodQty: pieces(5) }),
      operation('op11'),
      operation('op20', { ...following('op10', 'op11'), status: 'not_started' }),
    ]);
    expect(refusalOf(decideStart(waiting, 'op20', wang, at)).waitsFor).toMatchObject([{ operationId: 'op11' }]);
  });

  test.each(['draft', 'on_hold', 'closed', 'cancelled', 'deleted'] as const)('an order that is %s is not worked at', (status) => {
    expect(refusalOf(decideStart(order([fresh], { status }), 'op10', wang, at))).toMatchObject({ code: 'order_not_open', status });
  });

  test('what is dispatched to others is theirs, but a leader may step in', () => {
    const theirs = order([operation('op10', { status: 'not_started', assignedPersonIds: ['li'] })]);
    expect(refusalOf(decideStart(theirs, 'op10', wang, at))).toEqual({ code: 'dispatched_to_other', holderIds: ['li'] });
    expect(decideStart(theirs, 'op10', li, at).kind).toBe('accepted');
    expect(decideStart(theirs, 'op10', { personId: 'chen', mayStepIn: true }, at).kind).toBe('accepted');
  });

  test('B-6.1 the first start makes the first article due; a second person finds it waiting', () => {
    const gated = operation('op10', { status: 'not_started', firstArticle: { state: 'due', since: null, capQty: pieces(3) } });
    const first = must(decideStart(order([gated]), 'op10', wang, at));
    expect(first.firstArticleDue).toBe(true);
    expect(operationOf(first.order, 'op10').firstArticle).toMatchObject({ state: 'open', since: now });
    expect(must(decideStart(first.order, 'op10', li, at)).firstArticleDue).toBe(false);
  });

  test('B-6.1, B-1.7 with the first pieces made and not yet passed, nobody starts', () => {
    const used = operation('op10', { goodQty: pieces(3), firstArticle: { state: 'open', since: now, capQty: pieces(3) } });
    expect(refusalOf(decideStart(order([used]), 'op10', wang, at))).toEqual({
      code: 'first_article_open',
      capQty: '3',
      doneQty: '3',
      trigger: 'first',
      since: now.toISOString(),
    });
  });

  test('B-6.1 after a failure nobody starts, not even with nothing made yet', () => {
    const failed = operation('op10', { firstArticle: { state: 'failed', since: now, capQty: pieces(3) } });
    expect(refusalOf(decideStart(order([failed]), 'op10', wang, at))).toMatchObject({ code: 'first_article_failed' });
  });
});

describe('pausing and going on', () => {
  const earlier = new Date(now.getTime() - 60_000);
  const two = order([operation('op10', { status: 'running', openSegments: 2, workingPersonIds: ['wang', 'li'], runningSince: earlier })]);

  test('one of two pauses: it still runs, since the other began', () => {
    expect(operationOf(afterPause(two, 'op10', 'wang', now), 'op10')).toMatchObject({
      status: 'running',
      openSegments: 1,
      workingPersonIds: ['li'],
      runningSince: now,
    });
  });

  test('the last one pauses: on hold', () => {
    const one = afterPause(two, 'op10', 'wang', now);
    expect(operationOf(afterPause(one, 'op10', 'li', null), 'op10')).toMatchObject({
      status: 'on_hold',
      openSegments: 0,
      runningSince: null,
    });
  });

  test('only what was started can be gone on with', () => {
    expect(refusalOf(decideResume(order([fresh]), 'op10', wang, at))).toMatchObject({ code: 'operation_not_started' });
  });

  test('B-1.7 going on passes the same gates as starting', () => {
    const failed = operation('op10', { firstArticle: { state: 'failed', since: now, capQty: pieces(3) } });
    expect(refusalOf(decideResume(order([failed]), 'op10', wang, at))).toMatchObject({ code: 'first_article_failed' });
  });

  test('an earlier start by another device clock is the older one', () => {
    const running = order([operation('op10', { status: 'running', openSegments: 1, workingPersonIds: ['li'], runningSince: now })]);
    const { order: both } = must(decideStart(running, 'op10', wang, { occurredAt: earlier, now }));
    expect(operationOf(both, 'op10').runningSince).toEqual(earlier);
  });
});
