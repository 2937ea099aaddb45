import fc from 'fast-check';
import { formulaOf, lastOf, payFor, takeBack, withoutAnswered } from '../../../server/modules/payroll/domain/pay-line';
import { paySpan } from '../../../server/modules/payroll/domain/pay-span';

const rate = { rateId: 'r1', price: 6_000, reworkPrice: null };
const twenty = { reportKind: 'report', qty: 200_000, scrapQty: 10_000 } as const;

describe('what a report pays', () => {
  test('B-8.2 its good times the price, and nothing off for scrap', () => {
    expect(payFor(twenty, rate)).toEqual({ kind: 'piece', qty: 200_000, scrapQty: 10_000, price: 6_000, rateId: 'r1', amount: 120_000 });
  });

  test.each([
    ['0.125 yuan a piece, 3 pieces: 0.375 is 0.38', 1_250, 30_000, 3_800],
    ['half a fen is a fen', 50, 10_000, 100],
    ['a little less than half a fen is nothing', 49, 10_000, 0],
    ['1.005 kg at ¥1.00: 1.005 is 1.01', 10_000, 10_050, 10_100],
  ])('B-8.9 %s', (_, price, qty, amount) => {
    expect(payFor({ reportKind: 'report', qty, scrapQty: 0 }, { ...rate, price }).amount).toBe(amount);
  });

  test('B-8.6 rework pays its own price, or the ordinary one when there is none', () => {
    const rework = { ...twenty, reportKind: 'rework' } as const;
    expect(payFor(rework, { ...rate, reworkPrice: 2_500 })).toMatchObject({ kind: 'rework', price: 2_500, amount: 50_000 });
    expect(payFor(rework, { ...rate, reworkPrice: 0 })).toMatchObject({ kind: 'rework', price: 0, amount: 0 });
    expect(payFor(rework, rate)).toMatchObject({ kind: 'rework', price: 6_000, amount: 120_000 });
  });

  test('without a price it waits; without a good piece there is nothing to wait for', () => {
    expect(payFor(twenty, null)).toMatchObject({ kind: 'unpriced', price: null, amount: 0 });
    expect(payFor({ ...twenty, qty: 0 }, null)).toMatchObject({ kind: 'piece', qty: 0, scrapQty: 10_000, amount: 0 });
  });

  test('B-8.11 taking back is the exact opposite, for every quantity and price', () => {
    fc.assert(
      fc.property(fc.nat(10 ** 9), fc.nat(10 ** 7), fc.nat(10 ** 6), (qty, price, scrapQty) => {
        const paid = payFor({ reportKind: 'report', qty, scrapQty }, { ...rate, price });
        const back = takeBack(paid);
        expect([paid.amount + back.amount, paid.qty + back.qty, paid.scrapQty + back.scrapQty]).toEqual([0, 0, 0]);
        expect(paid.amount % 100).toBe(0);
      }),
    );
  });
});

describe('B-8.10 the formula', () => {
  test.each([
    ['20 × ¥0.60 = ¥12.00', payFor(twenty, rate)],
    ['-20 × ¥0.60 = -¥12.00', takeBack(payFor(twenty, rate))],
    ['20 × ?', payFor(twenty, null)],
    ['-20 × ?', takeBack(payFor(twenty, null))],
    ['0', payFor({ ...twenty, qty: 0 }, rate)],
    ['0.5 × ¥0.125 = ¥0.06', payFor({ ...twenty, qty: 5_000 }, { ...rate, price: 1_250 })],
  ])('%s', (formula, pay) => {
    expect(formulaOf(pay)).toBe(formula);
  });
});

describe('the lines of a report', () => {
  const line = (id: string, kind: 'piece' | 'unpriced' | 'reversal', follows: string) => ({ id, kind, follows });
  const idOf = ({ id }: { id: string }) => id;
  const waited = [line('b', 'piece', 'a'), line('a', 'unpriced', 'report')];

  test('the last one is the one that nothing follows, in whatever order they are read', () => {
    expect(lastOf(waited, idOf)?.id).toBe('b');
    expect(lastOf([line('c', 'reversal', 'b'), ...waited], idOf)?.id).toBe('c');
    expect(lastOf([], idOf)).toBeNull();
  });

  test('a worker sees what waited once: as the line that was paid', () => {
    expect(withoutAnswered(waited, idOf).map(idOf)).toEqual(['b']);
    const takenBack = [line('a', 'unpriced', 'report'), line('b', 'reversal', 'a')];
    expect(withoutAnswered(takenBack, idOf).map(idOf)).toEqual(['a', 'b']);
  });
});

test.each([
  ['today when nothing is asked', {}, '2026-11-22', '2026-11-22'],
  ['a day', { date: '2026-11-09' }, '2026-11-09', '2026-11-09'],
  ['a month', { month: '2026-11' }, '2026-11-01', '2026-11-30'],
  ['a leap February', { month: '2028-02' }, '2028-02-01', '2028-02-29'],
  ['the day when both are asked', { date: '2026-11-09', month: '2026-10' }, '2026-11-09', '2026-11-09'],
])('pay is shown for %s', (_, asked, from, to) => {
  expect(paySpan(asked, '2026-11-22')).toEqual({ from, to });
});
