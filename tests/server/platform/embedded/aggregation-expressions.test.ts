// biome-ignore-all lint/suspicious/noThenProperty: $cond and $switch have a field of this name
import { Decimal128, Long, ObjectId } from 'bson';
import { compileExpression, evalLet } from '../../../../server/platform/database/embedded/aggregation/expressions';
import type { Doc, EvalContext } from '../../../../server/platform/database/embedded/types';

const id = new ObjectId('0123456789abcdef01234567');
const shanghaiMidnight = new Date('2026-03-01T16:30:00.000Z'); // 00:30 on 2 March in Asia/Shanghai
const doc: Doc = {
  n: 5,
  s: 'abc',
  list: [3, 1, 2],
  docs: [{ x: 1 }, { x: 2 }, {}],
  d: shanghaiMidnight,
  nothing: null,
  id,
  o: { a: 1, b: { c: 2 } },
};
const tz = 'Asia/Shanghai';
const evaluate = (expr: unknown, of: Doc = doc, ctx: EvalContext = {}): unknown => compileExpression(expr, ctx)(of);

describe('compileExpression', () => {
  it.each<[unknown, unknown]>([
    // paths, variables, literals
    ['$n', 5],
    ['$o.b.c', 2],
    ['$docs.x', [1, 2]],
    ['$list.0', []],
    ['$missing', undefined],
    ['plain', 'plain'],
    ['$$ROOT.n', 5],
    ['$$REMOVE', undefined],
    [{ a: '$n', b: '$missing' }, { a: 5 }],
    [
      ['$n', '$missing'],
      [5, null],
    ],
    [{ $literal: '$n' }, '$n'],
    // comparison and logic
    [{ $eq: ['$n', Long.fromNumber(5)] }, true],
    [{ $eq: ['$missing', null] }, false],
    [{ $lt: ['$missing', null] }, true],
    [{ $gt: ['x', 5] }, true],
    [{ $and: ['$n', '$s'] }, true],
    [{ $and: [] }, true],
    [{ $or: ['$nothing', 0] }, false],
    [{ $not: ['$nothing'] }, true],
    [{ $cond: [{ $gt: ['$n', 1] }, 'yes', 'no'] }, 'yes'],
    [{ $cond: { if: false, then: 1, else: 2 } }, 2],
    [{ $ifNull: ['$missing', '$nothing', 'x'] }, 'x'],
    [{ $switch: { branches: [{ case: { $eq: ['$n', 5] }, then: 'five' }], default: 'other' } }, 'five'],
    [{ $in: [2, '$list'] }, true],
    // numbers
    [{ $add: ['$n', 1, 2] }, 8],
    [{ $add: ['$d', 1000] }, new Date('2026-03-01T16:30:01.000Z')],
    [{ $add: ['$n', '$nothing'] }, null],
    [{ $add: [Decimal128.fromString('0.1'), Decimal128.fromString('0.2')] }, Decimal128.fromString('0.3')],
    [{ $add: [Long.fromString('9007199254740993'), 1] }, Long.fromString('9007199254740994')],
    [{ $subtract: ['$d', new Date('2026-03-01T16:29:00.000Z')] }, 60000],
    [{ $multiply: ['$n', 3] }, 15],
    [{ $divide: ['$n', 2] }, 2.5],
    [{ $divide: [Decimal128.fromString('1'), 4] }, Decimal128.fromString('0.25')],
    [{ $mod: [-7, 3] }, -1],
    [{ $round: [2.5] }, 2],
    [{ $round: -3.5 }, -4],
    [{ $round: [2.345e-7, 9] }, 2.34e-7],
    [{ $round: [1e21, 2] }, 1e21],
    [{ $round: [Number.POSITIVE_INFINITY, 2] }, Number.POSITIVE_INFINITY],
    [{ $round: [1.005, 2] }, 1],
    [{ $round: [1234.5, -2] }, 1200],
    [{ $abs: -4 }, 4],
    [{ $ceil: 1.2 }, 2],
    [{ $floor: -1.2 }, -2],
    [{ $sum: '$list' }, 6],
    [{ $sum: ['$n', '$s', '$list'] }, 5],
    [{ $avg: '$list' }, 2],
    [{ $max: ['$n', '$nothing', 7] }, 7],
    [{ $min: '$list' }, 1],
    // text
    [{ $concat: ['$s', '-', 'd'] }, 'abc-d'],
    [{ $concat: ['$s', '$missing'] }, null],
    // arrays
    [{ $size: '$list' }, 3],
    [{ $arrayElemAt: ['$list', -1] }, 2],
    [{ $arrayElemAt: ['$list', 9] }, undefined],
    [{ $first: '$list' }, 3],
    [{ $last: '$docs.x' }, 2],
    [{ $filter: { input: '$list', as: 'v', cond: { $gte: ['$$v', 2] } } }, [3, 2]],
    [{ $map: { input: '$docs', as: 'v', in: '$$v.x' } }, [1, 2, null]],
    [{ $concatArrays: ['$list', [9]] }, [3, 1, 2, 9]],
    [{ $isArray: ['$list'] }, true],
    [{ $mergeObjects: ['$o', { a: 9 }, '$nothing'] }, { a: 9, b: { c: 2 } }],
    [{ $getField: 'n' }, 5],
    [{ $getField: { field: { $concat: ['a', ''] }, input: '$o' } }, 1],
    [{ $setField: { field: { $literal: 'a.$b' }, input: { c: 1 }, value: 2 } }, { c: 1, 'a.$b': 2 }],
    [{ $setField: { field: 'a', input: null, value: 2 } }, null],
    // types
    [{ $type: '$missing' }, 'missing'],
    [{ $type: '$n' }, 'int'],
    [{ $toString: '$id' }, '0123456789abcdef01234567'],
    [{ $toObjectId: '0123456789abcdef01234567' }, id],
    // dates
    [{ $year: '$d' }, 2026],
    [{ $year: ['$d'] }, 2026],
    [{ $month: { date: '$d', timezone: '+08:00' } }, 3],
    [{ $month: { date: '$d', timezone: '$missing' } }, null],
    [{ $dayOfMonth: { date: '$d', timezone: tz } }, 2],
    [{ $dateToString: { date: '$d', format: '%Y-%m-%d', timezone: tz } }, '2026-03-02'],
    [{ $dateToString: { date: '$d' } }, '2026-03-01T16:30:00.000Z'],
    [{ $dateToString: { date: '$d', timezone: '+0800' } }, '2026-03-02T00:30:00.000'],
    [{ $dateToString: { date: '$d', timezone: '$missing', onNull: '-' } }, null],
    [{ $dateToString: { date: '$d', format: '%G-W%V 100%%' } }, '2026-W09 100%'],
    [{ $dateToString: { date: '$missing', onNull: '-' } }, '-'],
  ])('%j is %j', (expr, expected) => expect(evaluate(expr)).toEqual(expected));

  it.each<[unknown, number]>([
    // while parsing
    [{ $nope: 1 }, 168],
    [{ $add: [1], $subtract: [1, 2] }, 15983],
    [{ a: 1, $add: [1] }, 15983],
    ['$$nobody', 17276],
    ['$$CLUSTER_TIME', 17276],
    ['$', 16872],
    ['$a.', 40353],
    ['$a..b', 15998],
    ['$a.$b', 16410],
    [{ 'a.b': 1 }, 16412],
    [{ $eq: [1] }, 16020],
    [{ $subtract: [1, 2, 3] }, 16020],
    [{ $cond: { if: 1, then: 2 } }, 17080],
    [{ $cond: { if: 1, then: 2, else: 3, or: 4 } }, 17080],
    [{ $switch: { branches: [] } }, 40068],
    [{ $map: { input: [], as: 'v' } }, 16879],
    [{ $map: { input: [], as: 'V', in: 1 } }, 16867],
    [{ $filter: { input: [], cond: 1, foo: 1 } }, 28647],
    [{ $map: { input: [1], as: 'v', in: '$$w' } }, 17276],
    [{ $dateToString: { format: '%Y' } }, 18534],
    // on a value
    [{ $add: ['$s', 1] }, 14],
    [{ $add: ['$d', '$d'] }, 16612],
    [{ $subtract: [1, '$s'] }, 14],
    [{ $multiply: ['$s', 1] }, 14],
    [{ $divide: [1, 0] }, 2],
    [{ $divide: [1, 'x'] }, 14],
    [{ $mod: [1, 0] }, 2],
    [{ $abs: 'x' }, 28765],
    [{ $concat: ['$n'] }, 16702],
    [{ $size: '$n' }, 17124],
    [{ $size: '$missing' }, 17124],
    [{ $arrayElemAt: ['$n', 0] }, 28689],
    [{ $filter: { input: '$n', cond: true } }, 28651],
    [{ $map: { input: '$n', in: 1 } }, 16883],
    [{ $in: [1, '$n'] }, 40081],
    [{ $concatArrays: ['$n'] }, 28664],
    [{ $mergeObjects: '$n' }, 40400],
    [{ $toObjectId: 'x' }, 241],
    [{ $year: '$s' }, 16006],
    [{ $year: '$id' }, 16006],
    [{ $dateToString: { date: '$d', timezone: 'Mars/Base' } }, 40485],
    [{ $dayOfMonth: { date: '$d', timezone: 'local' } }, 40485],
    [{ $dateToString: { date: '$d', format: '%q' } }, 18536],
    [{ $switch: { branches: [{ case: false, then: 1 }] } }, 40066],
  ])('refuses %j with %i', (expr, code) => {
    expect(() => evaluate(expr)).toThrow(expect.objectContaining({ code }));
  });

  it('sees the variables of its context, and one time for all', () => {
    const ctx = { variables: { limit: 3 } };
    expect(evaluate({ $gt: ['$n', '$$limit'] }, doc, ctx)).toBe(true);
    expect(evaluate('$$NOW', {}, ctx)).toBe(evaluate('$$NOW', {}, ctx));
  });
});

describe('evalLet', () => {
  it('evaluates each variable without a document', () => {
    expect(evalLet({ a: { $add: [1, 2] }, b: 'x' })).toEqual({ a: 3, b: 'x' });
    expect(evalLet(undefined)).toEqual({});
  });
  it.each<[Doc, number]>([
    [{ A: 1 }, 16867],
    [{ a: '$field' }, 4890500],
  ])('refuses %j with %i', (spec, code) => expect(() => evalLet(spec)).toThrow(expect.objectContaining({ code })));
});
