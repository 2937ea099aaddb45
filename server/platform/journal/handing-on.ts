import type { Logger } from 'pino';
import { relayedFacts } from '../metrics/metrics';
import { type Subscriber, UnexpectedRefusal } from './define-subscriber';
import { type JournalEntry, JournalEntryModel } from './journal-entry.model';
import { MOST_ATTEMPTS, waitAfter } from './patience';

const BATCH = 200;
const LANES = 50;

type Failed = { readonly subscriber: string; readonly why: string };
type Mark = NonNullable<JournalEntry['relay']>;

/** Hands on a batch of entries, a lane for each subject and the lanes side by side, so that what may be done together is asked for together. */
export class HandingOn {
  private readonly byType = new Map<string, Subscriber[]>();

  constructor(
    private readonly deps: {
      readonly subscribers: readonly Subscriber[];
      readonly logger: Logger;
      readonly clock: () => Date;
      /** Asked before every entry: false when the relay stops, or the lease is somebody else's by now. */
      readonly mayGoOn: () => Promise<boolean>;
    },
  ) {
    for (const subscriber of deps.subscribers) {
      for (const type of subscriber.on) this.byType.set(type, [...(this.byType.get(type) ?? []), subscriber]);
    }
  }

  /** `taken` entries were looked at; `more` when there were as many as a batch holds. */
  async nextBatch(): Promise<{ taken: number; more: boolean }> {
    const held = await this.heldBack();
    const entries = await JournalEntryModel.find({ 'relay.state': 'due', ...(held.length > 0 ? { $nor: held } : {}) })
      .sort({ _id: 1 })
      .limit(BATCH)
      .lean<JournalEntry[]>();
    const lanes = new Map<string, JournalEntry[]>();
    for (const entry of entries) {
      const subject = `${entry.factoryId} ${entry.subject}`;
      const lane = lanes.get(subject);
      if (lane) lane.push(entry);
      else lanes.set(subject, [entry]);
    }
    const waiting = [...lanes.values()];
    const done: JournalEntry['_id'][] = [];
    const takeLanes = async (): Promise<void> => {
      for (let lane = waiting.shift(); lane; lane = waiting.shift()) await this.handOnLane(lane, done);
    };
    try {
      await Promise.all(Array.from({ length: Math.min(LANES, waiting.length) }, takeLanes));
    } finally {
      if (done.length > 0)
        await JournalEntryModel.collection.updateMany({ _id: { $in: done } }, { $set: { relay: { state: 'done', attempts: 0 } } });
    }
    return { taken: entries.length, more: entries.length === BATCH };
  }

  /** Subjects with an entry that waits for its next try: whatever comes after it waits too. Another factory may have one of the same name. */
  private async heldBack(): Promise<{ factoryId: string; subject: string }[]> {
    const waiting = await JournalEntryModel.find(
      { 'relay.state': 'due', 'relay.notBefore': { $gt: this.deps.clock() } },
      { _id: 0, factoryId: 1, subject: 1 },
    ).lean<{ factoryId: string; subject?: string }[]>();
    return waiting.map(({ factoryId, subject = '' }) => ({ factoryId, subject }));
  }

  /** Entries of one subject, one after another; the rest of the lane waits behind one that is not taken yet. */
  private async handOnLane(lane: readonly JournalEntry[], done: JournalEntry['_id'][]): Promise<void> {
    for (const entry of lane) {
      if (!(await this.deps.mayGoOn())) return;
      const failed = await this.handOn(entry);
      if (failed.length === 0) done.push(entry._id);
      else if ((await this.markFailed(entry, failed)) === 'due') return;
    }
  }

  /** The subscribers that did not take an entry, of those that have not taken it before. */
  private async handOn(entry: JournalEntry): Promise<Failed[]> {
    const failed = new Map<string, Failed>();
    const before = entry.relay?.failedSubscribers;
    for (const [index, fact] of entry.facts.entries()) {
      for (const subscriber of this.byType.get(fact.type) ?? []) {
        if (before && !before.includes(subscriber.name)) continue;
        try {
          await subscriber.deliver(fact, {
            factoryId: entry.factoryId,
            factId: `${entry._id.toHexString()}.${index}`,
            now: this.deps.clock(),
            requestId: entry.requestId,
          });
          relayedFacts.inc({ subscriber: subscriber.name, result: 'taken' });
        } catch (error) {
          failed.set(subscriber.name, { subscriber: subscriber.name, why: reasonOf(error) });
          relayedFacts.inc({ subscriber: subscriber.name, result: 'failed' });
          this.deps.logger.warn(
            { err: error, subscriber: subscriber.name, fact: fact.type, entry: entry._id.toHexString() },
            'relay: not taken, will be tried again',
          );
        }
      }
    }
    return [...failed.values()];
  }

  private async markFailed(entry: JournalEntry, failed: readonly Failed[]): Promise<Mark['state']> {
    const now = this.deps.clock();
    const attempts = (entry.relay?.attempts ?? 0) + 1;
    const mark = {
      attempts,
      failedSubscribers: failed.map(({ subscriber }) => subscriber),
      failedSince: entry.relay?.failedSince ?? now,
      why: failed[0]?.why ?? '',
    };
    if (attempts < MOST_ATTEMPTS) {
      await this.mark(entry, { ...mark, state: 'due', notBefore: new Date(now.getTime() + waitAfter(attempts)) });
      return 'due';
    }
    await this.mark(entry, { ...mark, state: 'given_up' });
    this.deps.logger.error({ entry: entry._id.toHexString(), subscribers: mark.failedSubscribers }, 'relay: given up after a day of tries');
    return 'given_up';
  }

  private async mark(entry: JournalEntry, relay: Mark): Promise<void> {
    await JournalEntryModel.collection.updateOne({ _id: entry._id }, { $set: { relay } });
  }
}

/** Why, without anything a person typed: the code of a refusal, or the kind of error. */
function reasonOf(error: unknown): string {
  if (error instanceof UnexpectedRefusal) return error.refusal.code;
  return error instanceof Error ? error.name : 'Error';
}
