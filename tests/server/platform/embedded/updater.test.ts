import { Decimal128, Long, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { clone } from '../../../../server/platform/database/embedded/bson-values/documents';
import type { Doc } from '../../../../server/platform/database/embedded/types';
import type { Target } from '../../../../server/platform/database/embedded/update/change-tree';
import { checkStorable, isReplacement, prepare } from '../../../../server/platform/database/embedded/update/updater';
import { upsertSeed } from '../../../../server/platform/database/embedded/update/upsert-seed';
import { anyValue } from './arbitrary-bson';

const update = (doc: Doc, spec: unknown, options: Omit<Target, 'doc'> = {}, filters?: unknown): Doc =>
  prepare(spec, { now: new Date(5000) }, filters).apply({ doc, ...options });

const long = (s: string): Long => Long.fromString(s);
const decimal = (s: string): Decimal128 => Decimal128.fromString(s);

describe('an update', () => {
  it.each<[Doc, unknown, Doc]>([
    // fields
    [{ a: 1 }, { $set: { b: 2, a: 3 } }, { a: 3, b: 2 }],
    [{}, { $set: { 'a.b.c': 1 } }, { a: { b: { c: 1 } } }],
    [{ a: [] }, { $set: { 'a.2': 1 } }, { a: [null, null, 1] }],
    [{ a: [{ b: 1 }] }, { $set: { 'a.0.b': 2 } }, { a: [{ b: 2 }] }],
    [{}, { $set: {} }, {}],
    [{ _id: 1 }, { $set: { _id: 1, a: 1 } }, { _id: 1, a: 1 }],
    [{ a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '', 'b.x.y': '' } }, { b: { d: 2 } }],
    [{ a: [1, 2] }, { $unset: { 'a.0': 1 } }, { a: [null, 2] }],
    [{ a: 1 }, { $unset: { 'a.b': 1 } }, { a: 1 }],
    [{ a: 1 }, { $rename: { a: 'b.c' } }, { b: { c: 1 } }],
    [{ b: 2 }, { $rename: { a: 'b' } }, { b: 2 }],
    [{ a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
    [{}, { $setOnInsert: { a: 1 } }, {}],
    [{}, { $currentDate: { a: true, b: { $type: 'date' } } }, { a: new Date(5000), b: new Date(5000) }],
    [{}, { $currentDate: { a: { $type: 'timestamp' } } }, { a: new Timestamp({ t: 5, i: 1 }) }],
    // numbers
    [{ a: 1 }, { $inc: { a: 2, b: -1 } }, { a: 3, b: -1 }],
    [{ a: 2 }, { $mul: { a: 1.5, b: 7 } }, { a: 3, b: 0 }],
    [{ a: long('9007199254740993') }, { $inc: { a: 2 } }, { a: long('9007199254740995') }],
    [{ a: long('9007199254740993') }, { $inc: { a: 0.5 } }, { a: 9007199254740992 }],
    [{ a: 0.1 }, { $inc: { a: decimal('0.2') } }, { a: decimal('0.300000000000000') }],
    [{ a: 5 }, { $min: { a: 3, b: 1 }, $max: { c: 1 } }, { a: 3, b: 1, c: 1 }],
    [{ a: 5 }, { $max: { a: 3 } }, { a: 5 }],
    [{ a: 5 }, { $max: { a: 'text' } }, { a: 'text' }],
    // arrays
    [{}, { $push: { a: 1 } }, { a: [1] }],
    [{ a: [1] }, { $push: { a: [2] } }, { a: [1, [2]] }],
    [{ a: [1] }, { $push: { a: { $each: [2, 3] } } }, { a: [1, 2, 3] }],
    [{ a: [1, 4] }, { $push: { a: { $each: [2, 3], $position: 1 } } }, { a: [1, 2, 3, 4] }],
    [{ a: [1, 4] }, { $push: { a: { $each: [2], $position: -1 } } }, { a: [1, 2, 4] }],
    [{ a: [3, 1] }, { $push: { a: { $each: [2], $sort: 1 } } }, { a: [1, 2, 3] }],
    [{ a: [{ s: 1 }] }, { $push: { a: { $each: [{ s: 2 }], $sort: { s: -1 } } } }, { a: [{ s: 2 }, { s: 1 }] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }, { a: [2, 3] }],
    [{ a: [1, 2] }, { $push: { a: { $each: [3], $slice: 0 } } }, { a: [] }],
    [{ a: { b: 1 } }, { $set: { 'a.$b': 2 } }, { a: { b: 1, $b: 2 } }],
    [{ a: [1] }, { $addToSet: { a: 1 } }, { a: [1] }],
    [{ a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }, { a: [1, 2] }],
    [{ a: [{ b: 1 }] }, { $addToSet: { a: { b: 1 } } }, { a: [{ b: 1 }] }],
    [{ a: [1, 2, 3] }, { $pull: { a: { $gte: 2 } } }, { a: [1] }],
    [{ a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    [{ a: [{ b: 1, c: 1 }, { b: 2 }, 5] }, { $pull: { a: { b: 1 } } }, { a: [{ b: 2 }, 5] }],
    [{ a: ['ab', 'c'] }, { $pull: { a: /^a/ } }, { a: ['c'] }],
    [{ a: [{ b: [1, 2] }] }, { $pull: { 'a.0.b': 1 } }, { a: [{ b: [2] }] }],
    [{}, { $pull: { a: 1 } }, {}],
    [{ a: [1, 2, 3] }, { $pullAll: { a: [1, 3] } }, { a: [2] }],
    [{ a: [1, 2, 3] }, { $pop: { a: 1 } }, { a: [1, 2] }],
    [{ a: [1, 2, 3] }, { $pop: { a: -1 } }, { a: [2, 3] }],
    [{ a: [] }, { $pop: { a: 1 } }, { a: [] }],
    // all elements
    [{ a: [1, 2] }, { $inc: { 'a.$[]': 1 } }, { a: [2, 3] }],
    [{ a: [{ b: [1] }, { b: [2] }] }, { $set: { 'a.$[].b.$[]': 0 } }, { a: [{ b: [0] }, { b: [0] }] }],
    // pipelines and whole documents
    [{ _id: 1, a: 2 }, [{ $set: { b: { $multiply: ['$a', 10] } } }, { $unset: 'a' }], { _id: 1, b: 20 }],
    [{ _id: 1, a: 2 }, [{ $replaceWith: { c: '$a' } }], { _id: 1, c: 2 }],
    [{ _id: 1, a: 2 }, { b: 1 }, { _id: 1, b: 1 }],
    [{ _id: 1, a: 2 }, {}, { _id: 1 }],
    [{ _id: 1 }, { b: 1, _id: 1 }, { _id: 1, b: 1 }],
  ])('%j with %j', (doc, spec, expected) => expect(update(doc, spec)).toEqual(expected));

  it('adds new fields in the order of their names', () => {
    expect(Object.keys(update({}, { $set: { c: 1, a: 1 }, $inc: { b: 1 } }))).toEqual(['a', 'b', 'c']);
  });

  it('updates the matched element by $', () => {
    const spec = { $set: { 'a.$.b': 9, 'a.$.c': 8 } };
    expect(prepare(spec).positional).toBe(true);
    expect(update({ a: [{ b: 1 }, { b: 2 }] }, spec, { pos: 1 })).toEqual({ a: [{ b: 1 }, { b: 9, c: 8 }] });
  });

  it('updates the elements an array filter accepts', () => {
    const doc = {
      a: [
        { q: 1, l: [1, 5] },
        { q: 2, l: [6] },
      ],
    };
    expect(update(doc, { $set: { 'a.$[x].q': 0 } }, {}, [{ 'x.q': { $gt: 1 } }])).toEqual({ a: [doc.a[0], { q: 0, l: [6] }] });
    expect(update(doc, { $inc: { 'a.$[].l.$[big]': 1 } }, {}, [{ big: { $gte: 5 } }])).toEqual({
      a: [
        { q: 1, l: [1, 6] },
        { q: 2, l: [7] },
      ],
    });
    expect(update(doc, { $set: { 'a.$[x].z': 1 } }, {}, [{ $or: [{ 'x.q': 2 }, { 'x.q': 7 }] }]).a).toEqual([
      doc.a[0],
      { q: 2, l: [6], z: 1 },
    ]);
  });

  it('applies $setOnInsert to an upsert only', () => {
    expect(update({ k: 1 }, { $setOnInsert: { a: 1 }, $inc: { n: 1 } }, { insert: true })).toEqual({ k: 1, a: 1, n: 1 });
  });

  it.each<[unknown, number]>([
    ['x', 9],
    [{ $set: { a: 1 }, b: 1 }, 9],
    [{ a: 1, $set: { b: 1 } }, 52],
    [{ $foo: { a: 1 } }, 9],
    [{ $foo: {} }, 9],
    [{ $bit: { a: { and: 1 } } }, 115],
    [{ $set: 5 }, 9],
    [{ $set: { '': 1 } }, 56],
    [{ $set: { 'a..b': 1 } }, 56],
    [{ $set: { 'a.': 1 } }, 56],

    [{ $set: { $: 1 } }, 2],
    [{ $set: { 'a.$.b.$': 1 } }, 2],
    [{ $set: { a: 1 }, $inc: { a: 1 } }, 40],
    [{ $set: { a: 1, 'a.b': 1 } }, 40],
    [{ $set: { 'a.b': 1 }, $push: { a: 1 } }, 40],
    [{ $rename: { a: 'b' }, $set: { b: 1 } }, 40],
    [{ $set: { 'a.$[]': 1 }, $inc: { 'a.0': 1 } }, 40],
    [{ $rename: { a: 1 } }, 2],
    [{ $rename: { a: 'a' } }, 2],
    [{ $rename: { a: 'a.b' } }, 2],
    [{ $rename: { 'a.$[]': 'b' } }, 2],
    [{ $inc: { a: 'x' } }, 14],
    [{ $inc: { a: null } }, 14],
    [{ $mul: { a: {} } }, 14],
    [{ $pop: { a: 2 } }, 9],
    [{ $pop: { a: 'x' } }, 9],
    [{ $push: { a: { $each: 1 } } }, 2],
    [{ $push: { a: { $each: [1], $foo: 1 } } }, 2],
    [{ $push: { a: { $each: [1], $slice: 'x' } } }, 2],
    [{ $push: { a: { $each: [1], $sort: 2 } } }, 2],
    [{ $push: { a: { $each: [1], $sort: {} } } }, 2],
    [{ $push: { a: { $each: [1], $position: 1.5 } } }, 2],
    [{ $addToSet: { a: { $each: 1 } } }, 14],
    [{ $addToSet: { a: { $each: [1], $slice: 1 } } }, 2],
    [{ $pullAll: { a: 1 } }, 2],
    [{ $pull: { a: { $foo: 1 } } }, 2],
    [{ $currentDate: { a: 'now' } }, 2],
    [{ $currentDate: { a: { $type: 'hour' } } }, 2],
    [{ $set: { 'a.$[x]': 1 } }, 2],
    [[{ $match: {} }], 72],
    [[{ $group: { _id: null } }], 72],
    [[{ $nope: 1 }], 40324],
    [[1], 14],
  ])('prepare refuses %j with %i', (spec, code) => {
    expect(() => prepare(spec)).toThrow(expect.objectContaining({ code }));
  });

  it.each<[unknown, unknown, number]>([
    [{ $set: { a: 1 } }, [{ x: 1 }], 9],
    [{ $set: { 'a.$[x]': 1 } }, [{ x: 1 }, { x: 2 }], 9],
    [{ $set: { 'a.$[x]': 1 } }, [{ x: 1, y: 1 }], 9],
    [{ $set: { 'a.$[x]': 1 } }, [{}], 9],
    [{ $set: { 'a.$[x]': 1 } }, [1], 14],
    [{ $set: { 'a.$[x]': 1 } }, [{ X: 1 }], 2],
    [[{ $set: { a: 1 } }], [{ x: 1 }], 9],
    [{ a: 1 }, [{ x: 1 }], 9],
  ])('prepare refuses %j with the array filters %j with %i', (spec, filters, code) => {
    expect(() => prepare(spec, {}, filters)).toThrow(expect.objectContaining({ code }));
  });

  it.each<[Doc, unknown, number]>([
    [{ _id: 1 }, { $set: { _id: 2 } }, 66],
    [{ _id: 1 }, { $unset: { _id: 1 } }, 66],
    [{ _id: { a: 1 } }, { $set: { '_id.a': 2 } }, 66],
    [{ _id: 1 }, { _id: 2 }, 66],
    [{ _id: 1 }, [{ $set: { _id: 2 } }], 66],
    [{ a: 1 }, { $set: { $b: 1 } }, 52],
    [{ a: 1 }, { $set: { 'a.b': 1 } }, 28],
    [{ a: null }, { $set: { 'a.b': 1 } }, 28],
    [{ a: [1] }, { $set: { 'a.b': 1 } }, 28],
    [{ a: [1] }, { $set: { 'a.00': 1 } }, 28],
    [{ a: 'x' }, { $inc: { a: 1 } }, 14],
    [{ a: null }, { $inc: { a: 1 } }, 14],
    [{ a: long('9223372036854775807') }, { $inc: { a: 1 } }, 2],
    [{ a: 1 }, { $push: { a: 1 } }, 2],
    [{ a: null }, { $push: { a: 1 } }, 2],
    [{ a: 1 }, { $addToSet: { a: 1 } }, 2],
    [{ a: 1 }, { $pull: { a: 1 } }, 2],
    [{ a: 1 }, { $pullAll: { a: [1] } }, 2],
    [{ a: 1 }, { $pop: { a: 1 } }, 14],
    [{ a: [] }, { $set: { 'a.$': 1 } }, 2],
    [{ a: 1 }, { $set: { 'a.$[]': 1 } }, 2],
    [{}, { $set: { 'a.$[]': 1 } }, 2],
    [{ a: [{ b: 1 }] }, { $rename: { 'a.0.b': 'c' } }, 2],
    [{ a: 1, b: [] }, { $rename: { a: 'b.0' } }, 2],
    [{ a: [] }, { $set: { 'a.2000000': 1 } }, 2],
  ])('refuses on %j the update %j with %i', (doc, spec, code) => {
    expect(() => update(doc, spec)).toThrow(expect.objectContaining({ code }));
  });

  it('refuses two paths that meet in the same element', () => {
    expect(() => update({ a: [1] }, { $set: { 'a.$': 1 }, $inc: { 'a.0': 1 } }, { pos: 0 })).toThrow(expect.objectContaining({ code: 40 }));
    const filters = [{ x: 1 }, { y: { $gt: 0 } }];
    expect(() => update({ a: [1] }, { $set: { 'a.$[x]': 1 }, $inc: { 'a.$[y]': 1 } }, {}, filters)).toThrow(
      expect.objectContaining({ code: 40 }),
    );
  });

  it('sets exactly the value, and a second time changes nothing', () => {
    fc.assert(
      fc.property(anyValue, anyValue, (before, v) => {
        const doc = { _id: 1, a: before ?? null };
        const once = update(doc, { $set: { a: v } });
        expect(once).toEqual({ _id: 1, a: v ?? null });
        expect(update(once, { $set: { a: v } })).toEqual(once);
      }),
    );
  });
});

describe('isReplacement', () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [{ a: 1 }, true],
    [{ $set: {} }, false],
    [[], false],
    ['x', false],
  ])('%j: %p', (spec, expected) => expect(isReplacement(spec)).toBe(expected));
});

describe('upsertSeed', () => {
  it.each<[Doc, Doc]>([
    [
      { a: 1, 'b.c': 2 },
      { a: 1, b: { c: 2 } },
    ],
    [
      { a: { $eq: 1 }, b: { $gt: 1 }, c: { $in: [3] }, d: { $in: [1, 2] } },
      { a: 1, c: 3 },
    ],
    [
      { $and: [{ a: 1 }, { b: 2 }], $or: [{ c: 3 }] },
      { a: 1, b: 2, c: 3 },
    ],
    [{ $or: [{ a: 1 }, { b: 2 }], e: /x/ }, {}],
    [{ a: null }, { a: null }],
    [{}, {}],
  ])('%j', (filter, expected) => expect(upsertSeed(filter)).toEqual(expected));

  it.each<[Doc]>([[{ a: 1, $and: [{ a: 2 }] }], [{ a: {}, 'a.b': 1 }]])('refuses %j', (filter) => {
    expect(() => upsertSeed(filter)).toThrow(expect.objectContaining({ code: 54 }));
  });
});

describe('applyUpdate on a document', () => {
  it('leaves the old document as it was, and shares with it what no change touches', () => {
    const old = { _id: 1, a: { b: [1, { c: 2 }] }, list: [1], gone: { x: 1 }, same: { y: 1 } };
    const before = clone(old);
    const next = update(old, { $set: { 'a.b.1.c': 3 }, $push: { list: 2 }, $rename: { 'gone.x': 'moved' }, $unset: { 'gone.z': 1 } });
    expect(next).toEqual({ _id: 1, a: { b: [1, { c: 3 }] }, list: [1, 2], gone: {}, moved: 1, same: { y: 1 } });
    expect(old).toEqual(before);
    expect(next.same).toBe(old.same);
  });

  it('asks array filters about the elements as they were', () => {
    const spec = { $set: { 'a.$[x].q': 0, 'a.$[x].r': 1 } };
    expect(update({ a: [{ q: 5 }, { q: 1 }] }, spec, {}, [{ 'x.q': { $gt: 2 } }])).toEqual({ a: [{ q: 0, r: 1 }, { q: 1 }] });
  });

  it('puts changes together that several names of one element lead to', () => {
    const spec = { $set: { 'a.$.q': 1, 'a.0.r': 2 } };
    expect(update({ a: [{}, {}] }, spec, { pos: 0 })).toEqual({ a: [{ q: 1, r: 2 }, {}] });
  });
});

describe('checkStorable', () => {
  it.each<[Doc, number]>([
    [{ _id: [1] }, 53],
    [{ _id: /x/ }, 53],
    [{ _id: { $a: 1 } }, 52],
  ])('refuses %j with %i', (doc, code) => expect(() => checkStorable(doc)).toThrow(expect.objectContaining({ code })));

  it('accepts every other _id', () => {
    for (const _id of [1, 'x', new ObjectId(), { a: 1 }, null, new Date()]) expect(() => checkStorable({ _id })).not.toThrow();
  });
});
