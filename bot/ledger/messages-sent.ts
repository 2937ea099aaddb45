import type { MessageDto, MessagePage, MessageState } from '../../server/contracts/api/messages';
import { MESSAGE_STATES, messagesQuery } from '../../server/contracts/api/messages';
import { namesOf } from '../../server/modules/identity';
import { defineQuery } from '../../server/platform';
import { type Send, SendModel } from '../notifier/send.model';
import { describe, stateOf, statesOf } from './describe';
import { ABOUT_FAILURES } from './undelivered';

const DAY_MS = 24 * 3_600_000;
/** These hold back everything, whoever it is for. */
const HOLDS_ALL = ['configuration', 'rate_limited', 'platform_busy'] as const;
const TOO_OFTEN = 45009;
const WAITING = new Set<Send['state']>(statesOf('waiting'));

/** Who was sent what, when, how, and what became of it: the newest first, of everybody or of one person. */
export const messagesSent = defineQuery({
  name: 'ops.messages-sent',
  permission: 'ops.read',
  input: messagesQuery,
  async run({ person, state, after, limit }, { scope: { factoryId }, now }): Promise<MessagePage> {
    const theirs = { factoryId, ...(person ? { personId: { $in: await idsOfNamed(factoryId, person) } } : {}) };
    const page = await SendModel.find({ $and: [{ ...theirs, ...(state ? { state: { $in: statesOf(state) } } : {}) }, beyond(after)] })
      .sort({ queuedAt: -1, _id: -1 })
      .limit(limit + 1)
      .lean<Send[]>();
    const shown = page.slice(0, limit);
    const last = shown.at(-1);
    return {
      items: await present(factoryId, shown),
      nextAfter: page.length > limit && last ? `${last.queuedAt.getTime()}.${last._id}` : null,
      lately: await countLately(theirs, now),
      stuck: await whatIsStuck(factoryId),
    };
  },
});

async function present(factoryId: string, sends: readonly Send[]): Promise<MessageDto[]> {
  const names = await namesOf(
    factoryId,
    sends.flatMap(({ personId }) => personId ?? []),
  );
  return sends.map((send) => ({
    id: send._id,
    person: send.personId === null ? null : { id: send.personId, name: names.get(send.personId) ?? send.personId },
    ...describe(send),
    state: stateOf(send.state),
    reason: send.reason,
    errcode: send.errcode,
    attempts: send.attempts,
    queuedAt: send.queuedAt.toISOString(),
    sentAt: send.sentAt?.toISOString() ?? null,
    nextAt: WAITING.has(send.state) ? send.notBefore.toISOString() : null,
  }));
}

/** Everybody who was ever written to and whose name begins so: whoever has left is in the ledger all the same. */
async function idsOfNamed(factoryId: string, beginning: string): Promise<string[]> {
  const written = await SendModel.aggregate<{ _id: string | null }>([{ $match: { factoryId } }, { $group: { _id: '$personId' } }]);
  const names = await namesOf(
    factoryId,
    written.flatMap(({ _id }) => _id ?? []),
  );
  return [...names].flatMap(([id, name]) => (name.startsWith(beginning) ? [id] : []));
}

function beyond(after: string | undefined) {
  const [, at, id] = /^(\d{1,15})\.(.+)$/.exec(after ?? '') ?? [];
  if (at === undefined || id === undefined) return {};
  const queuedAt = new Date(Number(at));
  return { $or: [{ queuedAt: { $lt: queuedAt } }, { queuedAt, _id: { $lt: id } }] };
}

async function countLately(theirs: object, now: Date): Promise<Record<MessageState, number>> {
  const since = new Date(now.getTime() - DAY_MS);
  const counts = MESSAGE_STATES.map(
    async (state): Promise<[MessageState, number]> => [
      state,
      await SendModel.countDocuments({
        ...theirs,
        _id: { $not: ABOUT_FAILURES },
        queuedAt: { $gt: since },
        state: { $in: statesOf(state) },
      }),
    ],
  );
  return Object.fromEntries(await Promise.all(counts)) as Record<MessageState, number>;
}

async function whatIsStuck(factoryId: string): Promise<MessagePage['stuck']> {
  for (const reason of HOLDS_ALL) {
    // What piles up for a digest meanwhile says by its number why.
    const why = reason === 'rate_limited' ? { errcode: TOO_OFTEN } : { reason };
    const waiting = { factoryId, state: { $in: ['queued', 'held'] as const }, ...why };
    const newest = await SendModel.findOne(waiting, { errcode: 1 }).sort({ queuedAt: -1 }).lean<Pick<Send, 'errcode'>>();
    if (newest) return { reason, errcode: newest.errcode, waiting: await SendModel.countDocuments(waiting) };
  }
  return null;
}
