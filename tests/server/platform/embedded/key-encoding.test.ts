import { Decimal128, Long } from 'bson';
import fc from 'fast-check';
import { collator } from '../../../../server/platform/database/embedded/bson-values/collation';
import { compare, equals } from '../../../../server/platform/database/embedded/bson-values/compare';
import { encode, invert } from '../../../../server/platform/database/embedded/bson-values/key-encoding';
import { anyNumber, anyText, anyValue } from './arbitrary-bson';

const sign = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

describe('compare', () => {
  it('is a total order', () => {
    fc.assert(
      fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
        expect(compare(a, a)).toBe(0);
        expect(compare(a, b) + compare(b, a)).toBe(0);
        // boxed, because Array.sort moves undefined to the end by itself
        const [x, y, z] = [{ v: a }, { v: b }, { v: c }].sort((p, q) => compare(p.v, q.v)).map((box) => box.v);
        expect(compare(x, y)).toBeLessThanOrEqual(0);
        expect(compare(y, z)).toBeLessThanOrEqual(0);
        expect(compare(x, z)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('orders types as MongoDB does', () => {
    const ascending = [null, 1, 'a', {}, [], true, new Date(0), /a/];
    for (let i = 1; i < ascending.length; i++) expect(compare(ascending[i - 1], ascending[i])).toBe(-1);
  });

  it('tells numbers apart that share their nearest double, and no others', () => {
    expect(compare(Long.fromString('9007199254740993'), 2 ** 53)).toBe(1);
    expect(compare(Decimal128.fromString('0.1'), 0.1)).toBe(-1);
    expect(equals(Decimal128.fromString('1.50'), 1.5)).toBe(true);
    expect(equals(Long.fromNumber(7), 7)).toBe(true);
    expect(equals(NaN, Decimal128.fromString('NaN'))).toBe(true);
  });

  it('compares the fields of documents in order: type, name, value', () => {
    expect(compare({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(-1);
    expect(compare({ z: 1 }, { a: 'x' })).toBe(-1);
    expect(compare({ a: 1 }, { a: 1, b: 1 })).toBe(-1);
  });
});

describe('encode', () => {
  it('orders as compare does', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => expect(sign(encode(a), encode(b))).toBe(compare(a, b))),
      { numRuns: 1000 },
    );
  });

  it('orders numbers as compare does', () => {
    fc.assert(
      fc.property(anyNumber, anyNumber, (a, b) => expect(sign(encode(a), encode(b))).toBe(compare(a, b))),
      { numRuns: 1000 },
    );
  });

  it('keeps the order of compound keys, ascending and descending', () => {
    fc.assert(
      fc.property(anyText, anyValue, anyText, anyValue, (a, b, c, d) => {
        const expected = compare(a, c) || compare(b, d);
        expect(sign(encode(a) + encode(b), encode(c) + encode(d))).toBe(expected);
        expect(sign(invert(encode(a)) + encode(b), invert(encode(c)) + encode(d))).toBe(-compare(a, c) || compare(b, d));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('collator', () => {
  it('folds exactly the strings it calls equal', () => {
    const insensitive = collator({ locale: 'en', strength: 2 });
    const base = collator({ locale: 'en', strength: 1 });
    expect(equals('Café', 'café', insensitive)).toBe(true);
    expect(equals('cafe', 'café', insensitive)).toBe(false);
    expect(equals('cafe', 'CAFÉ', base)).toBe(true);
    expect(encode('Café', insensitive?.fold)).toBe(encode('CAFÉ', insensitive?.fold));
    expect(encode('cafe', base?.fold)).toBe(encode('CAFÉ', base?.fold));
  });

  it('calls equal what the language does, and orders by it', () => {
    const swedish = collator({ locale: 'sv', strength: 1 });
    expect(equals('å', 'Å', swedish)).toBe(true);
    expect(equals('å', 'a', swedish)).toBe(false);
    expect(encode('å', swedish?.fold)).not.toBe(encode('a', swedish?.fold));
    const parts = collator({ locale: 'en', numericOrdering: true });
    expect(['A10', 'A9', 'A09'].sort((a, b) => compare(a, b, parts))).toEqual(['A9', 'A09', 'A10']);
    expect(encode('A09', parts?.fold)).toBe(encode('A9', parts?.fold));
  });

  it.each([
    { locale: 'en', strength: 1 },
    { locale: 'sv', strength: 2 },
    { locale: 'zh', strength: 3 },
    { locale: 'en', strength: 2, numericOrdering: true },
  ])('has one key for strings that are equal under %j, and different keys for others', (spec) => {
    const col = collator(spec);
    const letters = fc.constantFrom(..."aAåÅéeßs0179’'-机械٣ｋk", 'e\u0301', '\u200d', '😀');
    const words = fc.oneof(fc.string({ unit: letters, maxLength: 4 }), anyText);
    fc.assert(
      fc.property(words, words, (a, b) => expect(encode(a, col?.fold) === encode(b, col?.fold)).toBe(compare(a, b, col) === 0)),
      { numRuns: 2000 },
    );
  });

  it.each([undefined, null, {}, { locale: 'simple' }])('%j is no collation', (spec) => {
    expect(collator(spec)).toBeNull();
  });

  it.each([
    [{ strength: 2 }, 40414],
    [{ locale: 'en', strength: 9 }, 51024],
    [{ locale: 'en', strength: 4 }, 115],
    [{ locale: 'en', caseLevel: true }, 115],
    [{ locale: 'en', alternate: 'shifted' }, 115],
    [{ locale: 'en', numericOrdering: 'yes' }, 14],
    [{ locale: 'en_', strength: 1 }, 2],
    [{ locale: '??' }, 2],
    [{ locale: 'en', loud: true }, 40415],
    ['en', 14],
  ])('refuses %j with %i', (spec, code) => {
    expect(() => collator(spec)).toThrow(expect.objectContaining({ code }));
  });

  it('treats the simple locale as no collation', () => expect(collator({ locale: 'simple' })).toBeNull());
});
