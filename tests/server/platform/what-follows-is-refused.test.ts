import { ulid } from 'ulid';
import { factsGivenUp, tryAgain } from '../../../server/modules/ops';
import { defineSubscriber, type Subscriber } from '../../../server/platform';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { MOST_ATTEMPTS, waitAfter } from '../../../server/platform/journal/patience';
import { startRelay } from '../../../server/platform/journal/relay';
import { asPerson, demoFactory, relay, silent, type TestFactory } from '../../support';
import { type Counted, counts, keepSmall, keptIn } from './tally';

const HOUR_MS = 3_600_000;
const on = { on: 'test.counted', permissions: ['reporting.create'] } as const;
const keeper = (expected: readonly 'more_than_ready'[]): Subscriber =>
  defineSubscriber<Counted>({
    ...on,
    name: 'test.keeper',
    handle: ({ payload: { name, by } }, { run }) => run(keepSmall, { name, by }, { expected }),
  });

/** The relay at an hour of its own clock. */
async function relayAt(at: number, ...subscribers: Subscriber[]): Promise<void> {
  const one = startRelay({ subscribers, holder: `test-${ulid()}`, logger: silent, polling: false, clock: () => new Date(at) });
  await one.drain();
  await one.stop();
}

const relayOf = async (factory: TestFactory) =>
  (await JournalEntryModel.find({ factoryId: factory.id, 'facts.type': 'test.counted' }).sort({ _id: 1 }).lean()).map(
    ({ relay: mark }) => mark,
  );

test('a refusal that the subscriber has named ends the matter', async () => {
  const factory = await demoFactory();
  await counts(factory.wang, 'a', 11);
  await relay(keeper(['more_than_ready']));
  expect(await relayOf(factory)).toEqual([{ state: 'done', attempts: 0 }]);
  expect(await keptIn(factory.id)).toEqual([]);
});

test('a refusal that nobody named is not taken for done: it is tried again, with its reason', async () => {
  const factory = await demoFactory();
  await counts(factory.wang, 'a', 11);
  await counts(factory.wang, 'b', 1);
  await relay(keeper([]));
  expect(await relayOf(factory)).toMatchObject([
    { state: 'due', attempts: 1, failedSubscribers: ['test.keeper'], why: 'more_than_ready' },
    { state: 'done' },
  ]);
  expect(await keptIn(factory.id)).toEqual(['b 1']);
});

test('what one factory cannot take holds up no other, whatever they call it', async () => {
  const [one, two] = [await demoFactory(), await demoFactory()];
  await counts(one.wang, 'same', 11);
  await relay(keeper([]));
  await counts(two.wang, 'same', 1);
  await counts(one.wang, 'same', 2);
  await relay(keeper([]));
  expect([await keptIn(one.id), await keptIn(two.id)]).toEqual([[], ['same 1']]);
});

test('a refusal that somebody is to hear of reaches them, once however often the fact arrives', async () => {
  const factory = await demoFactory();
  const heard: string[] = [];
  const teller = defineSubscriber<Counted>({
    ...on,
    name: 'test.teller',
    handle: ({ payload: { name, by } }, { run, runOr }) =>
      runOr(keepSmall, { name, by }, async ({ code }) => {
        heard.push(code);
        await run(keepSmall, { name: 'told', by: 1 }, { expected: [], part: 'told' });
      }),
  });
  await counts(factory.wang, 'a', 11);
  await relay(teller);
  await JournalEntryModel.collection.updateMany({ factoryId: factory.id }, { $set: { relay: { state: 'due', attempts: 0 } } });
  await relay(teller);
  expect(heard).toEqual(['more_than_ready', 'more_than_ready']);
  expect(await keptIn(factory.id)).toEqual(['told 1']);
});

test('B-11.4 the waits grow to four hours, and together they fill a day', () => {
  const waits = Array.from({ length: MOST_ATTEMPTS - 1 }, (_, index) => waitAfter(index + 1));
  expect(waits.slice(0, 3)).toEqual([2_000, 4_000, 8_000]);
  expect(Math.max(...waits)).toBe(4 * HOUR_MS);
  const day = waits.reduce((sum, wait) => sum + wait, 0);
  expect(day).toBeGreaterThanOrEqual(24 * HOUR_MS);
  expect(day).toBeLessThan(28 * HOUR_MS);
});

test('what nobody takes for a day is given up and lets its subject go on; a person sees it and has it tried again', async () => {
  const factory = await demoFactory();
  const it = asPerson(factory.xu);
  await counts(factory.wang, 'a', 11);
  await counts(factory.wang, 'a', 2);

  const begun = Date.now();
  let at = begun;
  let tries = 0;
  while ((await relayOf(factory))[0]?.state === 'due') {
    await relayAt(at, keeper([]));
    tries += 1;
    const [mark] = await relayOf(factory);
    if (mark?.notBefore) {
      // A moment before its time it is left alone, and so is what waits behind it.
      await relayAt(mark.notBefore.getTime() - 1, keeper([]));
      expect((await relayOf(factory))[0]?.attempts).toBe(tries);
      expect(await keptIn(factory.id)).toEqual([]);
      at = mark.notBefore.getTime() + 1;
    }
  }
  expect(tries).toBe(MOST_ATTEMPTS);
  expect(at - begun).toBeGreaterThanOrEqual(24 * HOUR_MS);
  expect(await relayOf(factory)).toMatchObject([{ state: 'given_up' }, { state: 'done' }]);
  expect(await keptIn(factory.id)).toEqual(['a 2']);

  const shown = await it.ask(factsGivenUp, { limit: 50 });
  expect(shown).toMatchObject({
    total: 1,
    items: [
      {
        command: 'test.count',
        subject: 'tally:a',
        facts: ['test.counted'],
        subscribers: ['test.keeper'],
        tries: MOST_ATTEMPTS,
        why: 'more_than_ready',
      },
    ],
  });
  expect(Date.parse(shown.items[0]?.failedSince ?? '')).toBe(begun);

  const entryId = shown.items[0]?.entryId ?? '';
  expect(await it.must(tryAgain, { entryId })).toEqual({ changed: true });
  expect(await it.must(tryAgain, { entryId })).toEqual({ changed: false });
  await relayAt(at, keeper(['more_than_ready']));
  expect(await it.ask(factsGivenUp, { limit: 50 })).toEqual({ items: [], total: 0 });
});
