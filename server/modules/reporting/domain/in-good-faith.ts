import { couldNotKnow, type OrderState } from '../../workorders';

/** Sent within this time of being pressed, a report comes from a phone that is connected: its owner reads the refusal. */
const LIVE_MS = 5 * 60_000;

/**
 * Whether a report for an order that is over was made in good faith (B-11.5): before the end, by somebody who was stopped with pieces in
 * hand, or on a phone that was out of reach and could not be told.
 */
export function isInGoodFaith(order: OrderState, made: { personId: string; occurredAt: Date }, now: Date): boolean {
  const stop = endOf(order);
  if (!stop) return false;
  return couldNotKnow(stop, made.personId, made.occurredAt) || now.getTime() - made.occurredAt.getTime() > LIVE_MS;
}

/** When work on an order came to its end or was held up; null for one that never began to be worked on. */
export function endOf({ status, halt, endedAt }: OrderState): { at: Date; stoppedIds: readonly string[] } | null {
  if (halt && (status === 'on_hold' || status === 'cancelled')) return halt;
  return endedAt && (status === 'closed' || status === 'deleted') ? { at: endedAt, stoppedIds: [] } : null;
}
