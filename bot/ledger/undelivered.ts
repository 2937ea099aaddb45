import { namesOf, peopleWho, personById } from '../../server/modules/identity';
import { enqueue, RANK } from '../notifier/enqueue';
import { type Send, SendModel } from '../notifier/send.model';
import type { Words } from '../notifier/words';

/** What fails within so long is told in one message: a broken line fails for everybody at once. */
const GATHER_MS = 5 * 60_000;
const NAMES_SHOWN = 3;
/** What this writes itself is not counted among what it writes about. */
export const ABOUT_FAILURES = /^undelivered:/;

/**
 * A message that does not reach its person is told to whoever looks after the system, so that it does not just vanish. Called for each,
 * told once per five minutes. What this itself writes is never told about.
 */
export async function noteUndelivered(send: Pick<Send, '_id' | 'factoryId' | 'personId'>, now: Date): Promise<void> {
  const { factoryId, personId, _id } = send;
  if (personId === null || ABOUT_FAILURES.test(_id)) return;
  const from = Math.floor(now.getTime() / GATHER_MS) * GATHER_MS;
  const window = { from: new Date(from).toISOString(), until: new Date(from + GATHER_MS).toISOString() };
  for (const { id } of await peopleWho(factoryId, 'ops.read')) {
    const keeper = await personById(factoryId, id);
    if (!keeper?.wecomUserId || id === personId) continue;
    await enqueue(
      {
        _id: `undelivered:${from}:${id}`,
        factoryId,
        personId: id,
        userId: keeper.wecomUserId,
        content: { kind: 'notice', notice: { kind: 'undelivered', subjectId: window.from, facts: window } },
        urgency: 'urgent',
        rank: RANK.p2,
        notBefore: new Date(from + GATHER_MS),
      },
      now,
    );
  }
}

/** How many did not arrive, whose, and why. Null when all have arrived after all. */
export async function undeliveredText(factoryId: string, facts: Readonly<Record<string, unknown>>, { t }: Words): Promise<string | null> {
  const [from, until] = [new Date(String(facts.from)), new Date(String(facts.until))];
  const lost = await SendModel.find(
    {
      factoryId,
      personId: { $ne: null },
      _id: { $not: ABOUT_FAILURES },
      settledAt: { $gte: from, $lt: until },
      $or: [{ state: 'failed' }, { state: 'queued', reason: 'configuration' }],
    },
    { personId: 1, reason: 1, errcode: 1 },
  ).lean<Pick<Send, '_id' | 'personId' | 'reason' | 'errcode'>[]>();
  const names = await namesOf(
    factoryId,
    lost.flatMap(({ personId }) => personId ?? []),
  );
  const byPerson = new Map(lost.map((send) => [send.personId ?? '', send]));
  if (byPerson.size === 0) return null;
  const lines = [...byPerson].slice(0, NAMES_SHOWN).map(([personId, { reason, errcode }]) =>
    t(errcode === null ? 'bot:undelivered.one' : 'bot:undelivered.one_with_code', {
      name: names.get(personId) ?? personId,
      reason: t(`bot:reason.${reason}`),
      errcode,
    }),
  );
  const more = byPerson.size - lines.length;
  return [
    t('bot:undelivered.first', { number: lost.length, people: byPerson.size }),
    ...lines,
    ...(more > 0 ? [t('bot:undelivered.more', { number: more })] : []),
  ].join('\n');
}
