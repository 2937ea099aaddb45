import { BSONRegExp, Decimal128, Long, ObjectId } from 'bson';
import fc from 'fast-check';
import { collator } from '../../../../server/platform/database/embedded/bson-values/collation';
import { like } from '../../../../server/platform/database/embedded/query/leaf-operators';
import { compile, elementMatcher } from '../../../../server/platform/database/embedded/query/matcher';
import type { Doc, Position } from '../../../../server/platform/database/embedded/types';
import { anyValue } from './arbitrary-bson';

const id = new ObjectId('0123456789abcdef01234567');
const nineIds = Array.from({ length: 9 }, () => new ObjectId());

describe('compile', () => {
  it.each<[Doc, Doc, boolean]>([
    // equality
    [{}, { a: 1 }, true],
    [{ a: 1 }, { a: 1 }, true],
    [{ a: 1 }, { a: [1, 2] }, true],
    [{ a: [1, 2] }, { a: [1, 2] }, true],
    [{ a: [1, 2] }, { a: [[1, 2]] }, true],
    [{ a: null }, {}, true],
    [{ a: null }, { a: 0 }, false],
    [{ a: id }, { a: new ObjectId(id.id) }, true],
    [{ a: 1 }, { a: Long.fromNumber(1) }, true],
    [{ a: Long.fromString('9007199254740993') }, { a: 9007199254740992 }, false],
    [{ a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, false],
    [{ a: { $eq: /x/ } }, { a: 'x' }, false],
    [{ constructor: null }, {}, true],
    // paths
    [{ 'a.b': 1 }, { a: { b: 1 } }, true],
    [{ 'a.b': 1 }, { a: [{ b: 0 }, { b: 1 }] }, true],
    [{ 'a.1.b': 1 }, { a: [{ b: 0 }, { b: 1 }] }, true],
    [{ 'a.0': 5 }, { a: [[5]] }, true],
    [{ 'a.b': null }, { a: [1] }, false],
    [{ 'a.b': null }, { a: [{}] }, true],
    [{ 'a.$id': id }, { a: { $ref: 'x', $id: id } }, true],
    // comparison
    [{ a: { $gt: 1 } }, { a: '2' }, false],
    [{ a: { $gt: 1, $lt: 3 } }, { a: [0, 5] }, true],
    [{ a: { $lt: 5 } }, { a: NaN }, false],
    [{ a: { $gte: NaN } }, { a: NaN }, true],
    [{ a: { $gte: null } }, {}, true],
    [{ a: { $gt: null } }, { a: null }, false],
    [{ a: { $gt: new Date(1) } }, { a: new Date(2) }, true],
    [{ a: { $gt: Decimal128.fromString('0.1') } }, { a: 0.1 }, true],
    [{ a: { $ne: 1 } }, { a: [1, 2] }, false],
    [{ a: { $ne: 1 } }, {}, true],
    // lists
    [{ a: { $in: [1, /^x/] } }, { a: 'xy' }, true],
    [{ a: { $in: [null] } }, {}, true],
    [{ a: { $in: [] } }, { a: 1 }, false],
    [{ a: { $in: nineIds } }, { a: nineIds[4] }, true],
    [{ a: { $in: [...nineIds, null] } }, {}, true],
    [{ a: { $nin: [1, 2] } }, { a: [2, 3] }, false],
    [{ a: { $all: [1, 2] } }, { a: [2, 1, 0] }, true],
    [{ a: { $all: [1, 2] } }, { a: [1] }, false],
    [{ a: { $all: [] } }, { a: [] }, false],
    [{ a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { b: 2 } }] } }, { a: [{ b: 1 }, { b: 2 }] }, true],
    [{ a: { $size: 2 } }, { a: [1, [2]] }, true],
    [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, { a: [0, 5] }, false],
    [{ a: { $elemMatch: { b: 1, c: 2 } } }, { a: [{ b: 1 }, { c: 2 }] }, false],
    [{ a: { $elemMatch: { $or: [{ b: 1 }, { c: 2 }] } } }, { a: [{ c: 2 }] }, true],
    [{ a: { $elemMatch: { $nin: [1] } } }, { a: [1, 2] }, true],
    [{ a: { $not: { $elemMatch: { b: 1 } } } }, { a: [{ b: 2 }] }, true],
    // existence and type
    [{ a: { $exists: true } }, { a: null }, true],
    [{ a: { $exists: false } }, { a: null }, false],
    [{ 'a.b': { $exists: false } }, { a: [] }, true],
    [{ a: { $exists: 0 } }, {}, true],
    [{ a: { $type: 'string' } }, { a: [1, 'x'] }, true],
    [{ a: { $type: ['number', 'null'] } }, { a: Long.fromNumber(1) }, true],
    [{ a: { $type: 'array' } }, { a: [] }, true],
    [{ a: { $type: 10 } }, {}, false],
    // patterns
    [{ a: /^ab/i }, { a: 'ABC' }, true],
    [{ a: new BSONRegExp('^b', 'm') }, { a: 'a\nb' }, true],
    [{ a: { $regex: '(?i)AB' } }, { a: 'ab' }, true],
    [{ a: { $regex: '^.$' } }, { a: '😀' }, true],
    [{ a: { $regex: 'a\\-b' } }, { a: 'a-b' }, true],
    [{ a: { $not: /b/ } }, { a: ['a', 'b'] }, false],
    // numbers
    [{ a: { $mod: [4, 1] } }, { a: 9 }, true],
    [{ a: { $mod: [4.9, 1] } }, { a: 5.7 }, true],
    // logic
    [{ $or: [{ a: 1 }, { b: 1 }] }, { b: 1 }, true],
    [{ $nor: [{ a: 1 }, { b: 1 }] }, { b: 1 }, false],
    [{ $and: [{ a: { $gt: 0 } }, { a: { $lt: 2 } }] }, { a: 1 }, true],
    [{ $expr: { $gt: ['$a', '$b'] } }, { a: 2, b: 1 }, true],
    [{ $comment: 'why', a: 1 }, { a: 1 }, true],
  ])('%j on %j is %p', (filter, doc, expected) => {
    expect(compile(filter)(doc)).toBe(expected);
  });

  it.each<[unknown, number]>([
    ['a', 14],
    [{ $foo: 1 }, 2],
    [{ a: { $foo: 1 } }, 2],
    [{ a: { $gt: 1, b: 2 } }, 2],
    [{ a: { $gt: /x/ } }, 2],
    [{ a: { $ne: /x/ } }, 2],
    [{ a: { $in: 1 } }, 2],
    [{ a: { $in: [{ $gt: 1 }] } }, 2],
    [{ a: { $nin: {} } }, 2],
    [{ a: { $all: 1 } }, 2],
    [{ a: { $all: [{ $gt: 1 }] } }, 2],
    [{ a: { $all: [1, { $elemMatch: {} }] } }, 2],
    [{ a: { $all: [{ $elemMatch: {}, $gt: 1 }] } }, 2],
    [{ a: { $elemMatch: 1 } }, 2],
    [{ a: { $not: 1 } }, 2],
    [{ a: { $not: {} } }, 2],
    [{ a: { $not: { b: 1 } } }, 2],
    [{ a: { $size: -1 } }, 2],
    [{ a: { $size: 'x' } }, 2],
    [{ a: { $mod: [0, 1] } }, 2],
    [{ a: { $mod: [1] } }, 2],
    [{ a: { $mod: [1, 2, 3] } }, 2],
    [{ a: { $type: 'nope' } }, 2],
    [{ a: { $type: 77 } }, 2],
    [{ a: { $type: true } }, 14],
    [{ a: { $type: [] } }, 9],
    [{ a: { $regex: 5 } }, 2],
    [{ a: { $regex: '[' } }, 51091],
    [{ a: { $regex: 'a', $options: 'q' } }, 51108],
    [{ a: { $regex: /a/i, $options: 'm' } }, 51075],
    [{ a: { $regex: 'a b', $options: 'x' } }, 115],
    [{ a: { $options: 'i' } }, 2],
    [{ a: { $elemMatch: { $or: [] } } }, 2],
    [{ $and: [] }, 2],
    [{ $or: {} }, 2],
    [{ $nor: [1] }, 2],
    [{ a: { $elemMatch: { x: 1, $expr: true } } }, 2],
    [{ $expr: { $nope: 1 } }, 168],
    [{ $expr: '$$nobody' }, 17276],
    [{ $where: 'true' }, 115],
    [{ $text: { $search: 'x' } }, 115],
    [{ $jsonSchema: {} }, 115],
    [{ a: { $near: [0, 0] } }, 115],
    [{ a: { $bitsAllSet: 1 } }, 115],
    [{ a: { $not: { $bitsAnyClear: 1 } } }, 115],
    [{ a: { $geoWithin: {} } }, 115],
  ])('refuses %j with %i', (filter, code) => {
    expect(() => compile(filter)).toThrow(expect.objectContaining({ code }));
  });

  it('names what it does not support', () => {
    expect(() => compile({ a: { $near: [0, 0] } })).toThrow(/\$near/);
    expect(() => compile({ $text: { $search: 'x' } })).toThrow(/\$text/);
  });

  it.each<[Doc, Doc, number | undefined]>([
    [{ a: 2 }, { a: [1, 2] }, 1],
    [{ 'a.b': 2 }, { a: [{ b: 1 }, { b: 2 }] }, 1],
    [{ a: { $elemMatch: { b: 2 } } }, { a: [{ b: 1 }, { b: 2 }] }, 1],
    [{ 'a.b': { $regex: 'X', $options: 'i' } }, { a: [{ b: 'y' }, { b: 'x' }] }, 1],
    [{ a: 1 }, { a: 1 }, undefined],
  ])('notes the matched position of %j in %j', (filter, doc, expected) => {
    const pos: Position = {};
    expect(compile(filter)(doc, pos)).toBe(true);
    expect(pos.i).toBe(expected);
  });

  it('compares strings by the collation, and nested ones too', () => {
    const ctx = { col: collator({ locale: 'en', strength: 2 }) };
    expect(compile({ a: 'ABC' }, ctx)({ a: 'abc' })).toBe(true);
    expect(compile({ a: { $in: ['ABC'] } }, ctx)({ a: 'abc' })).toBe(true);
    expect(compile({ a: { b: 'X' } }, ctx)({ a: { b: 'x' } })).toBe(true);
  });

  it('agrees with its own negations', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (wanted, stored) => {
        const doc = stored === undefined ? {} : { a: stored };
        const found = compile({ a: { $eq: wanted } })(doc);
        expect(compile({ a: { $not: { $eq: wanted } } })(doc)).toBe(!found);
        expect(compile({ $nor: [{ a: { $eq: wanted } }] })(doc)).toBe(!found);
        expect(compile({ $or: [{ a: { $eq: wanted } }, { a: { $not: { $eq: wanted } } }] })(doc)).toBe(true);
      }),
    );
  });
});

describe('the test of one element', () => {
  it.each<[Doc, unknown, boolean]>([
    [{ $gte: 2 }, 3, true],
    [{ $ne: 2 }, 2, false],
    [{ b: null }, {}, true],
    [{ b: null }, [1], true],
    [{ b: null }, 5, false],
  ])('%j on %j is %p', (wanted, value, expected) => expect(elementMatcher(wanted, {})(value)).toBe(expected));

  it.each<[unknown, unknown, boolean]>([
    [5, 5, true],
    [5, [5], false],
    [/a/, 'cat', true],
  ])('%j on %j is %p', (wanted, value, expected) => expect(like(wanted, {})(value)).toBe(expected));
});
