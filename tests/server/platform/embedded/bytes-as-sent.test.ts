import { type Document, Double, Int32, Long, ObjectId } from 'mongodb';
import { openStore, temporaryDirectory } from './open-store';

type Numbered = Document & { _id: number };

const types = { promoteValues: false } as const;

test('number types and field order survive storing, reading and a restart', async () => {
  const dir = temporaryDirectory();
  const sent = { int: new Int32(5), long: Long.fromNumber(5), double: new Double(5), 2: 'two', 1: 'one' };
  const before = await openStore({ dir });
  await before.db.collection<Numbered>('numbers').insertOne({ _id: 1, ...sent });
  await before.close();
  const after = await openStore({ dir });
  const read = await after.db.collection<Numbered>('numbers').findOne({ _id: 1 }, types);
  expect(read?.int).toBeInstanceOf(Int32);
  expect(read?.long).toBeInstanceOf(Long);
  expect(read?.double).toBeInstanceOf(Double);
  await after.close();
});

test('_id comes first, wherever the client put it, and is made up when it is missing', async () => {
  const store = await openStore({ durability: 'memory' });
  const docs = store.db.collection<Numbered>('docs');
  await docs.insertOne({ a: { deep: [1, 'x', null, true] }, b: 'text', _id: 7, c: new Double(1) });
  expect(Object.keys((await docs.findOne({ _id: 7 })) ?? {})).toEqual(['_id', 'a', 'b', 'c']);
  await store.db.command({ insert: 'docs', documents: [{ plain: 1 }, {}] });
  expect(await docs.countDocuments()).toBe(3);
  expect((await docs.findOne({ plain: 1 }))?._id).toBeInstanceOf(ObjectId);
  await store.close();
});

test('a document of more than 16 MB is refused', async () => {
  const store = await openStore({ durability: 'memory' });
  const docs = store.db.collection<Numbered>('docs');
  await docs.insertOne({ _id: 1, parts: ['x'.repeat(9 << 20)] });
  await expect(docs.updateOne({ _id: 1 }, { $push: { parts: 'x'.repeat(9 << 20) } as never })).rejects.toMatchObject({ code: 10334 });
  await store.close();
});
