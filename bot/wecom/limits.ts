/** What the platform takes for one member from one app. The excess it drops and still answers 0, so we must never exceed it (B-11.10). */
export const MEMBER_LIMITS = { perMinute: 30, perHour: 1000 } as const;

/** What an ordinary message may use; the rest is kept for answers and for the most urgent alerts. */
const ORDINARY_SHARE = { perMinute: 20, perHour: 900 } as const;

/** `answer`: somebody asked and waits. `urgent`: priority one. `ordinary`: all others. */
export type MessageUrgency = 'answer' | 'urgent' | 'ordinary';

/** `send` now; `merge` into the digest that goes out at `at`; `hold` this very message until `at`. */
export type Admission = { kind: 'send' } | { kind: 'merge'; at: Date } | { kind: 'hold'; at: Date };

/** Remembers for an hour what was sent to whom. */
export interface SentLog {
  /** times after `since`, earliest first */
  sentSince(userId: string, since: Date): Promise<Date[]>;
  record(userId: string, at: Date): Promise<void>;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Pure: what may become of a message to somebody who was sent `sent` (earliest first) in the last hour. */
export function decideAdmission(urgency: MessageUrgency, sent: Date[], now: Date): Admission {
  const share = urgency === 'ordinary' ? ORDINARY_SHARE : MEMBER_LIMITS;
  const freeAt = Math.max(freeAfter(sent, share.perMinute, MINUTE_MS, now), freeAfter(sent, share.perHour, HOUR_MS, now));
  if (freeAt <= now.getTime()) return { kind: 'send' };
  return { kind: urgency === 'ordinary' ? 'merge' : 'hold', at: new Date(freeAt) };
}

/** When one more fits into a sliding window, in epoch ms. */
function freeAfter(sent: Date[], limit: number, windowMs: number, now: Date): number {
  const inWindow = sent.filter((at) => at.getTime() > now.getTime() - windowMs);
  const leaving = inWindow[inWindow.length - limit];
  return leaving ? leaving.getTime() + windowMs : now.getTime();
}

/** Decides and records in one step per member, so that two callers cannot both take the last place. */
export function createMemberLimits({ log, now }: { log: SentLog; now: () => Date }) {
  const lastOfMember = new Map<string, Promise<unknown>>();

  async function decide(userId: string, urgency: MessageUrgency): Promise<Admission> {
    const at = now();
    const admission = decideAdmission(urgency, await log.sentSince(userId, new Date(at.getTime() - HOUR_MS)), at);
    if (admission.kind === 'send') await log.record(userId, at);
    return admission;
  }

  return {
    /** Takes a place when there is one: `send` counts as sent. */
    admit(userId: string, urgency: MessageUrgency): Promise<Admission> {
      const before = lastOfMember.get(userId) ?? Promise.resolve();
      const mine = before.then(
        () => decide(userId, urgency),
        () => decide(userId, urgency),
      );
      lastOfMember.set(userId, mine);
      const forget = () => {
        if (lastOfMember.get(userId) === mine) lastOfMember.delete(userId);
      };
      mine.then(forget, forget);
      return mine;
    },
  };
}

/** A log for one process. */
export function createMemorySentLog(): SentLog {
  const times = new Map<string, Date[]>();
  return {
    sentSince: async (userId, since) => (times.get(userId) ?? []).filter((at) => at > since),
    record: async (userId, at) => {
      const recent = (times.get(userId) ?? []).filter((one) => one.getTime() > at.getTime() - HOUR_MS);
      times.set(userId, [...recent, at]);
    },
  };
}
