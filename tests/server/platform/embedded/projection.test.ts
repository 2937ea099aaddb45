import { collator } from '../../../../server/platform/database/embedded/bson-values/collation';
import { compileProjection } from '../../../../server/platform/database/embedded/query/projection';
import { sorter, sortFields } from '../../../../server/platform/database/embedded/query/sort';
import type { Doc } from '../../../../server/platform/database/embedded/types';

const project = (spec: unknown, doc: Doc, pos?: number): Doc => {
  const projection = compileProjection(spec);
  return projection ? projection(doc, pos) : doc;
};

describe('compileProjection', () => {
  const doc: Doc = { _id: 1, a: 1, b: { c: 2, d: 3 }, list: [{ x: 1, y: 1 }, { x: 2, y: 2 }, 5], n: [1, 2, 3, 4] };

  it.each<[Doc, Doc]>([
    [{ a: 1 }, { _id: 1, a: 1 }],
    [{ a: 1, _id: 0 }, { a: 1 }],
    [{ _id: 1 }, { _id: 1 }],
    [{ '_id.x': 1, a: 1 }, { a: 1 }],
    [{ b: { c: 1 } }, { _id: 1, b: { c: 2 } }],
    [
      { 'b.c': true, missing: 1 },
      { _id: 1, b: { c: 2 } },
    ],
    [{ 'list.x': 1 }, { _id: 1, list: [{ x: 1 }, { x: 2 }] }],
    [
      { b: 0, list: 0, n: 0 },
      { _id: 1, a: 1 },
    ],
    [
      { 'b.c': 0, 'list.x': 0, n: 0 },
      { _id: 1, a: 1, b: { d: 3 }, list: [{ y: 1 }, { y: 2 }, 5] },
    ],
    [{ _id: 0, b: 0, list: 0, n: 0 }, { a: 1 }],
    [{ a: '$b.c' }, { _id: 1, a: 2 }],
    [{ total: { $sum: '$n' }, _id: 0 }, { total: 10 }],
    [{ 'b.e': { $add: ['$a', 1] } }, { _id: 1, b: { e: 2 } }],
    [{ a: { $literal: 1 } }, { _id: 1, a: 1 }],
    [
      { n: { $slice: 2 }, a: 1 },
      { _id: 1, a: 1, n: [1, 2] },
    ],
    [
      { n: { $slice: -1 }, b: 0, list: 0 },
      { _id: 1, a: 1, n: [4] },
    ],
    [
      { n: { $slice: [1, 2] }, a: 1 },
      { _id: 1, a: 1, n: [2, 3] },
    ],
    [
      { n: { $slice: [-3, 1] }, a: 1 },
      { _id: 1, a: 1, n: [2] },
    ],
    [{ list: { $elemMatch: { x: 2 } } }, { _id: 1, list: [{ x: 2, y: 2 }] }],
    [{ n: { $elemMatch: { $gt: 2 } } }, { _id: 1, n: [3] }],
    [{ n: { $elemMatch: { $gt: 9 } } }, { _id: 1 }],
    [
      { 'b.list': { $slice: 1 }, a: 1 },
      { _id: 1, a: 1, b: {} },
    ],
  ])('%j', (spec, expected) => expect(project(spec, doc)).toEqual(expected));

  it('takes the matched element for field.$', () => {
    const projection = compileProjection({ 'list.$': 1 });
    expect(projection?.(doc, 1)).toEqual({ _id: 1, list: [{ x: 2, y: 2 }] });
    expect(() => projection?.(doc)).toThrow(expect.objectContaining({ code: 51246 }));
  });

  it('wants the whole document for an empty projection', () => expect(compileProjection({})).toBeNull());

  it('does not touch the document', () => {
    const before = structuredClone(doc);
    project({ n: { $slice: 1 }, 'b.c': 0 }, doc);
    expect(doc).toEqual(before);
  });

  it.each<[unknown, number]>([
    [{ a: 1, b: 0 }, 31254],
    [{ a: 0, b: 1 }, 31253],
    [{ a: 0, b: '$c' }, 31252],
    [{ a: 1, 'a.b': 1 }, 31249],
    [{ 'a.b': 1, a: 1 }, 31250],
    [{ a: { b: 1, b2: { $size: '$x' } }, 'a.b': 1 }, 31250],
    [{ a: {} }, 51270],
    [{ '': 1 }, 40352],
    [{ 'a.': 1 }, 40353],
    [{ 'a..b': 1 }, 15998],
    [{ $a: 1 }, 16410],
    [{ 'a.$.b': 1 }, 31394],
    [{ 'a.$': 1, 'b.$': 1 }, 31276],
    [{ b: 0, 'a.$': 1 }, 31395],
    [{ 'a.$': 1, b: { $elemMatch: {} } }, 31255],
    [{ a: { $elemMatch: 1 } }, 31274],
    [{ 'a.b': { $elemMatch: {} } }, 31275],
    [{ a: { $slice: 'x' } }, 28667],
    [{ a: { $slice: [1, 0] } }, 28667],
    [{ a: { $nope: 1 } }, 168],
    [{ a: { $meta: 'textScore' } }, 115],
  ])('refuses %j with %i', (spec, code) => {
    expect(() => compileProjection(spec)).toThrow(expect.objectContaining({ code }));
  });
});

describe('sorter', () => {
  const sorted = (spec: Doc, docs: Doc[]): unknown[] => sorter(spec)(docs).map((d) => d._id);

  it.each<[Doc, Doc[], number[]]>([
    [
      { a: 1 },
      [
        { _id: 1, a: 2 },
        { _id: 2, a: 1 },
      ],
      [2, 1],
    ],
    [
      { a: -1, b: 1 },
      [
        { _id: 1, a: 1, b: 2 },
        { _id: 2, a: 1, b: 1 },
        { _id: 3, a: 2 },
      ],
      [3, 2, 1],
    ],
    [{ a: 1 }, [{ _id: 1, a: 'x' }, { _id: 2 }, { _id: 3, a: 1 }, { _id: 4, a: [] }], [4, 2, 3, 1]],
    [
      { a: 1 },
      [
        { _id: 1, a: [5, 1] },
        { _id: 2, a: 3 },
      ],
      [1, 2],
    ],
    [
      { a: -1 },
      [
        { _id: 1, a: 3 },
        { _id: 2, a: [5, 1] },
      ],
      [2, 1],
    ],
    [
      { 'a.b': 1 },
      [
        { _id: 1, a: [{ b: 3 }, { b: 2 }] },
        { _id: 2, a: { b: 1 } },
      ],
      [2, 1],
    ],
    [
      { a: 1 },
      [
        { _id: 1, a: 1 },
        { _id: 2, a: 1 },
      ],
      [1, 2],
    ],
  ])('%j over %j', (spec, docs, expected) => expect(sorted(spec, docs)).toEqual(expected));

  it('finds the document inside of an item and leaves the list alone', () => {
    const items = [{ doc: { a: 2 } }, { doc: { a: 1 } }];
    expect(sorter({ a: 1 })(items, (item) => item.doc)).toEqual([items[1], items[0]]);
    expect(items[0]?.doc.a).toBe(2);
  });

  it('uses the collation', () => {
    const docs = [{ a: 'b' }, { a: 'A' }, { a: 'a' }];
    expect(sorter({ a: 1 }, collator({ locale: 'en' }))(docs).map((d) => d.a)).toEqual(['a', 'A', 'b']);
    expect(sorter({ a: 1 })(docs).map((d) => d.a)).toEqual(['A', 'a', 'b']);
  });

  it.each<[Doc, number]>([
    [{ a: 2 }, 15975],
    [{ a: 'asc' }, 15975],
    [{ a: {} }, 15974],
    [{ a: { $meta: 'textScore' } }, 115],
    [{ '': 1 }, 40352],
    [{ 'a..b': 1 }, 15998],
    [{ 'a.': 1 }, 40353],
    [{ $a: 1 }, 16410],
  ])('refuses %j with %i', (spec, code) => {
    expect(() => sortFields(spec)).toThrow(expect.objectContaining({ code }));
  });
});
