import fc from 'fast-check';
import { type PieceRate, placeRate, rateOn } from '../../../server/modules/payroll/domain/piece-rate';

const from = (validFrom: string, validTo: string | null = null, paidThrough: string | null = null): PieceRate => ({
  price: 6_000,
  reworkPrice: null,
  validFrom,
  validTo,
  paidThrough,
});

describe('B-8.1 a price holds from its first day to its last', () => {
  const rates = [from('2026-11-01', '2026-11-09'), from('2026-11-10')];
  test.each([
    ['2026-10-31', null],
    ['2026-11-01', '2026-11-01'],
    ['2026-11-09', '2026-11-01'],
    ['2026-11-10', '2026-11-10'],
    ['2030-01-01', '2026-11-10'],
  ])('on %s the one from %s', (day, validFrom) => {
    expect(rateOn(rates, day)?.validFrom ?? null).toBe(validFrom);
  });
});

describe('setting a price', () => {
  test('the one without an end that began earlier ends the day before, over a month and a year as well', () => {
    expect(placeRate([from('2026-01-01')], from('2026-03-01'))).toEqual({
      kind: 'accepted',
      value: [from('2026-01-01', '2026-02-28'), from('2026-03-01')],
    });
    expect(placeRate([from('2025-06-01')], from('2026-01-01'))).toMatchObject({ value: [{ validTo: '2025-12-31' }, {}] });
  });

  test.each([
    ['the same first day', from('2026-11-10'), from('2026-11-10')],
    ['an end inside one with an end', from('2026-11-01', '2026-11-20'), from('2026-11-20')],
    ['one that begins later and has no end', from('2026-11-10'), from('2026-11-01')],
  ])('%s overlaps, and says with what', (_, there, added) => {
    expect(placeRate([there], added)).toEqual({
      kind: 'refused',
      refusal: { code: 'rate_overlaps', price: '0.60', validFrom: there.validFrom, validTo: there.validTo },
    });
  });

  test('a gap may be filled, and the day after an end is free', () => {
    const there = [from('2026-11-01', '2026-11-05'), from('2026-11-20')];
    expect(placeRate(there, from('2026-11-06', '2026-11-19'))).toMatchObject({ kind: 'accepted' });
    expect(placeRate(there, from('2026-11-06', '2026-11-20'))).toMatchObject({ refusal: { code: 'rate_overlaps' } });
  });

  test('days that were paid keep the price they were paid by', () => {
    const paid = from('2026-11-01', null, '2026-11-15');
    expect(placeRate([paid], from('2026-11-15'))).toMatchObject({ refusal: { code: 'rate_already_paid', paidThrough: '2026-11-15' } });
    expect(placeRate([paid], from('2026-11-16'))).toMatchObject({ kind: 'accepted' });
  });

  test('whatever is set in whatever order, no day has two prices and no paid day changes its price', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-11-${String(number).padStart(2, '0')}`);
    const span = fc.tuple(day, fc.option(day)).map(([a, b]) => (b === null ? from(a) : a < b ? from(a, b) : from(b, a)));
    const paidSpan = fc.tuple(span, fc.option(day)).map(([rate, paid]) => ({
      ...rate,
      paidThrough: paid !== null && paid >= rate.validFrom && (rate.validTo === null || paid <= rate.validTo) ? paid : null,
    }));
    fc.assert(
      fc.property(fc.array(paidSpan, { maxLength: 12 }), (asked) => {
        let rates: PieceRate[] = [];
        for (const added of asked) {
          const paidDays = rates.flatMap((rate) => (rate.paidThrough === null ? [] : [{ day: rate.paidThrough, from: rate.validFrom }]));
          const outcome = placeRate(rates, added);
          if (outcome.kind === 'accepted') rates = outcome.value;
          for (const paid of paidDays) expect(rateOn(rates, paid.day)?.validFrom).toBe(paid.from);
        }
        for (let number = 1; number <= 28; number++) {
          const on = `2026-11-${String(number).padStart(2, '0')}`;
          const valid = rates.filter((rate) => rate.validFrom <= on && (rate.validTo === null || on <= rate.validTo));
          expect(valid.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
