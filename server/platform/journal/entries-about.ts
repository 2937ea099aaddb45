import { type JournalEntry, JournalEntryModel } from './journal-entry.model';

export type EntryAbout = Pick<JournalEntry, 'at' | 'actorId' | 'command' | 'facts'>;

/**
 * What took effect on one subject, newest first: who did what and when, with the facts each published. An entry is about every subject it has
 * a fact of: two orders that became one share a line.
 */
export async function entriesAbout(factoryId: string, subject: string, most: number): Promise<EntryAbout[]> {
  return JournalEntryModel.find({ factoryId, 'facts.subject': subject, outcome: 'accepted' }, { at: 1, actorId: 1, command: 1, facts: 1 })
    .sort({ _id: -1 })
    .limit(most)
    .lean<EntryAbout[]>();
}
