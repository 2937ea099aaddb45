import { ulid } from 'ulid';
import * as z from 'zod/mini';
import { accepted, defineTogetherCommand, refused } from '../../../server/platform';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, type TestPerson } from '../../support';
import { CountModel, keptIn } from './tally';

let turns: number[] = [];
beforeEach(() => {
  turns = [];
});

const addUp = defineTogetherCommand({
  name: 'test.add-up',
  permission: 'reporting.create',
  input: z.strictObject({ name: z.string(), by: z.int() }),
  async runTogether(calls, factoryId) {
    turns.push(calls.length);
    const rows = [];
    const outcomes = [];
    for (const { input, context } of calls) {
      if (input.name === 'poison') throw new Error('nobody can take this');
      if (input.by > 10) {
        outcomes.push(refused({ code: 'more_than_ready', by: input.by }));
        continue;
      }
      rows.push({ factoryId, ...input });
      context.publish({ type: 'test.counted', version: 1, subject: `tally:${input.name}`, payload: input });
      outcomes.push(accepted({ by: input.by }));
    }
    await CountModel.insertMany(rows);
    return outcomes;
  },
});

const atOnce = (person: TestPerson, inputs: { name: string; by: number }[], keys: string[] = []) =>
  Promise.allSettled(inputs.map((input, index) => asPerson(person).run(addUp, input, { key: keys[index] ?? ulid() })));
const numbered = (most: number) => Array.from({ length: most }, (_, index) => ({ name: `t${index + 10}`, by: 1 }));
const accepts = (by: number) => ({ status: 'fulfilled', value: { kind: 'accepted', value: { by } } });

test('thirty at once share a transaction; each has its effect, its fact and a journal entry of its own', async () => {
  const { wang, id } = await demoFactory();
  const answers = await atOnce(wang, numbered(30));
  expect(answers).toEqual(Array.from({ length: 30 }, () => accepts(1)));
  expect(turns).toEqual([30]);
  expect(await keptIn(id)).toEqual(numbered(30).map(({ name }) => `${name} 1`));
  const entries = await JournalEntryModel.find({ factoryId: id, command: 'test.add-up' }).lean();
  expect(new Set(entries.map(({ key }) => key)).size).toBe(30);
  expect(entries.map(({ facts }) => facts.length)).toEqual(Array.from({ length: 30 }, () => 1));
  expect(new Set(entries.map(({ subject }) => subject)).size).toBe(30);
});

test('one that is refused holds up nobody, and leaves nothing but its line in the journal', async () => {
  const { wang, id } = await demoFactory();
  const answers = await atOnce(wang, [...numbered(5), { name: 'big', by: 11 }, { name: 'z', by: 2 }]);
  expect(answers.slice(0, 5)).toEqual(Array.from({ length: 5 }, () => accepts(1)));
  expect(answers[5]).toEqual({ status: 'fulfilled', value: { kind: 'refused', refusal: { code: 'more_than_ready', by: 11 } } });
  expect(answers[6]).toEqual(accepts(2));
  expect(await keptIn(id)).toEqual([...numbered(5).map(({ name }) => `${name} 1`), 'z 2']);
  const refusals = await JournalEntryModel.find({ factoryId: id, outcome: 'refused' }).lean();
  expect(refusals).toMatchObject([{ asked: { name: 'big', by: 11 }, facts: [] }]);
});

test('one that nobody can take fails alone', async () => {
  const { wang, id } = await demoFactory();
  const answers = await atOnce(wang, [
    { name: 'a', by: 1 },
    { name: 'poison', by: 1 },
    { name: 'b', by: 1 },
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await keptIn(id)).toEqual(['a 1', 'b 1']);
});

test('B-11.3 the same key in one crowd, and again in the next: one effect, equal answers', async () => {
  const { wang, id } = await demoFactory();
  const keys = ['key-of-one-tap', 'key-of-one-tap', 'key-of-another'];
  const inputs = [
    { name: 'a', by: 7 },
    { name: 'a', by: 7 },
    { name: 'b', by: 1 },
  ];
  expect(await atOnce(wang, inputs, keys)).toEqual([accepts(7), accepts(7), accepts(1)]);
  expect(await atOnce(wang, inputs, keys)).toEqual([accepts(7), accepts(7), accepts(1)]);
  expect((await keptIn(id)).sort()).toEqual(['a 7', 'b 1']);
  const other = await atOnce(
    wang,
    [
      { name: 'a', by: 8 },
      { name: 'c', by: 1 },
    ],
    ['key-of-one-tap', ulid()],
  );
  expect(other).toMatchObject([{ status: 'rejected', reason: { code: 'idempotency_key_reused' } }, accepts(1)]);
});

test('without the permission nobody gets into a crowd, and two factories share none', async () => {
  const [one, two] = [await demoFactory(), await demoFactory()];
  const answers = await Promise.allSettled([
    asPerson(one.wang).run(addUp, { name: 'a', by: 1 }),
    asPerson(two.wang).run(addUp, { name: 'a', by: 2 }),
    asPerson(one.zhao).run(addUp, { name: 'a', by: 3 }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect([await keptIn(one.id), await keptIn(two.id)]).toEqual([['a 1'], ['a 2']]);
});
