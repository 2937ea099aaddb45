import type { Collection, Document } from 'mongodb';
import { type OpenStore, openStore } from './open-store';

let store: OpenStore;
let from: Collection<Document>;
let into: Collection<Document>;
beforeAll(async () => {
  store = await openStore({ durability: 'memory' });
  from = store.db.collection('from');
  into = store.db.collection('into');
});
afterAll(() => store.close());
beforeEach(async () => {
  await from.deleteMany({});
  await into.drop();
  await from.insertMany([
    { _id: 1 as never, n: 1 },
    { _id: 2 as never, n: 2 },
  ]);
  await into.insertMany([{ _id: 2 as never, old: true }]);
});

const held = () => into.find().sort({ _id: 1 }).toArray();

test('$out replaces what a collection held and keeps its indexes', async () => {
  await into.createIndex({ n: 1 }, { unique: true });
  expect(await from.aggregate([{ $match: { n: 1 } }, { $out: 'into' }]).toArray()).toEqual([]);
  expect(await held()).toEqual([{ _id: 1, n: 1 }]);
  expect(await into.indexes()).toHaveLength(2);
});

test('$out that breaks a unique index changes nothing', async () => {
  await into.createIndex({ m: 1 }, { unique: true });
  await expect(from.aggregate([{ $set: { m: 1 } }, { $out: 'into' }]).toArray()).rejects.toMatchObject({ code: 11000 });
  expect(await held()).toEqual([{ _id: 2, old: true }]);
});

test.each<[string, Document, Document[] | number]>([
  [
    'merges by default',
    {},
    [
      { _id: 1, n: 1 },
      { _id: 2, old: true, n: 2 },
    ],
  ],
  [
    'replaces',
    { whenMatched: 'replace' },
    [
      { _id: 1, n: 1 },
      { _id: 2, n: 2 },
    ],
  ],
  [
    'keeps',
    { whenMatched: 'keepExisting' },
    [
      { _id: 1, n: 1 },
      { _id: 2, old: true },
    ],
  ],
  ['adds nothing new', { whenNotMatched: 'discard' }, [{ _id: 2, old: true, n: 2 }]],
  ['fails where there is one', { whenMatched: 'fail' }, 11000],
  ['fails where there is none', { whenNotMatched: 'fail' }, 13113],
  ['refuses a mode there is not', { whenMatched: 'sometimes' }, 2],
])('$merge %s', async (_what, options, expected) => {
  const merging = from.aggregate([{ $merge: { into: 'into', ...options } }]).toArray();
  if (typeof expected === 'number') await expect(merging).rejects.toMatchObject({ code: expected });
  else {
    await merging;
    expect(await held()).toEqual(expected);
  }
});

test('a pipeline inside a transaction may not write', async () => {
  const session = store.client.startSession();
  session.startTransaction();
  await expect(from.aggregate([{ $out: 'into' }], { session }).toArray()).rejects.toMatchObject({ code: 263 });
  await session.endSession();
});
