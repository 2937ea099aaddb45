import mongoose, { Schema } from 'mongoose';
import { type OpenStore, openStore } from './open-store';

let store: OpenStore;
let connection: mongoose.Connection;
beforeAll(async () => {
  store = await openStore({ durability: 'memory', sweepMs: 20 });
  connection = await mongoose.createConnection(store.uri, { dbName: 'smoke' }).asPromise();
});
afterAll(async () => {
  await connection.close();
  await store.close();
});

const itemSchema = new Schema({ sku: String, qty: Number });
const orderSchema = new Schema(
  {
    number: { type: String, unique: true },
    qty: { type: Number, default: 0 },
    tags: [String],
    customer: { type: Schema.Types.ObjectId, ref: 'Customer' },
    items: [itemSchema],
    email: String,
    expiresAt: Date,
  },
  { timestamps: true, optimisticConcurrency: true },
);
orderSchema.index({ email: 1 }, { unique: true, partialFilterExpression: { email: { $type: 'string' } } });
orderSchema.index({ customer: 1, number: -1 });
orderSchema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

test('mongoose works unmodified', async () => {
  const Customer = connection.model('Customer', new Schema({ name: String }));
  const Order = connection.model('Order', orderSchema);
  await Order.init();
  await Order.syncIndexes();
  expect((await Order.collection.indexes()).map((i) => i.name)).toEqual([
    '_id_',
    'number_1',
    'email_1',
    'customer_1_number_-1',
    'expiresAt_1',
  ]);

  const customer = await Customer.create({ name: 'Ann' });
  const order = await Order.create({
    number: 'A',
    customer: customer._id,
    items: [
      { sku: 's1', qty: 1 },
      { sku: 's2', qty: 5 },
    ],
    email: 'a@b',
  });
  expect(await Order.findOne({ number: 'A' }).populate('customer').lean()).toMatchObject({ customer: { name: 'Ann' } });
  await Order.updateOne(
    { _id: order._id, 'items.sku': 's2' },
    { $inc: { 'items.$.qty': 1 }, $push: { tags: { $each: ['x', 'y'], $sort: -1 } } },
  );
  await Order.updateOne({ _id: order._id }, { $set: { 'items.$[i].qty': 9 } }, { arrayFilters: [{ 'i.sku': 's1' }] });
  expect(await Order.findById(order._id).lean()).toMatchObject({ items: [{ qty: 9 }, { qty: 6 }], tags: ['y', 'x'] });

  const stale = await Order.findById(order._id);
  await Order.findByIdAndUpdate(order._id, { $inc: { __v: 1 } });
  stale?.set('qty', 3);
  await expect(stale?.save()).rejects.toMatchObject({ name: 'VersionError' });
  await expect(Order.create({ number: 'A' })).rejects.toMatchObject({ code: 11000, keyValue: { number: 'A' } });

  const upserted = await Order.findOneAndUpdate({ number: 'U' }, { $setOnInsert: { qty: 4 } }, { upsert: true, returnDocument: 'after' });
  expect(upserted).toMatchObject({ number: 'U', qty: 4 });
  const bulk = await Order.bulkWrite([
    { insertOne: { document: { number: 'B' } as never } },
    { updateMany: { filter: {}, update: { $set: { qty: 1 } } as never } },
    { deleteOne: { filter: { number: 'U' } } },
  ]);
  expect([bulk.insertedCount, bulk.modifiedCount, bulk.deletedCount]).toEqual([1, 3, 1]);

  const rows = await Order.aggregate([
    { $lookup: { from: 'customers', localField: 'customer', foreignField: '_id', as: 'who' } },
    { $group: { _id: { $size: '$who' }, orders: { $sum: 1 }, qty: { $sum: '$qty' } } },
    { $sort: { _id: 1 } },
  ]);
  expect(rows).toEqual([
    { _id: 0, orders: 1, qty: 1 },
    { _id: 1, orders: 1, qty: 1 },
  ]);
  expect(await Order.distinct('tags')).toEqual(['x', 'y']);
});

test('a transaction that throws leaves nothing, one that returns leaves everything', async () => {
  const Stock = connection.model('Stock', new Schema({ sku: { type: String, unique: true }, qty: Number }));
  await Stock.init();
  await Stock.create({ sku: 'a', qty: 10 });
  const move = (fail: boolean): Promise<void> =>
    connection.transaction(async (session) => {
      await Stock.updateOne({ sku: 'a' }, { $inc: { qty: -1 } }, { session });
      await Stock.updateOne({ sku: 'b' }, { $inc: { qty: 1 } }, { session, upsert: true });
      if (fail) throw new Error('no');
    });
  await expect(move(true)).rejects.toThrow('no');
  expect(await Stock.find().select('sku qty -_id').lean()).toEqual([{ sku: 'a', qty: 10 }]);
  await move(false);
  expect(await Stock.find().select('sku qty -_id').sort('sku').lean()).toEqual([
    { sku: 'a', qty: 9 },
    { sku: 'b', qty: 1 },
  ]);
});

test('cursors, explain and expiry', async () => {
  const many = connection.collection('many');
  await many.insertMany(Array.from({ length: 2500 }, (_, i) => ({ i, at: new Date(i) })));
  let sum = 0;
  for await (const { i } of many.find({}, { batchSize: 300 })) sum += i;
  expect(sum).toBe((2499 * 2500) / 2);
  await many.createIndex({ i: -1 });
  const explained = await many
    .find({ i: { $gt: 2490 } })
    .sort({ i: 1 })
    .explain('executionStats');
  expect(explained.queryPlanner.winningPlan).toMatchObject({
    stage: 'FETCH',
    inputStage: { stage: 'IXSCAN', indexName: 'i_-1', direction: 'backward' },
  });
  expect(explained.executionStats).toMatchObject({ nReturned: 9, totalDocsExamined: 10 });
  const scanned = await many.find({ at: new Date(3) }).explain('executionStats');
  expect(scanned.queryPlanner.winningPlan.stage).toBe('COLLSCAN');
  await many.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
  while ((await many.countDocuments()) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await many.findOne({})).toBeNull();
});

test('an index can be hidden, and shown again', async () => {
  const Shelf = connection.model('Shelf', new Schema({ row: { type: Number, index: true } }));
  await Shelf.init();
  const hidden = async () => (await Shelf.collection.indexes()).find(({ name }) => name === 'row_1')?.hidden;
  const stage = async () => JSON.stringify((await Shelf.find({ row: 1 }).explain()) as object).includes('IXSCAN');
  for (const wanted of [true, false]) {
    await connection.db?.command({ collMod: Shelf.collection.name, index: { keyPattern: { row: 1 }, hidden: wanted } });
    expect([(await hidden()) === true, await stage()]).toEqual([wanted, !wanted]);
  }
});

test('drivers of other languages learn what they ask first: who this is, in either spelling, and what it can be asked for', async () => {
  const admin = connection.getClient().db('admin');
  for (const question of ['hello', 'ismaster', 'isMaster']) {
    const answer = await admin.command({ [question]: 1 });
    expect([question, answer]).toEqual([
      question,
      expect.objectContaining({ isWritablePrimary: true, setName: 'rs0', maxWireVersion: 21 }),
    ]);
  }
  for (const name of ['buildInfo', 'buildinfo']) expect(await admin.command({ [name]: 1 })).toMatchObject({ version: '7.0.0' });
  expect(await admin.command({ getParameter: '*' })).toMatchObject({ featureCompatibilityVersion: { version: '7.0' } });
  expect(await admin.command({ getCmdLineOpts: 1 })).toMatchObject({ ok: 1 });
});

test('a session that was killed has lost its transaction', async () => {
  const client = connection.getClient();
  const things = client.db('smoke').collection('killed');
  const session = client.startSession();
  try {
    session.startTransaction();
    await things.insertOne({ n: 1 }, { session });
    await client.db('admin').command({ killSessions: [{ id: session.id?.id }] });
    await expect(session.commitTransaction()).rejects.toMatchObject({ code: 251 });
  } finally {
    await session.endSession();
  }
  expect(await things.countDocuments()).toBe(0);
});
