import { decideCorrection } from '../../../../server/modules/workorders/domain/decide-correction';
import { decideReport } from '../../../../server/modules/workorders/domain/decide-report';
import {
  passedForNow,
  type Reopening,
  reopenFirstArticle,
  USUAL_REOPENING,
} from '../../../../server/modules/workorders/domain/first-article';
import { operationOf, withOperation } from '../../../../server/modules/workorders/domain/order-flow';
import type { OrderState } from '../../../../server/modules/workorders/domain/order-state';
import { afterPause, decideStart } from '../../../../server/modules/workorders/domain/work-time';
import { at, li, made, must, now, operation, order, pieces, refusalOf, wang } from './order-fixture';

const NEVER: Reopening = { operator: false, station: false, shift: false, stopMinutes: null, today: '2026-11-22' };
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000);
const gate = (state: OrderState) => operationOf(state, 'op10').firstArticle;

/** Wang's first article of three is passed and he has made ten. */
function running(): OrderState {
  const fresh = order([
    operation('op10', { status: 'not_started', stationCode: 'C1', firstArticle: { state: 'due', since: null, capQty: pieces(3) } }),
  ]);
  const started = must(decideStart(fresh, 'op10', wang, at)).order;
  const three = must(decideReport(started, 'op10', wang, made(3), now)).order;
  return must(decideReport(passed(three), 'op10', wang, made(7), now)).order;
}

function passed(state: OrderState): OrderState {
  const one = operationOf(state, 'op10');
  const passedFor = passedForNow(one, '2026-11-22', now);
  return withOperation(state, { ...one, firstArticle: { ...one.firstArticle, state: 'passed', since: null, again: null, passedFor } });
}

const start = (state: OrderState, worker = wang, reopening: Reopening = USUAL_REOPENING, occurredAt = now) =>
  decideStart(state, 'op10', worker, { occurredAt, now: occurredAt, reopening });
const report = (state: OrderState, good: number, worker = wang, reopening: Reopening = USUAL_REOPENING, occurredAt = now) =>
  decideReport(state, 'op10', worker, made(good), occurredAt, occurredAt, reopening);

describe('B-6.1 another operator', () => {
  test('has a first article of their own, counted from when they came', () => {
    const joined = must(start(running(), li));
    expect(joined.firstArticleDue).toBe(true);
    expect(gate(joined.order)).toMatchObject({ state: 'open', again: { trigger: 'operator', madeQty: 0, exemptIds: ['wang'] } });
    const three = must(report(joined.order, 3, li)).order;
    expect(operationOf(three, 'op10').goodQty).toBe(pieces(13));
    expect(refusalOf(report(three, 1, li))).toMatchObject({ code: 'first_article_open', capQty: '3', doneQty: '3', trigger: 'operator' });
  });

  test('does not hold back the one whose first article was passed', () => {
    const joined = must(start(running(), li)).order;
    const went = must(report(joined, 20)).order;
    expect(gate(went)).toMatchObject({ state: 'open', again: { madeQty: 0 } });
    expect(must(report(went, 3, li)).order).toBeDefined();
  });

  test('is covered by the next pass, and so are those before', () => {
    const both = passed(must(report(must(start(running(), li)).order, 3, li)).order);
    expect(gate(both).passedFor?.personIds).toEqual(['wang', 'li']);
    for (const worker of [wang, li]) expect(gate(must(report(both, 5, worker)).order).state).toBe('passed');
  });

  test('cannot report past it without having started', () => {
    const state = running();
    expect(refusalOf(report(state, 4, li))).toMatchObject({ code: 'first_article_open', doneQty: '0' });
    expect(must(report(state, 3, li)).firstArticleDue).toBe(true);
  });
});

describe('B-6.1 what else it is asked for again by', () => {
  const moved = (): OrderState => {
    const state = running();
    return withOperation(state, { ...operationOf(state, 'op10'), stationCode: 'C2' });
  };

  test('another station: everybody’s', () => {
    const after = must(report(moved(), 3)).order;
    expect(gate(after)).toMatchObject({ state: 'open', again: { trigger: 'station', exemptIds: [], madeQty: pieces(3) } });
    expect(refusalOf(report(after, 1))).toMatchObject({ code: 'first_article_open', trigger: 'station' });
  });

  test('a new business day, when the house says so; a report that comes late is no new day', () => {
    const byShift = (today: string) => ({ ...NEVER, shift: true, today });
    expect(gate(must(report(running(), 3, wang, byShift('2026-11-23'))).order)).toMatchObject({
      state: 'open',
      again: { trigger: 'shift' },
    });
    for (const today of ['2026-11-22', '2026-11-21']) {
      expect(gate(must(report(running(), 9, wang, byShift(today))).order).state).toBe('passed');
    }
  });

  test('a stop that was too long, when the house says how long that is', () => {
    const bySix = { ...NEVER, stopMinutes: 360 };
    const paused = afterPause(running(), 'op10', 'wang', null, now);
    expect(gate(must(start(paused, wang, bySix, hours(6))).order).state).toBe('passed');
    expect(gate(must(start(paused, wang, bySix, hours(7))).order)).toMatchObject({ state: 'open', again: { trigger: 'stop' } });
    // Somebody was at it all the while: it did not stop.
    expect(gate(must(report(running(), 1, wang, bySix, hours(20))).order).state).toBe('passed');
  });

  test('nothing, in a house that wants none of it', () => {
    expect(gate(must(report(moved(), 50, li, NEVER, hours(48))).order).state).toBe('passed');
  });

  test('a named reason: everybody’s, also where another operator’s is open', () => {
    const joined = must(start(running(), li)).order;
    const tool = withOperation(joined, reopenFirstArticle(operationOf(joined, 'op10'), 'tool', now));
    expect(gate(tool)).toMatchObject({ state: 'open', again: { trigger: 'tool', exemptIds: [] } });
    expect(refusalOf(report(tool, 4))).toMatchObject({ code: 'first_article_open', trigger: 'tool' });
  });
});

test('B-1.10 what is put right counts where it counted before', () => {
  const state = must(report(must(start(running(), li)).order, 3, li, USUAL_REOPENING, hours(1))).order;
  const effect = { goodQty: pieces(3), scrapQty: 0, inReworkQty: 0 };
  const back = { personId: 'li', kind: 'report', effect, replacement: null, reportedAt: hours(1) } as const;
  expect(gate(must(decideCorrection(state, 'op10', back, hours(2))).order).again?.madeQty).toBe(0);
  // Wang's seven from before are put right to six: no business of Li's first article.
  const old = {
    personId: 'wang',
    kind: 'report',
    effect: { ...effect, goodQty: pieces(7) },
    replacement: made(6),
    reportedAt: now,
  } as const;
  expect(gate(must(decideCorrection(state, 'op10', old, hours(2))).order).again?.madeQty).toBe(pieces(3));
});

test('an order from before there was such a rule goes on', () => {
  const old = order([operation('op10', { firstArticle: { state: 'passed', since: null, capQty: pieces(3) } })]);
  expect(gate(must(report(old, 40, li)).order).state).toBe('passed');
});
