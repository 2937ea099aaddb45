import { Types } from 'mongoose';
import { type JournalEntry, JournalEntryModel } from './journal-entry.model';

export type EntryGivenUp = Pick<JournalEntry, '_id' | 'at' | 'command' | 'subject' | 'facts' | 'relay'>;

/** Entries whose facts somebody did not take in a day of tries, newest first, and how many there are. */
export async function entriesGivenUp(factoryId: string, most: number): Promise<{ entries: EntryGivenUp[]; total: number }> {
  const filter = { factoryId, 'relay.state': 'given_up' } as const;
  const entries = await JournalEntryModel.find(filter, { at: 1, command: 1, subject: 1, facts: 1, relay: 1 })
    .sort({ _id: -1 })
    .limit(most)
    .lean<EntryGivenUp[]>();
  return { entries, total: await JournalEntryModel.countDocuments(filter) };
}

/**
 * Gives an entry that was given up another day of tries, with those who have not taken it. True when it changed something, null for an
 * entry that has nothing to hand on. Inside the caller's transaction.
 */
export async function tryEntryAgain(factoryId: string, entryId: string): Promise<boolean | null> {
  const _id = new Types.ObjectId(entryId);
  const entry = await JournalEntryModel.findOne({ factoryId, _id }, { relay: 1 }).lean<Pick<JournalEntry, 'relay'>>();
  if (!entry?.relay) return null;
  if (entry.relay.state !== 'given_up') return false;
  const relay: JournalEntry['relay'] = { state: 'due', attempts: 0, failedSubscribers: entry.relay.failedSubscribers ?? [] };
  await JournalEntryModel.updateOne({ factoryId, _id, 'relay.state': 'given_up' }, { $set: { relay } });
  return true;
}
