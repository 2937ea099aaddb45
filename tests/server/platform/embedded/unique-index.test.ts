import type { Collection, Document } from 'mongodb';
import { type OpenStore, openStore } from './open-store';

let store: OpenStore;
let things: Collection;

beforeAll(async () => {
  store = await openStore({ durability: 'memory' });
});
afterAll(() => store.close());
beforeEach(() => {
  things = store.db.collection(`things${Math.round(performance.now() * 1000)}`);
});

const duplicate = (keyPattern: Document, keyValue: Document) => ({ code: 11000, keyPattern, keyValue });

test('a second document with the same value is refused, with the pattern, the value and the words of E11000', async () => {
  await things.createIndex({ code: 1 }, { unique: true });
  await things.insertOne({ code: 'A' });
  const refused = things.insertOne({ code: 'A' });
  await expect(refused).rejects.toMatchObject(duplicate({ code: 1 }, { code: 'A' }));
  await expect(refused).rejects.toThrow(`E11000 duplicate key error collection: ${things.namespace} index: code_1 dup key: { code: "A" }`);
  expect(await things.countDocuments()).toBe(1);
});

test('_id is unique', async () => {
  await things.insertOne({ _id: 1 as never });
  await expect(things.insertOne({ _id: 1 as never })).rejects.toMatchObject(duplicate({ _id: 1 }, { _id: 1 }));
});

test('a missing field counts as null, once', async () => {
  await things.createIndex({ code: 1 }, { unique: true });
  await things.insertOne({ a: 1 });
  await expect(things.insertOne({ a: 2 })).rejects.toMatchObject({ code: 11000 });
  await expect(things.insertOne({ code: null })).rejects.toMatchObject({ code: 11000 });
});

test('a compound index compares all its fields', async () => {
  await things.createIndex({ factory: 1, code: -1 }, { unique: true });
  await things.insertMany([
    { factory: 1, code: 'A' },
    { factory: 1, code: 'B' },
    { factory: 2, code: 'A' },
  ]);
  await expect(things.insertOne({ factory: 2, code: 'A' })).rejects.toMatchObject(
    duplicate({ factory: 1, code: -1 }, { factory: 2, code: 'A' }),
  );
});

test('a partial index looks only at the documents of its filter, also when an update moves one into it', async () => {
  await things.createIndex({ code: 1 }, { unique: true, partialFilterExpression: { open: true } });
  await things.insertMany([{ code: 'A', open: true }, { code: 'A', open: false }, { code: 'A' }]);
  await expect(things.updateOne({ open: false }, { $set: { open: true } })).rejects.toMatchObject({ code: 11000 });
  await things.updateOne({ open: true }, { $set: { open: false } });
  await things.insertOne({ code: 'A', open: true });
  expect(await things.countDocuments({ code: 'A' })).toBe(4);
});

test('a sparse index leaves out documents without the field, but not those with null', async () => {
  await things.createIndex({ code: 1 }, { unique: true, sparse: true });
  await things.insertMany([{ a: 1 }, { a: 2 }, { code: null }]);
  await expect(things.insertOne({ code: null })).rejects.toMatchObject({ code: 11000 });
});

test('an array stands with each of its elements, once within one document', async () => {
  await things.createIndex({ tags: 1 }, { unique: true });
  await things.insertOne({ tags: ['x', 'y', 'x'] });
  await expect(things.insertOne({ tags: ['z', 'y'] })).rejects.toMatchObject(duplicate({ tags: 1 }, { tags: 'y' }));
});

test('the pairs of a compound index over an array belong to one element each', async () => {
  await things.createIndex({ 'items.sku': 1, 'items.lot': 1 }, { unique: true });
  await things.insertOne({
    items: [
      { sku: 'a', lot: 1 },
      { sku: 'b', lot: 2 },
    ],
  });
  await things.insertOne({ items: [{ sku: 'a', lot: 2 }] });
  await expect(things.insertOne({ items: [{ sku: 'b', lot: 2 }] })).rejects.toMatchObject({ code: 11000 });
  expect(await things.countDocuments({ 'items.sku': 'b', 'items.lot': 1 })).toBe(1);
});

test('two arrays in one compound index are refused', async () => {
  await things.createIndex({ a: 1, b: 1 });
  await expect(things.insertOne({ a: [1], b: [2] })).rejects.toMatchObject({ code: 171 });
});

test('1, 1.0 and the long 1 are one value', async () => {
  const { Long, Double } = await import('mongodb');
  await things.createIndex({ n: 1 }, { unique: true });
  await things.insertOne({ n: 1 });
  await expect(things.insertOne({ n: Long.fromNumber(1) })).rejects.toMatchObject({ code: 11000 });
  await expect(things.insertOne({ n: new Double(1) })).rejects.toMatchObject({ code: 11000 });
});

test('a collation of strength 2 does not tell A from a', async () => {
  await things.createIndex({ name: 1 }, { unique: true, collation: { locale: 'en', strength: 2 } });
  await things.insertOne({ name: 'Ann' });
  await expect(things.insertOne({ name: 'ANN' })).rejects.toMatchObject({ code: 11000 });
});

test('an unordered insert keeps what is not refused and names what is', async () => {
  await things.createIndex({ code: 1 }, { unique: true });
  const refused = things.insertMany([{ code: 1 }, { code: 1 }, { code: 2 }, { code: 2 }], { ordered: false });
  await expect(refused).rejects.toMatchObject({ code: 11000, result: { insertedCount: 2 }, writeErrors: [{ index: 1 }, { index: 3 }] });
  expect(await things.countDocuments()).toBe(2);
});

test('a unique index cannot be built over duplicates', async () => {
  await things.insertMany([{ code: 1 }, { code: 1 }]);
  await expect(things.createIndex({ code: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
  expect(await things.indexes()).toHaveLength(1);
});

test.each([
  ['the same keys under another name', { a: 1 }, { name: 'other' }, 85],
  ['the same name with other keys', { b: 1 }, { name: 'a_1' }, 86],
  ['the same with other options', { a: 1 }, { unique: true }, 85],
  ['an unknown type', { a: 'fancy' }, {}, 67],
  ['a direction of zero', { a: 0 }, {}, 67],
  ['sparse and partial at once', { c: 1 }, { sparse: true, partialFilterExpression: { c: 1 } }, 67],
  ['an expiring compound', { c: 1, d: 1 }, { expireAfterSeconds: 1 }, 67],
  ['an unknown option', { c: 1 }, { speed: 'high' }, 197],
  ['geography', { c: '2dsphere' }, {}, 115],
  ['full text', { c: 'text' }, {}, 115],
  ['a hash', { c: 'hashed' }, {}, 115],
  ['wildcards', { 'c.$**': 1 }, {}, 115],
  ['a condition that no index can have', { c: 1 }, { partialFilterExpression: { c: { $exists: false } } }, 67],
  ['a condition and sparse', { c: 1 }, { sparse: true, partialFilterExpression: {} }, 67],
])('an index with %s is refused', async (_why, key, options, code) => {
  await things.createIndex({ a: 1 });
  const command = { createIndexes: things.collectionName, indexes: [{ key, name: Object.keys(key).join('_').concat('_1'), ...options }] };
  await expect(store.db.command(command)).rejects.toMatchObject({ code });
});

test('a number says as well as true that an index is unique; anything else is refused', async () => {
  await store.db.command({ createIndexes: things.collectionName, indexes: [{ key: { code: 1 }, name: 'code_1', unique: 1 }] });
  expect((await things.indexes()).at(-1)).toMatchObject({ name: 'code_1', unique: true });
  await things.insertOne({ code: 'A' });
  await expect(things.insertOne({ code: 'A' })).rejects.toMatchObject({ code: 11000 });
  const wrong = store.db.command({ createIndexes: things.collectionName, indexes: [{ key: { a: 1 }, name: 'a_1', unique: 'yes' }] });
  await expect(wrong).rejects.toMatchObject({ code: 14 });
});
