import { type OpenStore, openStore } from './open-store';

let store: OpenStore;
beforeAll(async () => {
  store = await openStore({ durability: 'memory' });
  const many = Array.from({ length: 30_000 }, (_, n) => ({ n, text: `text number ${n}` }));
  await store.db.collection('many').insertMany(many);
});
afterAll(() => store.close());

const slow = { $expr: { $eq: [{ $concat: ['$text', '$text', '$text'] }, 'nothing'] } };

test.each([
  ['find', { find: 'many', filter: slow, maxTimeMS: 1 }],
  ['count', { count: 'many', query: slow, maxTimeMS: 1 }],
  ['aggregate', { aggregate: 'many', pipeline: [{ $match: slow }], cursor: {}, maxTimeMS: 1 }],
  ['update', { update: 'many', updates: [{ q: slow, u: { $set: { x: 1 } }, multi: true }], maxTimeMS: 1 }],
])('%s stops when its time is over', async (_name, command) => {
  await expect(store.db.command(command)).rejects.toMatchObject({ code: 50, codeName: 'MaxTimeMSExpired' });
});

test('other clients are answered while a long scan runs', async () => {
  const order: string[] = [];
  const scan = store.db
    .collection('many')
    .countDocuments(slow)
    .then(() => order.push('scan'));
  await store.db.collection('many').findOne({});
  order.push('find');
  await scan;
  expect(order).toEqual(['find', 'scan']);
});

test('a long scan counts what was there when it began', async () => {
  const many = store.db.collection('many');
  const counting = many.countDocuments({ text: /^text/, n: { $gte: 0 } });
  const removing = many.deleteOne({ n: 29_999 });
  expect(await counting).toBe(30_000);
  await removing;
  expect(await many.countDocuments({ text: /^text/ })).toBe(29_999);
});
