import type { Delivery } from './deliver';
import { enqueue, RANK } from './enqueue';
import { type Send, type SendContent, SendModel } from './send.model';
import { drop, fail, failedToSend, sent } from './settle';

const RESPONSE_CODE_SPENT = 60140;
const WAIT_FOR_SEND_MS = 2_000;

/** Changes a card that is out; what was not sent yet is not sent any more; what can no longer change is said in a new message (B-11.11). */
export async function changeCard(
  change: Send,
  content: Extract<SendContent, { kind: 'change' }>,
  { client, clock }: Delivery,
): Promise<void> {
  const now = clock();
  const unsent = await SendModel.findOneAndUpdate(
    { _id: content.sendId, state: { $in: ['queued', 'held'] } },
    { $set: { state: 'dropped', reason: 'settled_meanwhile' } },
  ).lean<Send>();
  if (unsent) return drop(change, 'nothing_to_change');

  const card = await SendModel.findById(content.sendId).lean<Send>();
  if (card?.state === 'sending') {
    await SendModel.updateOne({ _id: change._id }, { $set: { state: 'queued', notBefore: new Date(now.getTime() + WAIT_FOR_SEND_MS) } });
    return;
  }
  if (card?.state !== 'sent' || !change.userId) return drop(change, 'nothing_to_change');

  const responseCode = content.responseCode ?? (await spendResponseCode(card, now));
  if (!responseCode) return sayInstead(change, content.orElse, now);
  const outcome = await client.updateTemplateCard({ userIds: [change.userId], responseCode, change: { card: content.card } });
  if (outcome.kind === 'done') return outcome.value.refusedUserIds.length > 0 ? fail(change, 'not_reached', now) : sent(change, now);
  if (outcome.failure.errcode === RESPONSE_CODE_SPENT) {
    // The code of a tap is gone; one kept with the message may still be good.
    if (!content.responseCode) return sayInstead(change, content.orElse, now);
    await SendModel.updateOne({ _id: change._id }, { $set: { state: 'queued', notBefore: now, 'content.responseCode': null } });
    return;
  }
  if (!content.responseCode && outcome.failure.kind !== 'permanent')
    await SendModel.updateOne({ _id: change._id }, { $set: { 'content.responseCode': responseCode } });
  return failedToSend(change, outcome.failure, now);
}

async function spendResponseCode(card: Send, now: Date): Promise<string | null> {
  const good = card.responseCodes.find(({ until }) => until > now);
  if (!good) return null;
  const taken = await SendModel.updateOne(
    { _id: card._id, 'responseCodes.code': good.code },
    { $pull: { responseCodes: { code: good.code } } },
  );
  return taken.modifiedCount === 1 ? good.code : null;
}

async function sayInstead(change: Send, text: string | null, now: Date): Promise<void> {
  if (text === null) return drop(change, 'nothing_to_change');
  const { factoryId, personId, userId } = change;
  await enqueue(
    { _id: `${change._id}:said`, factoryId, personId, userId, content: { kind: 'text', text }, urgency: 'ordinary', rank: RANK.p2 },
    now,
  );
  await drop(change, 'nothing_to_change');
}
