import type { Notice } from '../../server/platform';
import type { TemplateCard } from '../wecom';
import { enqueue, RANK } from './enqueue';
import { type Send, SendModel } from './send.model';
import { cardNow, orElseOf, wordsFor } from './words';

/**
 * Queues the change of every card about one thing, now that it is settled. Whatever asks for it, a tap or a fact, asks under the
 * same key, so each card changes once.
 */
export async function changeCards(notice: Notice, now: Date, publicUrl: string): Promise<void> {
  const about = notice.kind === 'alert_settled' ? 'alert' : 'approval';
  const sends = await SendModel.find({ factoryId: notice.factoryId, subjectId: notice.subjectId, 'content.notice.kind': about }).lean<
    Send[]
  >();
  for (const send of sends) {
    const words = await wordsFor(send.factoryId, send.personId, now, publicUrl);
    const card = cardNow(notice, send, words);
    if (card) await queueChange(send, { card, state: stateOf(notice), responseCode: null, orElse: orElseOf(notice.kind, card) }, now);
  }
}

export async function queueChange(
  send: Send,
  change: { card: TemplateCard; state: string; responseCode: string | null; orElse: string | null },
  now: Date,
): Promise<void> {
  const { card, state, responseCode, orElse: text } = change;
  const _id = `change:${send._id}:${state}`;
  const content = { kind: 'change', sendId: send._id, card, responseCode, orElse: text } as const;
  const { factoryId, personId, userId } = send;
  const isNew = await enqueue({ _id, factoryId, personId, userId, content, urgency: 'urgent', rank: RANK.change }, now);
  if (!isNew && responseCode !== null) await changeAfterAll(_id, { ...content, orElse: null }, now);
}

/** A card that was too old to change can be changed by the fresh code of a late tap. What was said in its place is not said again. */
async function changeAfterAll(_id: string, content: Send['content'], now: Date): Promise<void> {
  await SendModel.updateOne(
    { _id, state: { $in: ['dropped', 'failed'] } },
    { $set: { state: 'queued', reason: null, errcode: null, notBefore: now, queuedAt: now, content } },
  );
}

const stateOf = (notice: Notice): string => String(notice.facts.state);
