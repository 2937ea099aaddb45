import { model, Schema } from 'mongoose';
import * as z from 'zod/mini';
import { AppError, accepted, defineCommand, defineSubscriber, refused } from '../../../server/platform';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, relay } from '../../support';

const ONE_TALLY = 'one_tally_per_name';
const schema = new Schema({ factoryId: String, name: String, count: Number }, { collection: 'test_tallies', versionKey: false });
schema.index({ factoryId: 1, name: 1 }, { name: ONE_TALLY, unique: true });
const TallyModel = model('TestTally', schema);
const count = defineCommand({
  name: 'test.count',
  permission: 'reporting.create',
  input: z.strictObject({ name: z.string(), by: z.int(), refuse: z.optional(z.boolean()) }),
  againIfLostTo: [ONE_TALLY],
  async run({ name, by, refuse }, { scope, publish }) {
    const tally = await TallyModel.findOneAndUpdate(
      { factoryId: scope.factoryId, name },
      { $inc: { count: by } },
      { upsert: true, returnDocument: 'after' },
    ).lean();
    if (refuse) return refused({ code: 'nothing_ready', count: tally?.count ?? 0 });
    publish({ type: 'test.counted', version: 1, subject: `tally:${name}`, payload: { name, by } });
    return accepted({ count: tally?.count ?? 0 });
  },
});
const tallyOf = async (factoryId: string, name: string): Promise<number> =>
  (await TallyModel.findOne({ factoryId, name }).lean())?.count ?? 0;

test('B-11.3 the same key and content a hundred times at once: one effect, one journal entry, a hundred equal answers', async () => {
  const { wang, id } = await demoFactory();
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => asPerson(wang).run(count, { name: 'a', by: 7 }, { key: 'key-of-one-tap' })),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
    new Set([JSON.stringify({ kind: 'accepted', value: { count: 7 } })]),
  );
  expect(await tallyOf(id, 'a')).toBe(7);
  expect(await JournalEntryModel.countDocuments({ factoryId: id, command: 'test.count', outcome: 'accepted' })).toBe(1);
});

test('B-11.3 the same key with other content is refused and has no effect', async () => {
  const { wang, id } = await demoFactory();
  await asPerson(wang).must(count, { name: 'a', by: 7 }, { key: 'key-of-one-tap' });
  await expect(asPerson(wang).run(count, { name: 'a', by: 8 }, { key: 'key-of-one-tap' })).rejects.toMatchObject({
    code: 'idempotency_key_reused',
  });
  expect(await tallyOf(id, 'a')).toBe(7);
});

test('the key belongs to the person: somebody else with the same key has an effect of their own', async () => {
  const { wang, li, id } = await demoFactory();
  await asPerson(wang).must(count, { name: 'a', by: 7 }, { key: 'key-of-one-tap' });
  await asPerson(li).must(count, { name: 'a', by: 7 }, { key: 'key-of-one-tap' });
  expect(await tallyOf(id, 'a')).toBe(14);
});

test('a refusal leaves nothing behind but its line in the journal, and does not use up the key', async () => {
  const { wang, id } = await demoFactory();
  const no = await asPerson(wang).run(count, { name: 'a', by: 7, refuse: true }, { key: 'key-of-one-tap' });
  expect(no).toEqual({ kind: 'refused', refusal: { code: 'nothing_ready', count: 7 } });
  expect(await tallyOf(id, 'a')).toBe(0);
  expect(await JournalEntryModel.find({ factoryId: id }).lean()).toMatchObject([
    { outcome: 'refused', refusal: { code: 'nothing_ready' }, facts: [], actorId: wang.id },
  ]);
  expect(await asPerson(wang).run(count, { name: 'a', by: 7 }, { key: 'key-of-one-tap' })).toMatchObject({ kind: 'accepted' });
});

test('without the permission nothing runs, and the attempt is journalled', async () => {
  const { zhao, id } = await demoFactory();
  await expect(asPerson(zhao).run(count, { name: 'a', by: 7 })).rejects.toMatchObject({
    code: 'forbidden',
    details: { permission: 'reporting.create' },
  });
  expect(await tallyOf(id, 'a')).toBe(0);
  expect(await JournalEntryModel.countDocuments({ factoryId: id, outcome: 'refused', actorId: zhao.id })).toBe(1);
});

test.each([
  ['an unknown field', { name: 'a', by: 1, admin: true }, [{ path: 'admin', code: 'unknown_field' }]],
  ['an operator instead of a value', { name: { $gt: '' }, by: 1 }, [{ path: 'name', code: 'invalid_type' }]],
  ['a wrong type', { name: 'a', by: '1' }, [{ path: 'by', code: 'invalid_type' }]],
])('%s is named and nothing is written', async (_, input, fields) => {
  const { wang, id } = await demoFactory();
  const attempt = asPerson(wang).run(count, input as never);
  await expect(attempt).rejects.toBeInstanceOf(AppError);
  await expect(attempt).rejects.toMatchObject({ code: 'invalid_input', fields });
  expect(await JournalEntryModel.countDocuments({ factoryId: id })).toBe(0);
});

test('fifty people count on one tally at once: nobody is lost', async () => {
  const { wang, id } = await demoFactory();
  await Promise.all(Array.from({ length: 50 }, () => asPerson(wang).must(count, { name: 'hot', by: 1 })));
  expect(await tallyOf(id, 'hot')).toBe(50);
});

test('a fact that is delivered twice has its effect once', async () => {
  const { wang, id } = await demoFactory();
  const mirror = defineSubscriber<{ type: 'test.counted'; version: 1; subject: string; payload: { name: string; by: number } }>({
    name: 'test.mirror',
    on: 'test.counted',
    permissions: ['reporting.create'],
    async handle({ payload }, { run }) {
      if (payload.name !== 'mirror') await run(count, { name: 'mirror', by: payload.by }, { expected: [] });
    },
  });
  await asPerson(wang).must(count, { name: 'a', by: 7 });
  await relay(mirror);
  await JournalEntryModel.collection.updateMany(
    { factoryId: id, 'relay.state': 'done' },
    { $set: { relay: { state: 'due', attempts: 0 } } },
  );
  await relay(mirror);
  expect(await tallyOf(id, 'mirror')).toBe(7);
});

test('a subscriber that fails holds back its own subject and no other, and gets the fact again', async () => {
  const { wang, id } = await demoFactory();
  const seen: string[] = [];
  let broken = true;
  const picky = defineSubscriber<{ type: 'test.counted'; version: 1; subject: string; payload: { name: string; by: number } }>({
    name: 'test.picky',
    on: 'test.counted',
    permissions: [],
    async handle({ payload }) {
      if (payload.name === 'bad' && broken) throw new Error('not now');
      seen.push(`${payload.name}${payload.by}`);
    },
  });
  for (const [name, by] of [
    ['bad', 1],
    ['bad', 2],
    ['good', 1],
  ] as const)
    await asPerson(wang).must(count, { name, by });
  await relay(picky);
  expect(seen).toEqual(['good1']);
  broken = false;
  await JournalEntryModel.collection.updateMany({ factoryId: id, 'relay.state': 'due' }, { $unset: { 'relay.notBefore': '' } });
  await relay(picky);
  expect(seen).toEqual(['good1', 'bad1', 'bad2']);
});
