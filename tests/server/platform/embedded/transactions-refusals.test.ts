import type { ClientSession, Document } from 'mongodb';
import { beginTransaction, type OpenStore, openStore } from './open-store';

let store: OpenStore;
let session: ClientSession;

beforeAll(async () => {
  store = await openStore({ durability: 'memory' });
  await store.db.collection('things').insertMany([{ n: 1 }, { n: 2 }]);
});
afterAll(() => store.close());
beforeEach(() => {
  session = beginTransaction(store);
});
afterEach(async () => {
  if (session.inTransaction()) await session.abortTransaction();
  await session.endSession();
});

// What a real mongod refuses in a multi-document transaction must be refused here too.
const refused: [string, Document, number][] = [
  ['count', { count: 'things' }, 263],
  ['listCollections', { listCollections: 1 }, 263],
  ['listIndexes', { listIndexes: 'things' }, 263],
  ['dropIndexes', { dropIndexes: 'things', index: '*' }, 263],
  ['drop', { drop: 'things' }, 263],
  ['dropDatabase', { dropDatabase: 1 }, 263],
  ['explain', { explain: { find: 'things' } }, 263],
  ['ping', { ping: 1 }, 263],
  ['an index on a collection that has documents', { createIndexes: 'things', indexes: [{ key: { n: 1 }, name: 'n_1' }] }, 263],
  ['a collection that exists', { create: 'things' }, 48],
  ['a write concern on a statement', { insert: 'things', documents: [{ n: 3 }], writeConcern: { w: 1 } }, 72],
];

test.each(refused)('%s is refused in a transaction', async (_what, command, code) => {
  await store.db.collection('things').findOne({}, { session });
  const refusal = store.client.db('shop').command(command, { session });
  await expect(refusal).rejects.toMatchObject({ code });
});

test('a read concern that no transaction can keep is refused', async () => {
  const linearizable = store.client.startSession();
  linearizable.startTransaction({ readConcern: { level: 'linearizable' } });
  await expect(store.db.collection('things').findOne({}, { session: linearizable })).rejects.toMatchObject({ code: 72 });
  await linearizable.endSession();
});

test('the admin database is out of reach', async () => {
  await expect(store.client.db('admin').collection('things').findOne({}, { session })).rejects.toMatchObject({ code: 263 });
});

test('a statement after a failed one finds the transaction gone', async () => {
  const things = store.db.collection('things');
  await things.insertOne({ n: 10 }, { session });
  await expect(things.updateOne({}, { $inc: { n: 'one' } } as never, { session })).rejects.toMatchObject({ code: 14 });
  await expect(things.insertOne({ n: 11 }, { session })).rejects.toMatchObject({ code: 251 });
  expect(await things.countDocuments({ n: { $gte: 10 } })).toBe(0);
});

test('a cursor opened outside cannot be read inside', async () => {
  const { cursor } = await store.db.command({ find: 'things', batchSize: 1 });
  await store.db.collection('things').findOne({}, { session });
  await expect(store.db.command({ getMore: cursor.id, collection: 'things' }, { session })).rejects.toMatchObject({ code: 50738 });
});
