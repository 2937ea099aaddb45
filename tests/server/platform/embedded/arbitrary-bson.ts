import { Binary, BSONRegExp, Code, Decimal128, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';

const twoTo53 = 9007199254740993n;

/** Numbers of every BSON type, crowded where doubles, int64 and decimals meet. */
export const anyNumber = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double(),
  fc.constantFrom(0.1, 1e308, 5e-324, Number.MAX_VALUE, 2 ** 53, -(2 ** 53), Infinity, -Infinity, NaN, -0),
  fc.bigInt({ min: twoTo53 - 3n, max: twoTo53 + 3n }).map((n) => Long.fromBigInt(n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => Long.fromBigInt(n)),
  fc
    .constantFrom(
      '0',
      '0.1',
      '0.1000000000000000055511151231257827',
      '1',
      '1.0',
      '9007199254740993',
      '-9007199254740993.5',
      '1E400',
      '-1E400',
    )
    .map((s) => Decimal128.fromString(s)),
  fc
    .tuple(fc.bigInt({ min: -(10n ** 34n) + 1n, max: 10n ** 34n - 1n }), fc.integer({ min: -400, max: 400 }))
    .map(([n, e]) => Decimal128.fromString(`${n}E${e}`)),
  fc
    .constantFrom('NaN', 'Infinity', '-Infinity', '1E-6170', '9.999999999999999999999999999999999E6144')
    .map((s) => Decimal128.fromString(s)),
);

export const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', 'a', 'a\0', 'a\0b', 'ab', '中', '\uffee', '😀', 'é', 'é'),
);

const anyScalar = fc.oneof(
  anyNumber,
  anyText,
  fc.boolean(),
  fc.constantFrom(null, undefined, new MinKey(), new MaxKey()),
  fc.date(),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((b) => new ObjectId(b)),
  fc.tuple(fc.uint8Array({ maxLength: 4 }), fc.constantFrom(0, 4, 128)).map(([b, t]) => new Binary(b, t)),
  fc.tuple(fc.nat(), fc.nat()).map(([t, i]) => new Timestamp({ t, i })),
  fc.constantFrom(new BSONRegExp('a', 'i'), new BSONRegExp('a', ''), new BSONRegExp('ab', ''), /a/i),
  fc.constantFrom(new Code('x'), new Code('xy')),
);

/** Any BSON value, nested a little. */
export const anyValue = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, anyScalar, tie('array'), tie('document')),
  array: fc.array(tie('value'), { maxLength: 3 }),
  document: fc.dictionary(fc.constantFrom('a', 'b', 'ab', '中', '__proto__'), tie('value'), { maxKeys: 3, noNullPrototype: true }),
})).value;
