import type { Logger } from 'pino';
import { holdLease, releaseLease } from '../jobs/lease';
import { relayBacklog, relayedFacts } from '../metrics/metrics';
import { journalCommitted } from './committed';
import type { Subscriber } from './define-subscriber';
import { type JournalEntry, JournalEntryModel } from './journal-entry.model';

const BATCH = 200;
const LEASE_MS = 15_000;
const IDLE_MS = 1_000;
const MOST_ATTEMPTS = 12;
const SIDE_BY_SIDE = 4;

export type Relay = {
  /** Hands on everything that is due now; for tests, and for a clean stop. */
  drain(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Hands facts on from the journal: at least once, in order per subject, by one process at a time. A fact that a subscriber cannot
 * take is tried again later and holds back only its own subject (B-11.4); after a day of tries it is given up, and shown.
 */
export function startRelay(deps: {
  readonly subscribers: readonly Subscriber[];
  readonly holder: string;
  readonly logger: Logger;
  readonly polling?: boolean;
  /** What time it is for whoever acts on a fact: now, unless past days are being told. */
  readonly clock?: () => Date;
}): Relay {
  const clock = deps.clock ?? (() => new Date());
  const byType = new Map<string, Subscriber[]>();
  for (const subscriber of deps.subscribers) {
    for (const type of subscriber.on) byType.set(type, [...(byType.get(type) ?? []), subscriber]);
  }
  let stopped = false;
  let running: Promise<void> | null = null;
  let again = false;
  let timer: NodeJS.Timeout | undefined;

  const wake = () => {
    if (stopped) return;
    if (running) {
      again = true;
      return;
    }
    running = work().finally(() => {
      running = null;
      if (again) {
        again = false;
        wake();
      }
    });
  };

  async function work(): Promise<void> {
    try {
      if (!(await holdLease('relay', deps.holder, new Date(), LEASE_MS))) return;
      while (!stopped && (await handOnBatch()) === BATCH) await holdLease('relay', deps.holder, new Date(), LEASE_MS);
    } catch (error) {
      deps.logger.error({ err: error }, 'relay: could not read or mark the journal; it goes on at the next look');
    }
  }

  async function handOnBatch(): Promise<number> {
    const now = new Date();
    const held = await JournalEntryModel.distinct('subject', { 'relay.state': 'due', 'relay.notBefore': { $gt: now } });
    const entries = await JournalEntryModel.find({ 'relay.state': 'due', subject: { $nin: held } })
      .sort({ _id: 1 })
      .limit(BATCH)
      .lean<JournalEntry[]>();
    relayBacklog.set(entries.length);
    const lanes = new Map<string, JournalEntry[]>();
    for (const entry of entries) {
      const subject = entry.subject ?? '';
      lanes.set(subject, [...(lanes.get(subject) ?? []), entry]);
    }
    const waiting = [...lanes.values()];
    const takeLane = async (): Promise<void> => {
      for (let lane = waiting.shift(); lane; lane = waiting.shift()) await handOnLane(lane, now);
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, takeLane));
    return entries.length;
  }

  /** Entries of one subject, one after another; the rest of the lane waits behind one that is not taken yet. */
  async function handOnLane(lane: readonly JournalEntry[], now: Date): Promise<void> {
    const done: JournalEntry['_id'][] = [];
    for (const entry of lane) {
      const failed = await handOnEntry(entry);
      if (failed.length === 0) {
        done.push(entry._id);
        continue;
      }
      const attempts = (entry.relay?.attempts ?? 0) + 1;
      const givenUp = attempts >= MOST_ATTEMPTS;
      await mark(entry._id, {
        state: givenUp ? 'given_up' : 'due',
        attempts,
        failedSubscribers: failed,
        notBefore: new Date(now.getTime() + Math.min(2 ** attempts * 1_000, 4 * 3_600_000)),
      });
      if (!givenUp) break;
      deps.logger.error({ entry: entry._id.toHexString(), subscribers: failed }, 'relay: given up after many tries');
    }
    if (done.length > 0)
      await JournalEntryModel.collection.updateMany({ _id: { $in: done } }, { $set: { relay: { state: 'done', attempts: 0 } } });
  }

  async function handOnEntry(entry: JournalEntry): Promise<string[]> {
    const failed = new Set<string>();
    const before = entry.relay?.failedSubscribers;
    for (const [index, fact] of entry.facts.entries()) {
      for (const subscriber of byType.get(fact.type) ?? []) {
        if (before && !before.includes(subscriber.name)) continue;
        try {
          await subscriber.deliver(fact, {
            factoryId: entry.factoryId,
            factId: `${entry._id.toHexString()}.${index}`,
            now: clock(),
            requestId: entry.requestId,
          });
          relayedFacts.inc({ subscriber: subscriber.name, result: 'taken' });
        } catch (error) {
          failed.add(subscriber.name);
          relayedFacts.inc({ subscriber: subscriber.name, result: 'failed' });
          deps.logger.warn(
            { err: error, subscriber: subscriber.name, fact: fact.type, entry: entry._id.toHexString() },
            'relay: not taken, will be tried again',
          );
        }
      }
    }
    return [...failed];
  }

  async function mark(id: JournalEntry['_id'], relay: NonNullable<JournalEntry['relay']>): Promise<void> {
    await JournalEntryModel.collection.updateOne({ _id: id }, { $set: { relay } });
  }

  if (deps.polling !== false) {
    journalCommitted.on('committed', wake);
    timer = setInterval(wake, IDLE_MS);
    timer.unref();
    wake();
  }

  return {
    async drain() {
      for (;;) {
        if (running) await running;
        const now = new Date();
        if (!(await holdLease('relay', deps.holder, now, LEASE_MS))) throw new Error('relay: another process holds the lease');
        if ((await handOnBatch()) === 0) return;
      }
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      journalCommitted.off('committed', wake);
      await running;
      await releaseLease('relay', deps.holder);
    },
  };
}
