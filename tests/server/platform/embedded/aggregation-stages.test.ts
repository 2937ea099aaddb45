import { compileStages } from '../../../../server/platform/database/embedded/aggregation/pipeline';
import { collator } from '../../../../server/platform/database/embedded/bson-values/collation';
import type { Doc, EvalContext } from '../../../../server/platform/database/embedded/types';

const orders: Doc[] = [
  { _id: 1, sku: 'a', qty: 2, tags: ['x', 'y'] },
  { _id: 2, sku: 'b', qty: 5, tags: [] },
  { _id: 3, sku: 'a', qty: 1 },
];
const stock: Doc[] = [
  { _id: 10, sku: 'a', level: 7 },
  { _id: 11, sku: 'b', level: 0 },
  { _id: 12, level: 3 },
];

const context = (): EvalContext => ({
  query: (collection, pipeline, ctx) => compileStages(pipeline, ctx)({ orders, stock }[collection] ?? []),
});
const run = (pipeline: Doc[], docs = orders): Doc[] => compileStages(pipeline, context())(docs);

describe('a pipeline', () => {
  it.each<[Doc[], Doc[]]>([
    [[], orders],
    [
      [{ $match: { qty: { $gt: 1 } } }, { $project: { qty: 1 } }],
      [
        { _id: 1, qty: 2 },
        { _id: 2, qty: 5 },
      ],
    ],
    [[{ $sort: { qty: 1 } }, { $skip: 1 }, { $limit: 1 }, { $unset: ['tags', 'sku'] }], [{ _id: 1, qty: 2 }]],
    [[{ $count: 'n' }], [{ n: 3 }]],
    [[{ $match: { _id: 99 } }, { $count: 'n' }], []],
    [[{ $limit: 1 }, { $project: { _id: 0, d: { $multiply: ['$qty', 2] }, sku: 1 } }], [{ sku: 'a', d: 4 }]],
    [[{ $limit: 1 }, { $project: { tags: 0, qty: 0 } }], [{ _id: 1, sku: 'a' }]],
    [[{ $limit: 1 }, { $addFields: { 'p.q': '$qty', qty: '$$REMOVE', tags: '$missing' } }], [{ _id: 1, sku: 'a', p: { q: 2 } }]],
    [[{ $limit: 1 }, { $set: { p: { q: '$qty', r: { $literal: '$x' } } } }, { $project: { p: 1 } }], [{ _id: 1, p: { q: 2, r: '$x' } }]],
    [[{ $limit: 1 }, { $replaceRoot: { newRoot: { k: '$sku' } } }], [{ k: 'a' }]],
    [[{ $limit: 1 }, { $replaceWith: { $mergeObjects: [{ z: 1 }, { k: '$sku' }] } }], [{ z: 1, k: 'a' }]],
    [
      [{ $unwind: '$tags' }, { $project: { tags: 1 } }],
      [
        { _id: 1, tags: 'x' },
        { _id: 1, tags: 'y' },
      ],
    ],
    [
      [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } }, { $project: { tags: 1 } }],
      [{ _id: 1, tags: 'x' }, { _id: 1, tags: 'y' }, { _id: 2 }, { _id: 3 }],
    ],
    [
      [{ $group: { _id: '$sku', n: { $sum: 1 }, q: { $sum: '$qty' }, avg: { $avg: '$qty' }, ids: { $push: '$_id' } } }],
      [
        { _id: 'a', n: 2, q: 3, avg: 1.5, ids: [1, 3] },
        { _id: 'b', n: 1, q: 5, avg: 5, ids: [2] },
      ],
    ],
    [
      [
        {
          $group: {
            _id: null,
            lo: { $min: '$qty' },
            hi: { $max: '$qty' },
            f: { $first: '$tags' },
            l: { $last: '$tags' },
            s: { $addToSet: '$sku' },
          },
        },
      ],
      [{ _id: null, lo: 1, hi: 5, f: ['x', 'y'], l: null, s: ['a', 'b'] }],
    ],
    [
      [{ $group: { _id: { k: '$sku' }, c: { $count: {} } } }, { $sort: { '_id.k': -1 } }],
      [
        { _id: { k: 'b' }, c: 1 },
        { _id: { k: 'a' }, c: 2 },
      ],
    ],
    [[{ $group: { _id: '$missing', n: { $sum: '$sku' } } }], [{ _id: null, n: 0 }]],
    [
      [{ $sortByCount: '$sku' }],
      [
        { _id: 'a', count: 2 },
        { _id: 'b', count: 1 },
      ],
    ],
    [
      [{ $facet: { n: [{ $count: 'c' }], top: [{ $sort: { qty: -1 } }, { $limit: 1 }, { $project: { qty: 1 } }] } }],
      [{ n: [{ c: 3 }], top: [{ _id: 2, qty: 5 }] }],
    ],
    [[{ $documents: [{ a: 1 }] }], [{ a: 1 }]],
  ])('%j', (pipeline, expected) => expect(run(pipeline)).toEqual(expected));

  it('joins by equality; a missing field meets missing and null', () => {
    const pipeline = [
      { $lookup: { from: 'stock', localField: 'sku', foreignField: 'sku', as: 'stock' } },
      { $project: { 'stock._id': 1 } },
    ];
    expect(run(pipeline)).toEqual([
      { _id: 1, stock: [{ _id: 10 }] },
      { _id: 2, stock: [{ _id: 11 }] },
      { _id: 3, stock: [{ _id: 10 }] },
    ]);
    expect(run(pipeline, [{ _id: 9 }, { _id: 8, sku: ['a', 'b'] }, { _id: 7, sku: [] }])).toEqual([
      { _id: 9, stock: [{ _id: 12 }] },
      { _id: 8, stock: [{ _id: 10 }, { _id: 11 }] },
      { _id: 7, stock: [] },
    ]);
  });

  it('joins by a pipeline that sees the variables of the outer document', () => {
    const inner = [
      { $match: { $expr: { $and: [{ $eq: ['$sku', '$$k'] }, { $gte: ['$level', '$$n'] }] } } },
      { $project: { level: 1, _id: 0 } },
    ];
    const pipeline = [{ $lookup: { from: 'stock', let: { k: '$sku', n: '$qty' }, pipeline: inner, as: 's' } }, { $project: { s: 1 } }];
    expect(run(pipeline)).toEqual([
      { _id: 1, s: [{ level: 7 }] },
      { _id: 2, s: [] },
      { _id: 3, s: [{ level: 7 }] },
    ]);
  });

  it('never changes its input', () => {
    const before = structuredClone(orders);
    run([{ $set: { 'tags.a': 1, 'p.q': 1 } }, { $unwind: '$tags' }, { $unset: 'qty' }, { $sort: { _id: -1 } }]);
    expect(orders).toEqual(before);
  });

  it('groups by the collation', () => {
    const ctx = { col: collator({ locale: 'en', strength: 2 }) };
    expect(compileStages([{ $group: { _id: '$k', n: { $sum: 1 } } }], ctx)([{ k: 'A' }, { k: 'a' }])).toEqual([{ _id: 'A', n: 2 }]);
  });

  it('stops when the time of the command is over', () => {
    const ctx = {
      checkTime: () => {
        throw new Error('time is over');
      },
    };
    expect(() => compileStages([{ $match: {} }], ctx)(orders)).toThrow('time is over');
  });
});

describe('compileStages', () => {
  it.each<[unknown, number]>([
    [{}, 14],
    [[1], 14],
    [[{}], 40323],
    [[{ $match: {}, $limit: 1 }], 40323],
    [[{ $nope: 1 }], 40324],
    [[{ $match: 1 }], 15959],
    [[{ $match: { $nope: 1 } }], 2],
    [[{ $sort: {} }], 15976],
    [[{ $sort: { a: 2 } }], 15975],
    [[{ $limit: 0 }], 15958],
    [[{ $limit: 'x' }], 5107201],
    [[{ $skip: -1 }], 5107200],
    [[{ $count: '' }], 40156],
    [[{ $count: '$a' }], 40158],
    [[{ $count: 'a.b' }], 40160],
    [[{ $project: {} }], 51272],
    [[{ $project: { a: 1, b: 0 } }], 31254],
    [[{ $project: { 'a.$': 1 } }], 16410],
    [[{ $project: { a: { $elemMatch: {} } } }], 168],
    [[{ $addFields: {} }], 40177],
    [[{ $addFields: 5 }], 40272],
    [[{ $addFields: { a: {} } }], 40180],
    [[{ $addFields: { a: 1, 'a.b': 1 } }], 40176],
    [[{ $addFields: { 'a.b': 1, 'a-b': 1, a: 1 } }], 40176],
    [[{ $addFields: { a: { $nope: 1 } } }], 168],
    [[{ $unset: 5 }], 31002],
    [[{ $unset: [] }], 31119],
    [[{ $unset: ['a', 'a'] }], 31250],
    [[{ $unset: ['a', 'a.b'] }], 31249],
    [[{ $replaceRoot: {} }], 40231],
    [[{ $replaceRoot: { newRoot: {}, x: 1 } }], 40229],
    [[{ $unwind: 5 }], 15981],
    [[{ $unwind: 'a' }], 28818],
    [[{ $unwind: {} }], 28812],
    [[{ $unwind: { path: '$a', foo: 1 } }], 28811],
    [[{ $unwind: { path: '$a', includeArrayIndex: 'i' } }], 28811],
    [[{ $group: 5 }], 15947],
    [[{ $group: {} }], 15955],
    [[{ $group: { _id: null, a: 1 } }], 40234],
    [[{ $group: { _id: null, a: { $sum: 1, $avg: 1 } } }], 40238],
    [[{ $group: { _id: null, a: { $nope: 1 } } }], 15952],
    [[{ $group: { _id: null, 'a.b': { $sum: 1 } } }], 40235],
    [[{ $group: { _id: null, a: { $sum: [1, 2] } } }], 40237],
    [[{ $group: { _id: null, a: { $count: 1 } } }], 14],
    [[{ $group: { _id: { $nope: 1 } } }], 168],
    [[{ $sortByCount: 'a' }], 40147],
    [[{ $sortByCount: { a: 1 } }], 40147],
    [[{ $facet: {} }], 40169],
    [[{ $facet: { a: [{ $facet: { b: [] } }] } }], 40600],
    [[{ $match: {} }, { $documents: [] }], 40602],
    [[{ $lookup: { from: 'x' } }], 9],
    [[{ $lookup: { from: 'x', as: 'y' } }], 9],
    [[{ $lookup: { from: 'x', as: 'y', localField: 'a' } }], 9],
    [[{ $lookup: { from: 'x', as: 'y', foo: 1 } }], 9],
    [[{ $lookup: { from: 'x', as: 'y', let: {}, localField: 'a', foreignField: 'b' } }], 9],
    [[{ $lookup: { from: 'x', as: 'y', pipeline: [{ $match: { $expr: '$$nobody' } }] } }], 17276],
  ])('refuses %j with %i', (pipeline, code) => {
    expect(() => compileStages(pipeline, {})).toThrow(expect.objectContaining({ code }));
  });

  it('refuses a document that is no root', () => {
    expect(() => run([{ $replaceRoot: { newRoot: '$sku' } }])).toThrow(expect.objectContaining({ code: 40228 }));
  });
});
