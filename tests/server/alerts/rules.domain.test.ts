import fc from 'fast-check';
import { formatQuantity } from '../../../server/contracts/quantity';
import { alertText } from '../../../server/modules/alerts';
import { decideAcknowledgement } from '../../../server/modules/alerts/domain/acknowledgement';
import { inNeedOrder } from '../../../server/modules/alerts/domain/need';
import { findLongWait } from '../../../server/modules/alerts/domain/rules/gate-waiting-long';
import { findLate } from '../../../server/modules/alerts/domain/rules/operation-late';
import { findUnanswered } from '../../../server/modules/alerts/domain/rules/order-changed';
import { coversMissing, rateMissing } from '../../../server/modules/alerts/domain/rules/rate-missing';
import { findHighScrap } from '../../../server/modules/alerts/domain/rules/scrap-rate-high';
import { translator } from '../../../server/platform';

const now = new Date('2026-11-22T10:00:00.000Z');
const earlier = (ms: number) => new Date(now.getTime() - ms);
const order = { workOrderId: 'o1', orderNo: 'WO-0309', itemName: '阀体', workshopId: 'w1' };

describe('late', () => {
  test.each([
    ['due this very moment', { dueAt: now, closedAt: null }, false],
    ['a millisecond past due', { dueAt: earlier(1), closedAt: null }, true],
    ['past due and done', { dueAt: earlier(1), closedAt: now }, false],
    ['without a due date', { dueAt: null, closedAt: null }, false],
  ])('%s', (_, state, late) => {
    expect(findLate({ ...order, ...state }, now) !== null).toBe(late);
  });
});

describe('scrap rate above the limit', () => {
  const find = (good: string, scrap: string, limit = 500) =>
    findHighScrap({ ...order, operationId: 'p1', operationName: '车外圆', operationGoodQty: good, operationScrapQty: scrap }, limit);
  test.each([
    ['nothing made', '0', '0', false],
    ['too few pieces to tell', '0', '9', false],
    ['the tenth piece tells', '0', '10', true],
    ['just at the limit', '95', '5', false],
    ['one above it', '94', '6', true],
    ['a ten-thousandth above it', '94.9999', '5.0001', true],
    ['the largest order there can be, at the limit', '95000000', '5000000', false],
    ['the largest order there can be, a hair above', '94999999.9999', '5000000.0001', true],
  ])('%s', (_, good, scrap, high) => {
    expect(find(good, scrap) !== null).toBe(high);
  });

  test('the alert shows the rate cut to hundredths, and the limit', () => {
    expect(find('94', '6')?.facts).toMatchObject({ scrapRate: '6', limit: '5', goodQty: '94', scrapQty: '6' });
    expect(find('20', '1', 100)?.facts).toMatchObject({ scrapRate: '4.76', limit: '1' });
  });

  test('more scrap never makes it better, more good never makes it worse', () => {
    const qty = fc.integer({ min: 0, max: 5_000_000 * 10_000 });
    fc.assert(
      fc.property(qty, qty, fc.integer({ min: 0, max: 10_000 }), qty, (good, scrap, limit, more) => {
        const high = (g: number, s: number) => find(formatQuantity(g), formatQuantity(s), limit) !== null;
        const enough = good + scrap >= 100_000;
        if (high(good, scrap)) expect(high(good, scrap + more)).toBe(true);
        else if (enough) expect(high(good + more, scrap)).toBe(false);
      }),
    );
  });
});

describe('waiting for an inspector', () => {
  const gate = { ...order, inspectionId: 'i1', kind: 'first_article', operationName: '车外圆', closedAt: null };
  test.each([
    ['exactly as long as allowed', earlier(20 * 60_000), null, false],
    ['a millisecond longer', earlier(20 * 60_000 + 1), null, true],
    ['longer, but decided', earlier(60 * 60_000), now, false],
    ['decided before it was heard of', null, now, false],
  ])('%s', (_, openedAt, closedAt, long) => {
    expect(findLongWait({ ...gate, openedAt, closedAt }, 20, now) !== null).toBe(long);
  });
});

describe('an order that is to change', () => {
  const dates = { a: '2026-11-26T06:50:00.000Z', b: '2026-11-28T06:50:00.000Z' };
  const say = (from: { plannedQty: string; dueAt: string }, to: { plannedQty: string; dueAt: string }) => {
    const { rule, facts } = findUnanswered({ ...order, itemCode: 'P-1', changeId: 'c1', requestedById: 'liu', from, to });
    return alertText({ rule, facts }, translator('zh-CN'), { timeZone: 'Asia/Shanghai', now });
  };
  test.each([
    ['quantity', { plannedQty: '120', dueAt: dates.a }, 'WO-0309 要改数量：100 → 120，等车间答复'],
    ['due date', { plannedQty: '100', dueAt: dates.b }, 'WO-0309 要改交期：11-26 14:50 → 11-28 14:50，等车间答复'],
    ['both', { plannedQty: '120', dueAt: dates.b }, 'WO-0309 要改：数量 100 → 120，交期 11-26 14:50 → 11-28 14:50，等车间答复'],
  ])('only the %s is told', (_, to, text) => {
    expect(say({ plannedQty: '100', dueAt: dates.a }, to)).toBe(text);
  });
});

describe('a price that is missing', () => {
  test.each([
    ['from the first day, open-ended', '2026-11-01', null, true],
    ['from the day after the first', '2026-11-02', null, false],
    ['until the last day', '2026-11-01', '2026-11-09', true],
    ['until the day before the last', '2026-11-01', '2026-11-08', false],
  ])('a rate %s', (_, validFrom, validTo, covers) => {
    expect(coversMissing({ fromDate: '2026-11-01', toDate: '2026-11-09' }, { validFrom, validTo })).toBe(covers);
  });

  test('the days grow to both sides, in whatever order the reports come', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((date) => `2026-11-${String(date).padStart(2, '0')}`);
    fc.assert(
      fc.property(fc.array(day, { minLength: 1 }), (days) => {
        const facts = days.map((date) => ({ fromDate: date, toDate: date }));
        const merged = facts.reduce((standing, found) => rateMissing.merge?.(standing, found) as typeof found);
        expect(merged).toEqual({ fromDate: [...days].sort()[0], toDate: [...days].sort().at(-1) });
      }),
    );
  });
});

describe('B-11.15 taking an alert on', () => {
  const open = { state: 'open', acknowledgedById: null, resolvedAt: null } as const;
  test('an open one is taken on', () =>
    expect(decideAcknowledgement(open, 'chen')).toEqual({ kind: 'accepted', value: { changed: true } }));
  test('once more by the same person changes nothing', () =>
    expect(decideAcknowledgement({ ...open, state: 'acknowledged', acknowledgedById: 'chen' }, 'chen')).toEqual({
      kind: 'accepted',
      value: { changed: false },
    }));
  test('by somebody else is refused', () =>
    expect(decideAcknowledgement({ ...open, state: 'acknowledged', acknowledgedById: 'chen' }, 'zhou')).toMatchObject({
      refusal: { code: 'alert_not_open', state: 'acknowledged' },
    }));
  test('what is resolved stays resolved, even for who had it', () =>
    expect(decideAcknowledgement({ state: 'resolved', acknowledgedById: 'chen', resolvedAt: now }, 'chen')).toMatchObject({
      refusal: { code: 'alert_not_open', state: 'resolved', resolvedAt: now.toISOString() },
    }));
});

test('those that need somebody come first: not taken on, then louder, then older', () => {
  const alert = (
    name: string,
    state: 'open' | 'acknowledged',
    rule: 'scrap_rate_high' | 'gate_waiting_long' | 'order_changed',
    age: number,
  ) => ({
    name,
    state,
    rule,
    raisedAt: earlier(age),
  });
  const alerts = [
    alert('taken, loud, old', 'acknowledged', 'scrap_rate_high', 9),
    alert('news', 'open', 'order_changed', 8),
    alert('waiting, young', 'open', 'gate_waiting_long', 1),
    alert('loud', 'open', 'scrap_rate_high', 2),
    alert('waiting, old', 'open', 'gate_waiting_long', 5),
  ];
  expect(inNeedOrder(alerts).map(({ name }) => name)).toEqual(['loud', 'waiting, old', 'waiting, young', 'news', 'taken, loud, old']);
});
