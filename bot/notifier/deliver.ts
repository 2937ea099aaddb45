import type { Logger } from 'pino';
import { undeliveredText } from '../ledger/undelivered';
import type { createMemberLimits, WecomClient } from '../wecom';
import { changeCard } from './change-card';
import { mergeIntoDigest } from './digest';
import type { Send } from './send.model';
import { drop, fail, failedToSend, hold, sent, TOO_OLD_MS } from './settle';
import { type Message, messageOf, type Words, wordsFor } from './words';

export type Delivery = {
  readonly client: WecomClient;
  readonly limits: ReturnType<typeof createMemberLimits>;
  readonly clock: () => Date;
  readonly logger: Logger;
  readonly publicUrl: string;
};

/** The platform's code for a task id that was used: the card got through although the answer was lost. */
const TASK_ID_USED = 42014;
const REPEAT_CHECK_SECONDS = 1_800;

/** One message of the queue, from its claim to what became of it. Throws nothing that the queue could not repeat. */
export async function deliver(send: Send, delivery: Delivery): Promise<void> {
  const now = delivery.clock();
  if (!send.userId) return fail(send, 'not_in_wecom', now);
  if (now.getTime() - send.queuedAt.getTime() > TOO_OLD_MS) return fail(send, 'too_old', now);
  if (send.content.kind === 'change') return changeCard(send, send.content, delivery);
  if (send.reason === 'waits_for_digest' && (await mergeIntoDigest(send, delivery))) return;

  const words = await wordsFor(send.factoryId, send.personId, now, delivery.publicUrl);
  const taskId = taskIdOf(send);
  const message = await messageFor(send, taskId, words);
  if (message === 'nothing_left') return drop(send, 'settled_meanwhile');
  if (!message) {
    delivery.logger.error({ send: send._id }, 'a notice without words');
    return fail(send, 'no_words', now);
  }

  const admission = await delivery.limits.admit(send.userId, send.urgency);
  if (admission.kind === 'hold') return hold(send, 'member_limit', admission.at);
  if (admission.kind === 'merge') return hold(send, 'waits_for_digest', admission.at);
  await hand(send, send.userId, message, taskId, delivery);
}

async function messageFor({ factoryId, content }: Send, taskId: string, words: Words): Promise<Message | null | 'nothing_left'> {
  if (content.kind === 'text') return { kind: 'text', text: content.text };
  if (content.kind === 'change') return null;
  if (content.notice.kind !== 'undelivered') return messageOf(content.notice, taskId, words);
  const text = await undeliveredText(factoryId, content.notice.facts, words);
  return text === null ? 'nothing_left' : { kind: 'text', text };
}

async function hand(send: Send, userId: string, message: Message, taskId: string, { client, clock }: Delivery): Promise<void> {
  if (message.kind === 'card') {
    const outcome = await client.sendTemplateCard({ to: [userId], card: message.card });
    if (outcome.kind === 'done') {
      const { messageId, responseCode, refusedUserIds } = outcome.value;
      if (refusedUserIds.length > 0) return fail(send, 'not_reached', clock());
      return sent(send, clock(), { messageId, responseCode, taskId });
    }
    if (outcome.failure.errcode === TASK_ID_USED) return sent(send, clock(), { taskId });
    return failedToSend(send, outcome.failure, clock());
  }
  // Only a repeat is checked for being one: the same question twice deserves two answers.
  const check = send.attempts > 0 ? { duplicateCheckSeconds: REPEAT_CHECK_SECONDS } : {};
  const outcome = await client.sendText({ to: [userId], content: message.text, ...check });
  if (outcome.kind === 'failed') return failedToSend(send, outcome.failure, clock());
  if (outcome.value.some(({ refusedUserIds }) => refusedUserIds.length > 0)) return fail(send, 'not_reached', clock());
  return sent(send, clock(), { messageId: outcome.value[0]?.messageId });
}

/** Unique in the app and the same at every try, so that the platform itself refuses a second copy. */
function taskIdOf(send: Send): string {
  return send.taskId ?? send._id.replace(/[^0-9A-Za-z_\-@]/g, '-').slice(0, 128);
}
