import { accepted, type Outcome, refused } from '../../../platform';

const MOST_AHEAD_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

/**
 * The device's time of an event, if it can be believed (B-11.2): a little ahead of the server is a clock, more is a mistake; what is
 * older than the factory lets be reported afterwards is for the leader.
 */
export function readMoment(occurredAt: string, now: Date, daysBack: number): Outcome<Date> {
  const moment = new Date(occurredAt);
  const aheadMs = moment.getTime() - now.getTime();
  if (aheadMs > MOST_AHEAD_MS) return refused({ code: 'occurred_in_future', occurredAt, serverTime: now.toISOString() });
  if (-aheadMs > daysBack * DAY_MS) return refused({ code: 'occurred_too_long_ago', occurredAt, daysBack });
  return accepted(moment);
}
