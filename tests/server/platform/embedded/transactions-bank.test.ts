import { type OpenStore, openStore, randomFrom } from './open-store';

const ACCOUNTS = 12;
const CLIENTS = 8;
const TRANSFERS = 12;
const START = 100;

let store: OpenStore;
beforeAll(async () => {
  store = await openStore({ durability: 'write' });
});
afterAll(() => store.close());

type Account = { _id: number; balance: number; deposits: number };

test('money moved by many clients at once is neither made nor lost, and every snapshot adds up', async () => {
  const accounts = store.db.collection<Account>('accounts');
  await accounts.insertMany(Array.from({ length: ACCOUNTS }, (_, i) => ({ _id: i, balance: START, deposits: 0 })));
  const random = randomFrom(7);
  const pick = (): number => Math.floor(random() * ACCOUNTS);

  const transfer = (): Promise<void> =>
    store.client.withSession((session) =>
      session.withTransaction(async () => {
        const from = pick();
        const to = (from + 1 + Math.floor(random() * (ACCOUNTS - 1))) % ACCOUNTS;
        const source = await accounts.findOne({ _id: from }, { session });
        if ((source?.balance ?? 0) < 5) return;
        await accounts.updateOne({ _id: from }, { $inc: { balance: -5 } }, { session });
        await accounts.updateOne({ _id: to }, { $inc: { balance: 5 } }, { session });
      }),
    );
  const deposit = async (): Promise<void> => {
    await accounts.updateOne({ _id: pick() }, { $inc: { deposits: 1 } });
  };
  const sumOf = (all: Account[]): number => all.reduce((sum, a) => sum + a.balance, 0);
  const readSnapshot = (): Promise<void> =>
    store.client.withSession((session) =>
      session.withTransaction(async () => {
        const half = await accounts.find({ _id: { $lt: ACCOUNTS / 2 } }, { session }).toArray();
        const rest = await accounts.find({ _id: { $gte: ACCOUNTS / 2 } }, { session }).toArray();
        expect(sumOf([...half, ...rest])).toBe(ACCOUNTS * START);
      }),
    );

  const repeat = async (work: () => Promise<void>): Promise<void> => {
    for (let i = 0; i < TRANSFERS; i++) await work();
  };
  const clients = Array.from({ length: CLIENTS }, () => repeat(transfer));
  await Promise.all([...clients, repeat(deposit), repeat(deposit), repeat(readSnapshot)]);

  const all = await accounts.find().toArray();
  expect(sumOf(all)).toBe(ACCOUNTS * START);
  expect(all.reduce((sum, a) => sum + a.deposits, 0)).toBe(2 * TRANSFERS);
  expect(all.every((a) => a.balance >= 0)).toBe(true);
}, 60_000);

test('64 increments of one document at once are 64', async () => {
  const counters = store.db.collection<{ _id: string; n: number }>('counters');
  await counters.insertOne({ _id: 'c', n: 0 });
  await Promise.all(Array.from({ length: 64 }, () => counters.findOneAndUpdate({ _id: 'c' }, { $inc: { n: 1 } })));
  expect(await counters.findOne({ _id: 'c' })).toEqual({ _id: 'c', n: 64 });
});
