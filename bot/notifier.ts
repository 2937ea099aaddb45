import { personById } from '../server/modules/identity';
import type { Notice, Notify } from '../server/platform';
import { noteUndelivered } from './ledger/undelivered';
import { changeCards } from './notifier/changes';
import { enqueue, RANK } from './notifier/enqueue';
import type { Queue } from './notifier/queue';

/** Tells people by WeCom: each notice once to each person, as a queue that survives; what is settled changes the cards that are out. */
export function createNotify({ queue, clock, publicUrl }: { queue: Queue; clock: () => Date; publicUrl: string }): Notify {
  return async (notice) => {
    const now = clock();
    for (const personId of new Set(notice.toPersonIds)) await tell(notice, personId, now);
    if (notice.kind === 'alert_settled' || notice.kind === 'approval_decided') await changeCards(notice, now, publicUrl);
    queue.wake();
  };
}

async function tell(notice: Notice, personId: string, now: Date): Promise<void> {
  const { factoryId, kind, subjectId, facts } = notice;
  const person = await personById(factoryId, personId);
  const departed = person?.state === 'departed';
  const unreachable = departed || !person?.wecomUserId;
  const _id = `${notice.key}:${personId}`;
  const isNew = await enqueue(
    {
      _id,
      factoryId,
      personId,
      userId: person?.wecomUserId ?? null,
      content: { kind: 'notice', notice: { kind, subjectId, facts } },
      subjectId,
      // A request for a decision is never merged: without its buttons it is no use.
      urgency: notice.urgency === 'p1' || kind === 'approval' ? 'urgent' : 'ordinary',
      rank: RANK[notice.urgency],
      ...(unreachable ? ({ state: 'failed', reason: departed ? 'departed' : 'not_in_wecom', settledAt: now } as const) : {}),
    },
    now,
  );
  if (isNew && unreachable) await noteUndelivered({ _id, factoryId, personId }, now);
}
