import { noteUndelivered } from '../ledger/undelivered';
import type { WecomFailure } from '../wecom';
import { type Send, SendModel, type SendReason } from './send.model';

const HOUR_MS = 3_600_000;
/** A message that could not be sent within a day is news no longer (B-11.15). */
export const TOO_OLD_MS = 24 * HOUR_MS;
const CONFIGURATION_WAIT_MS = 10 * 60_000;
const LONGEST_WAIT_MS = 10 * 60_000;
const WAITS = { config: 'configuration', park: 'rate_limited', backoff: 'platform_busy', unreachable: 'platform_busy' } as const;
const NOT_REACHED = new Set([40003, 46004, 60111, 81013, 60011, 60021, 50002]);

/** Never arrives. Somebody hears of it. */
export async function fail(send: Send, reason: SendReason, now: Date, errcode: number | null = null): Promise<void> {
  await SendModel.updateOne({ _id: send._id }, { $set: { state: 'failed', reason, errcode, settledAt: now } });
  await noteUndelivered(send, now);
}

export async function drop(send: Send, reason: SendReason): Promise<void> {
  await SendModel.updateOne({ _id: send._id }, { $set: { state: 'dropped', reason } });
}

export async function hold(send: Send, reason: SendReason, until: Date, errcode: number | null = null): Promise<void> {
  await SendModel.updateOne({ _id: send._id }, { $set: { state: 'held', reason, errcode, notBefore: until } });
}

export async function sent(
  send: Send,
  now: Date,
  how: { messageId?: string | undefined; taskId?: string | null; responseCode?: string | undefined } = {},
): Promise<void> {
  const until = new Date(now.getTime() + 72 * HOUR_MS);
  await SendModel.updateOne(
    { _id: send._id },
    {
      $set: {
        state: 'sent',
        reason: null,
        errcode: null,
        sentAt: now,
        messageId: how.messageId ?? null,
        taskId: how.taskId ?? send.taskId,
      },
      ...(how.responseCode ? { $push: { responseCodes: { code: how.responseCode, until } } } : {}),
    },
  );
}

/**
 * What a failed call asks for: once more later, or never. While the platform takes nothing more (45009), what is not urgent piles up
 * for a digest, so that the urgent goes first when the line opens again (B-11.10).
 */
export async function failedToSend(send: Send, failure: WecomFailure, now: Date): Promise<void> {
  const { kind, errcode = null } = failure;
  if (kind === 'permanent') {
    await fail(send, errcode !== null && NOT_REACHED.has(errcode) ? 'not_reached' : 'platform_refused', now, errcode);
    return;
  }
  const waitMs =
    kind === 'config' ? CONFIGURATION_WAIT_MS : (failure.retryAfterMs ?? Math.min(2 ** send.attempts * 5_000, LONGEST_WAIT_MS));
  const notBefore = new Date(now.getTime() + waitMs);
  if (kind === 'park' && send.urgency === 'ordinary' && send.content.kind === 'notice') {
    await hold(send, 'waits_for_digest', notBefore, errcode);
    return;
  }
  const reason = WAITS[kind];
  await SendModel.updateOne({ _id: send._id }, { $set: { state: 'queued', reason, errcode, notBefore, settledAt: now } });
  if (kind === 'config') await noteUndelivered(send, now);
}
