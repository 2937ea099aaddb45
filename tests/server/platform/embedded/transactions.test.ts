import { type Collection, Long } from 'mongodb';
import { beginTransaction, type OpenStore, openStore } from './open-store';

let store: OpenStore;
let things: Collection<{ _id: number; n?: number; code?: string }>;

beforeEach(async () => {
  store = await openStore({ durability: 'memory' });
  things = store.db.collection('things');
  await things.createIndex({ code: 1 }, { unique: true, sparse: true });
  await things.insertMany([
    { _id: 1, n: 0, code: 'A' },
    { _id: 2, n: 0, code: 'B' },
  ]);
});
afterEach(() => store.close());

const transient = { code: 112, errorLabelSet: new Set(['TransientTransactionError']) };

test('nobody sees a write before the commit, and everybody all of it after', async () => {
  const session = beginTransaction(store);
  await things.updateOne({ _id: 1 }, { $set: { n: 1 } }, { session });
  await things.insertOne({ _id: 3 }, { session });
  expect(await things.findOne({ _id: 1 })).toMatchObject({ n: 0 });
  expect(await things.countDocuments()).toBe(2);
  expect(await things.countDocuments({}, { session })).toBe(3);
  await session.commitTransaction();
  expect(await things.findOne({ _id: 1 })).toMatchObject({ n: 1 });
  expect(await things.countDocuments()).toBe(3);
});

test('an aborted transaction leaves nothing: no document, no index entry, no collection', async () => {
  const session = beginTransaction(store);
  await things.updateOne({ _id: 1 }, { $set: { code: 'Z' } }, { session });
  await things.deleteOne({ _id: 2 }, { session });
  await store.db.collection('fresh').insertOne({ a: 1 }, { session });
  await session.abortTransaction();
  expect(await things.find().sort({ _id: 1 }).toArray()).toMatchObject([{ code: 'A' }, { code: 'B' }]);
  await things.insertOne({ _id: 9, code: 'Z' });
  expect(await store.db.listCollections({ name: 'fresh' }).toArray()).toEqual([]);
});

test('a transaction reads the state of its first statement, whatever others write meanwhile', async () => {
  const session = beginTransaction(store);
  expect(await things.countDocuments({}, { session })).toBe(2);
  await things.insertOne({ _id: 3 });
  await things.updateOne({ _id: 1 }, { $set: { n: 7 } });
  expect(await things.countDocuments({}, { session })).toBe(2);
  expect(await things.findOne({ _id: 1 }, { session })).toMatchObject({ n: 0 });
  await session.commitTransaction();
});

test('of two transactions that write one document the second loses at once and may be run again', async () => {
  const first = beginTransaction(store);
  const second = beginTransaction(store);
  await things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: first });
  await expect(things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session: second })).rejects.toMatchObject(transient);
  await first.commitTransaction();
  await second.abortTransaction().catch(() => undefined);
  expect(await things.findOne({ _id: 1 })).toMatchObject({ n: 1 });
});

test('a transaction loses to a write made after it began', async () => {
  const session = beginTransaction(store);
  await things.findOne({ _id: 2 }, { session });
  await things.updateOne({ _id: 1 }, { $set: { n: 5 } });
  await expect(things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { session })).rejects.toMatchObject(transient);
});

test('of two transactions that take one unique key the second loses', async () => {
  const first = beginTransaction(store);
  const second = beginTransaction(store);
  await things.insertOne({ _id: 3, code: 'K' }, { session: first });
  await expect(things.insertOne({ _id: 4, code: 'K' }, { session: second })).rejects.toMatchObject(transient);
  await first.commitTransaction();
});

test('a plain duplicate inside a transaction is E11000, not a conflict to be retried for ever', async () => {
  const session = beginTransaction(store);
  await things.updateOne({ _id: 1 }, { $set: { n: 1 } }, { session });
  await expect(things.insertOne({ _id: 3, code: 'B' }, { session })).rejects.toMatchObject({ code: 11000, keyValue: { code: 'B' } });
});

test('a unique key given up by a later commit is a conflict and not a duplicate', async () => {
  const session = beginTransaction(store);
  await things.findOne({ _id: 1 }, { session });
  await things.deleteOne({ _id: 2 });
  await expect(things.insertOne({ _id: 3, code: 'B' }, { session })).rejects.toMatchObject(transient);
});

test('two documents can exchange their unique keys in one transaction, also when others write in between', async () => {
  const session = beginTransaction(store);
  await things.updateOne({ _id: 1 }, { $set: { code: 'tmp' } }, { session });
  await things.updateOne({ _id: 2 }, { $set: { code: 'A' } }, { session });
  await things.updateOne({ _id: 1 }, { $set: { code: 'B' } }, { session });
  await things.insertOne({ _id: 5, code: 'E' });
  await session.commitTransaction();
  expect(
    await things
      .find({ code: { $in: ['A', 'B'] } })
      .sort({ code: 1 })
      .toArray(),
  ).toMatchObject([{ _id: 2 }, { _id: 1 }]);
  expect(await things.findOne({ code: 'tmp' })).toBeNull();
});

test('a unique index made while a transaction runs holds for what the transaction commits', async () => {
  const session = beginTransaction(store);
  await things.findOne({ _id: 1 }, { session });
  await things.createIndex({ n: 1 }, { unique: true, partialFilterExpression: { n: { $gt: 0 } } });
  const twins = [
    { _id: 3, n: 7 },
    { _id: 4, n: 7 },
  ];
  await things.insertMany(twins, { session });
  await expect(session.commitTransaction()).rejects.toMatchObject({ code: 11000 });
  expect(await things.countDocuments()).toBe(2);
});

test('a write outside waits for the transaction that has the document, then works on its result', async () => {
  const session = beginTransaction(store);
  await things.updateOne({ _id: 1 }, { $set: { n: 10 } }, { session });
  const order: string[] = [];
  const outside = things.updateOne({ _id: 1 }, { $inc: { n: 1 } }).then(() => order.push('outside'));
  await things.findOne({ _id: 2 });
  order.push('commit');
  await session.commitTransaction();
  await outside;
  expect(order).toEqual(['commit', 'outside']);
  expect(await things.findOne({ _id: 1 })).toMatchObject({ n: 11 });
});

test('a waiting write gives up when its time is over', async () => {
  const session = beginTransaction(store);
  await things.updateOne({ _id: 1 }, { $set: { n: 10 } }, { session });
  await expect(things.updateOne({ _id: 1 }, { $inc: { n: 1 } }, { maxTimeMS: 5 })).rejects.toMatchObject({ code: 50 });
  await session.commitTransaction();
  expect(await things.findOne({ _id: 1 })).toMatchObject({ n: 10 });
});

test('a collection and its index can be made in a transaction, and are there after the commit', async () => {
  const session = beginTransaction(store);
  const orders = await store.db.createCollection('orders', { session });
  await orders.createIndex({ number: 1 }, { unique: true, session });
  await orders.insertOne({ number: 1 }, { session });
  expect(await store.db.listCollections({ name: 'orders' }).toArray()).toEqual([]);
  await session.commitTransaction();
  await expect(orders.insertOne({ number: 1 })).rejects.toMatchObject({ code: 11000 });
});

test('dropping a collection waits for the transaction that writes to it', async () => {
  const session = beginTransaction(store);
  await things.insertOne({ _id: 3 }, { session });
  const dropped = things.drop();
  await things.findOne({});
  await session.commitTransaction();
  expect(await dropped).toBe(true);
  expect(await things.countDocuments()).toBe(0);
});

test('commit and abort may be sent again', async () => {
  const session = store.client.startSession();
  const lsid = session.id;
  const send = (command: object) => store.db.admin().command({ ...command, lsid, txnNumber: 1, autocommit: false });
  session.startTransaction();
  await things.insertOne({ _id: 3 }, { session });
  await session.commitTransaction();
  await session.commitTransaction();
  expect(await things.countDocuments()).toBe(3);
  await expect(send({ abortTransaction: 1 })).rejects.toThrow();
});

test('a write that is sent again because its answer was lost is applied once', async () => {
  const data = {
    writeConcernError: { code: 91, errmsg: 'the primary is shutting down' },
    failCommands: ['update', 'insert', 'findAndModify'],
  };
  const loseNextAnswer = () => store.client.db('admin').command({ configureFailPoint: 'failCommand', mode: { times: 1 }, data });
  await loseNextAnswer();
  expect(await things.updateOne({ _id: 1 }, { $inc: { n: 1 } })).toMatchObject({ modifiedCount: 1 });
  await loseNextAnswer();
  expect(await things.insertOne({ _id: 3 })).toMatchObject({ insertedId: 3 });
  await loseNextAnswer();
  expect(await things.findOneAndUpdate({ _id: 1 }, { $inc: { n: 1 } }, { returnDocument: 'after' })).toMatchObject({ n: 2 });
  expect(await things.findOne({ _id: 1 })).toMatchObject({ n: 2 });
});

test('a write that is sent again while its first attempt still waits is applied once, and both get one answer', async () => {
  const session = beginTransaction(store);
  await things.updateOne({ _id: 1 }, { $set: { n: 10 } }, { session });
  const writer = store.client.startSession();
  const increment = { update: 'things', updates: [{ q: { _id: 1 }, u: { $inc: { n: 1 } } }], txnNumber: Long.fromNumber(1000) };
  const attempts = [1, 2].map(() => store.db.command(increment, { session: writer }));
  await session.commitTransaction();
  expect(await Promise.all(attempts)).toMatchObject([
    { n: 1, nModified: 1 },
    { n: 1, nModified: 1 },
  ]);
  expect(await things.findOne({ _id: 1 })).toMatchObject({ n: 11 });
  await writer.endSession();
});

test('of a write that is sent again only what did not take effect is done', async () => {
  const failPoint = (mode: object, data: object) =>
    store.client.db('admin').command({ configureFailPoint: 'onPrimaryTransactionalWrite', mode, data });
  await failPoint({ times: 1 }, {});
  expect(await things.insertMany([{ _id: 3 }, { _id: 4 }])).toMatchObject({ insertedCount: 2 });
  await failPoint({ skip: 1 }, { failBeforeCommitExceptionCode: 1 });
  const increments = [{ _id: 1 }, { _id: 3 }].map((filter) => ({ updateOne: { filter, update: { $inc: { n: 1 } } } }));
  await expect(things.bulkWrite(increments)).rejects.toThrow();
  expect((await things.find().sort({ _id: 1 }).toArray()).map(({ n }) => n)).toEqual([1, 0, undefined, undefined]);
  await store.client.db('admin').command({ configureFailPoint: 'onPrimaryTransactionalWrite', mode: 'off' });
});
