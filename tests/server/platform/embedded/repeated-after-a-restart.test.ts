import fs from 'node:fs';
import { Long, MongoClient } from 'mongodb';
import { start } from '../../../../server/platform/database/embedded';
import { temporaryDirectory } from './open-store';

type Counter = { _id: number; n: number };

// A client that got no answer before the store was killed sends its write again to the one that was started after it.
test.each([
  ['the log', 1 << 20],
  ['a snapshot', 500],
])('what a client repeats after a restart is not done twice, and the answer comes from %s', async (_from, maxLogBytes) => {
  const dir = temporaryDirectory();
  const serve = () => start({ dir, durability: 'write', inProcess: true, maxLogBytes });
  let store = await serve();
  const client = new MongoClient(store.uri, { retryReads: false });
  const counters = client.db('shop').collection<Counter>('counters');
  const restart = async (): Promise<void> => {
    await store.close();
    store = await serve();
    // The connections of the pool are dead, and a read finds that out. Should it fail for another reason, so does what follows.
    await counters.countDocuments().catch(() => undefined);
  };
  await counters.insertOne({ _id: 2, n: 0 });

  const session = client.startSession();
  // Far from the numbers the driver gives to the sessions it has used before.
  const number = { txnNumber: Long.fromNumber(1000) };
  const updates = [1, 2].map((_id) => ({ q: { _id }, u: { $inc: { n: 1 } }, upsert: true }));
  const find = { query: { _id: 2 }, update: { $inc: { n: 1 } }, new: true };
  const update = () => client.db('shop').command({ update: 'counters', updates, ...number }, { session });
  const other = client.startSession();
  const findAndModify = () => client.db('shop').command({ findAndModify: 'counters', ...find, ...number }, { session: other });
  const first = [await update(), await findAndModify()];
  await restart();
  const second = [await update(), await findAndModify()];
  expect(second[0]).toMatchObject({ n: 2, nModified: 1, upserted: [{ index: 0, _id: 1 }] });
  expect(second.map(({ n, nModified, value }) => [n, nModified, value])).toEqual(
    first.map(({ n, nModified, value }) => [n, nModified, value]),
  );

  const mover = client.startSession();
  mover.startTransaction();
  await counters.updateOne({ _id: 1 }, { $inc: { n: 10 } }, { session: mover });
  await mover.commitTransaction();
  await restart();
  await mover.commitTransaction();
  expect(await counters.find().sort({ _id: 1 }).toArray()).toEqual([
    { _id: 1, n: 11 },
    { _id: 2, n: 2 },
  ]);
  for (const used of [session, other, mover]) await used.endSession();
  await client.close();
  await store.close();
  fs.rmSync(dir, { recursive: true, force: true });
});
