import { Types } from 'mongoose';
import { checkedJournal } from '../../../server/contracts/api/ops';
import { checkJournal } from '../../../server/modules/ops';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { sealJournal } from '../../../server/platform/journal/seal';
import { SealModel } from '../../../server/platform/journal/seal.model';
import { asPerson, demoFactory, type TestFactory } from '../../support';
import { startApp } from '../../support/http';
import { counts } from '../platform/tally';

const MINUTE = 60_000;
const later = (minutes: number) => new Date(Date.now() + minutes * MINUTE);
const check = (factory: TestFactory, after = 0, limit = 20) => asPerson(factory.xu).ask(checkJournal, { after, limit });

/** Three lines of the journal in one link, two in a second. */
async function sealedTwice(): Promise<TestFactory> {
  const factory = await demoFactory();
  for (const name of ['a', 'b', 'c']) await counts(factory.wang, name, 1);
  await sealJournal.runOnce(factory.id, later(20));
  for (const name of ['d', 'e']) await counts(factory.wang, name, 1);
  await sealJournal.runOnce(factory.id, later(40));
  return factory;
}

const holding = async (factory: TestFactory) =>
  (await check(factory)).items.map(({ number, entries, found, holds }) => [number, entries, found, holds]);
const lineAbout = (factory: TestFactory, name: string) => ({ factoryId: factory.id, subject: `tally:${name}` });

test('what nobody touched holds, and the mark of the relay is no touch', async () => {
  const factory = await sealedTwice();
  await JournalEntryModel.updateMany({ factoryId: factory.id }, { $set: { relay: { state: 'done', attempts: 3 } } });
  expect(await holding(factory)).toEqual([
    [1, 3, 3, true],
    [2, 2, 2, true],
  ]);
  expect(await check(factory)).toMatchObject({ next: null, unsealed: 0 });
});

test.each([
  ['changed', { $set: { 'asked.by': 2 } }],
  ['given to somebody else', { $set: { actorId: 'p-other' } }],
  ['moved to another day', { $set: { at: new Date(0) } }],
  ['given another answer', { $set: { answer: { by: 1, more: true } } }],
])('a line that was %s breaks the link it is in and no other', async (_what, change) => {
  const factory = await sealedTwice();
  await JournalEntryModel.collection.updateOne(lineAbout(factory, 'b'), change);
  expect(await holding(factory)).toEqual([
    [1, 3, 3, false],
    [2, 2, 2, true],
  ]);
});

test('a line that was taken out, and one that was put in, are found', async () => {
  const factory = await sealedTwice();
  const taken = await JournalEntryModel.findOneAndDelete(lineAbout(factory, 'e')).lean();
  const like = await JournalEntryModel.findOne(lineAbout(factory, 'a')).lean();
  if (!taken || !like) throw new Error('the lines are not there');
  // Before the first line, so among those that are sealed.
  const id = Types.ObjectId.createFromHexString((BigInt(`0x${like._id.toHexString()}`) - 1n).toString(16).padStart(24, '0'));
  await JournalEntryModel.collection.insertOne({ ...like, _id: id, key: 'put-in', subject: 'tally:x' });
  expect(await holding(factory)).toEqual([
    [1, 3, 4, false],
    [2, 2, 1, false],
  ]);
});

test('a link that was taken out of the chain leaves the next one hanging', async () => {
  const factory = await sealedTwice();
  await SealModel.deleteOne({ factoryId: factory.id, number: 1 });
  expect(await holding(factory)).toEqual([[2, 2, 5, false]]);
});

test('a line is sealed only when nothing older can appear any more, and none twice', async () => {
  const factory = await demoFactory();
  await counts(factory.wang, 'a', 1);
  await sealJournal.runOnce(factory.id, later(9));
  expect(await check(factory)).toEqual({ items: [], next: null, unsealed: 1 });
  await sealJournal.runOnce(factory.id, later(11));
  await sealJournal.runOnce(factory.id, later(11));
  expect(await holding(factory)).toEqual([[1, 1, 1, true]]);
});

test('two processes at the clockwork make one chain', async () => {
  const factory = await demoFactory();
  for (const name of ['a', 'b', 'c', 'd']) await counts(factory.wang, name, 1);
  await Promise.all([1, 2, 3].map(() => sealJournal.runOnce(factory.id, later(20))));
  expect(await holding(factory)).toEqual([[1, 4, 4, true]]);
});

test('a long journal is sealed in stretches, and looked at in steps', async () => {
  const factory = await demoFactory();
  await counts(factory.wang, 'a', 1);
  const { _id: _old, key: _key, ...like } = (await JournalEntryModel.findOne({ factoryId: factory.id }).lean()) ?? {};
  await JournalEntryModel.collection.insertMany(Array.from({ length: 1_100 }, () => ({ ...like })));
  await sealJournal.runOnce(factory.id, later(20));
  const first = await check(factory, 0, 2);
  expect(first).toMatchObject({
    items: [
      { entries: 500, holds: true },
      { entries: 500, holds: true },
    ],
    next: 2,
  });
  expect(await check(factory, first.next ?? 0, 2)).toMatchObject({ items: [{ number: 3, entries: 101, holds: true }], next: null });
});

test('the network administrator asks at the API; a worker and another factory see nothing', async () => {
  const [factory, other] = [await sealedTwice(), await demoFactory()];
  const app = await startApp(factory);
  try {
    const page = checkedJournal.parse((await app.api(factory.xu).get('/journal/seals?limit=1')).body);
    expect(page).toMatchObject({ items: [{ number: 1, holds: true }], next: 1 });
  } finally {
    await app.stop();
  }
  await expect(asPerson(factory.wang).ask(checkJournal, { after: 0, limit: 5 })).rejects.toMatchObject({ code: 'forbidden' });
  expect((await check(other)).items).toEqual([]);
});

test('a stretch is found by its ids, and the rest of the journal is not read for it', async () => {
  const factory = await sealedTwice();
  const find = jest.spyOn(JournalEntryModel, 'find');
  await sealJournal.runOnce(factory.id, later(60));
  await check(factory);
  const asked = find.mock.results.map(({ value }) => value as ReturnType<typeof JournalEntryModel.find>);
  find.mockRestore();
  expect(asked).toHaveLength(3);
  for (const question of asked) {
    const plan = JSON.stringify(await JournalEntryModel.find(question.getFilter(), null, question.getOptions()).explain('queryPlanner'));
    expect(plan).toContain('"indexName":"_id_"');
    expect(plan).not.toContain('"SORT"');
  }
});
