import { Types } from 'mongoose';
import { ulid } from 'ulid';
import { givenUpPage } from '../../../server/contracts/api/ops';
import { factsGivenUp, tryAgain } from '../../../server/modules/ops';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, demoFactory, type TestFactory } from '../../support';
import { startApp, type TestApp } from '../../support/http';
import { counts } from '../platform/tally';

async function givenUp(factory: TestFactory, name: string): Promise<string> {
  await counts(factory.wang, name, 1);
  const relay = { state: 'given_up', attempts: 18, failedSubscribers: ['payroll.pay-report'], failedSince: new Date(), why: 'forbidden' };
  const entry = await JournalEntryModel.findOneAndUpdate(
    { factoryId: factory.id, subject: `tally:${name}` },
    { $set: { relay } },
    { returnDocument: 'after' },
  ).lean();
  return entry?._id.toHexString() ?? '';
}

let app: TestApp | undefined;
afterEach(async () => {
  await app?.stop();
  app = undefined;
});

test('the network administrator sees it at the API and has it tried again; the key of a tap counts once', async () => {
  const factory = await demoFactory();
  const entryId = await givenUp(factory, 'a');
  app = await startApp(factory);
  const it = app.api(factory.xu);
  const page = givenUpPage.parse((await it.get('/facts-given-up')).body);
  expect(page).toMatchObject({ total: 1, items: [{ entryId, subscribers: ['payroll.pay-report'], why: 'forbidden' }] });
  // Which facts and about what, but nothing of what they say: that may be somebody's pay.
  expect(JSON.stringify(page)).not.toContain('payload');

  const key = ulid();
  for (const _ of [1, 2]) {
    const answer = await it.post(`/facts-given-up/${entryId}/try-again`, {}, { key });
    expect({ status: answer.status, body: answer.body }).toEqual({ status: 200, body: { changed: true } });
  }
  expect((await it.get('/facts-given-up')).body).toEqual({ items: [], total: 0 });
  expect((await JournalEntryModel.findById(entryId).lean())?.relay).toEqual({
    state: 'due',
    attempts: 0,
    failedSubscribers: ['payroll.pay-report'],
  });
});

test('two people at once: one tries it again, the other changes nothing', async () => {
  const factory = await demoFactory();
  const entryId = await givenUp(factory, 'a');
  const answers = await Promise.all([
    asPerson(factory.xu).must(tryAgain, { entryId }),
    asPerson(factory.admin).must(tryAgain, { entryId }),
  ]);
  expect(answers.map(({ changed }) => changed).sort()).toEqual([false, true]);
});

test.each(['wang', 'chen', 'zhou', 'wu'] as const)('%s may neither see it nor have it tried again', async (name) => {
  const factory = await demoFactory();
  const entryId = await givenUp(factory, 'a');
  await expect(asPerson(factory[name]).ask(factsGivenUp, { limit: 50 })).rejects.toMatchObject({ code: 'forbidden' });
  await expect(asPerson(factory[name]).run(tryAgain, { entryId })).rejects.toMatchObject({ code: 'forbidden' });
  expect((await JournalEntryModel.findById(entryId).lean())?.relay?.state).toBe('given_up');
});

test('another factory has nothing to see and nothing to try', async () => {
  const [own, other] = [await demoFactory(), await demoFactory()];
  const entryId = await givenUp(own, 'a');
  expect(await asPerson(other.xu).ask(factsGivenUp, { limit: 50 })).toEqual({ items: [], total: 0 });
  expect(await asPerson(other.xu).run(tryAgain, { entryId })).toMatchObject({ kind: 'refused', refusal: { code: 'not_found' } });
  expect((await JournalEntryModel.findById(entryId).lean())?.relay?.state).toBe('given_up');
});

test('an entry that nothing follows from is not found, and an id that is none is named', async () => {
  const factory = await demoFactory();
  const it = asPerson(factory.xu);
  expect(await it.run(tryAgain, { entryId: new Types.ObjectId().toHexString() })).toMatchObject({ refusal: { code: 'not_found' } });
  await expect(it.run(tryAgain, { entryId: '{"$ne":1}' })).rejects.toMatchObject({
    code: 'invalid_input',
    fields: [{ path: 'entryId', code: 'invalid_format' }],
  });
});
