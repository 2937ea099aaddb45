import { model, Schema } from 'mongoose';
import * as z from 'zod/mini';
import { accepted, defineCommand, refused } from '../../../server/platform';
import { asPerson, type TestPerson } from '../../support';

const schema = new Schema({ factoryId: String, name: String, by: Number }, { collection: 'test_counts', versionKey: false });
export const CountModel = model('TestCount', schema);

export type Counted = { type: 'test.counted'; version: 1; subject: string; payload: { name: string; by: number } };

/** Publishes a fact about a tally; what follows from it is what a test is about. */
export const count = defineCommand({
  name: 'test.count',
  permission: 'reporting.create',
  input: z.strictObject({ name: z.string(), by: z.int() }),
  async run({ name, by }, { publish }) {
    publish({ type: 'test.counted', version: 1, subject: `tally:${name}`, payload: { name, by } } satisfies Counted);
    return accepted({ by });
  },
});

/** Refuses what is more than the limit. */
export const keepSmall = defineCommand({
  name: 'test.keep-small',
  permission: 'reporting.create',
  input: z.strictObject({ name: z.string(), by: z.int() }),
  async run({ name, by }, { scope }) {
    if (by > 10) return refused({ code: 'more_than_ready', by });
    await CountModel.create({ factoryId: scope.factoryId, name, by });
    return accepted({ by });
  },
});

export const counts = (person: TestPerson, name: string, by: number) => asPerson(person).must(count, { name, by });

export async function keptIn(factoryId: string): Promise<string[]> {
  const kept = await CountModel.find({ factoryId }).sort({ _id: 1 }).lean();
  return kept.map(({ name, by }) => `${name} ${by}`);
}
