import { createHash } from 'node:crypto';
import { MongoServerError } from 'mongodb';
import { Types } from 'mongoose';
import { canonical } from '../command/fingerprint';
import type { Job } from '../jobs/define-job';
import { type JournalEntry, JournalEntryModel } from './journal-entry.model';
import { type Seal, SealModel } from './seal.model';

/**
 * Nothing with an earlier id appears in the journal any more after this time: an entry has its id from the moment it is written, and its
 * transaction ends within a minute. The rest is for clocks that differ.
 */
const SETTLED_MS = 10 * 60_000;
const MOST_ENTRIES = 500;
/** A stretch is found by its ids. Left to itself the store may prefer an index by factory, and would read the whole journal for each link. */
const BY_ID = { _id: 1 } as const;

/**
 * Chains the hashes of the journal in batches, so that a line that was changed, taken out or put in afterwards is found. Nobody waits for it:
 * it reads entries that are some minutes old and marks none of them.
 */
export const sealJournal: Job = {
  name: 'journal.seal',
  schedule: '30 */5 * * * *',
  async runOnce(factoryId, now) {
    while (await sealNext(factoryId, now));
  },
};

async function sealNext(factoryId: string, now: Date): Promise<boolean> {
  const last = await SealModel.findOne({ factoryId }).sort({ number: -1 }).lean<Seal>();
  const settled = Types.ObjectId.createFromTime(Math.floor((now.getTime() - SETTLED_MS) / 1_000));
  const entries = await stretch(factoryId, last?.to, settled).limit(MOST_ENTRIES).lean<JournalEntry[]>();
  const [first, final] = [entries[0], entries.at(-1)];
  if (!first || !final) return false;
  const seal: Seal = {
    factoryId,
    number: (last?.number ?? 0) + 1,
    at: now,
    from: first._id,
    to: final._id,
    entries: entries.length,
    hash: chained(last?.hash, entries),
  };
  try {
    await SealModel.create(seal);
  } catch (error) {
    if (error instanceof MongoServerError && error.code === 11000) return false;
    throw error;
  }
  return entries.length === MOST_ENTRIES;
}

/** Entries behind `after`, up to but without `before`. */
function stretch(factoryId: string, after: Types.ObjectId | undefined, before: Types.ObjectId) {
  return JournalEntryModel.find({ factoryId, _id: { $lt: before, ...(after ? { $gt: after } : {}) } })
    .sort(BY_ID)
    .hint(BY_ID);
}

/** What the relay marks is no part of what is sealed; everything else of an entry is. */
function digest({ relay: _relay, ...entry }: JournalEntry): string {
  return createHash('sha256').update(canonical(entry)).digest('base64url');
}

function chained(before: string | undefined, entries: readonly JournalEntry[]): string {
  const hash = createHash('sha256').update(before ?? '');
  for (const entry of entries) hash.update(`\n${digest(entry)}`);
  return hash.digest('base64url');
}

export type CheckedSeal = Seal & {
  /** Whether the journal still says what was sealed, and how many entries the stretch has now. */
  holds: boolean;
  found: number;
};

/**
 * Looks again at what was sealed, from the link behind `after` on. Each link is held to the hash that is kept of the one before, so one false
 * entry breaks one link and not all that follow. `unsealed` entries are too young, or the clockwork does not run.
 */
export async function checkSeals(factoryId: string, after: number, most: number): Promise<{ seals: CheckedSeal[]; unsealed: number }> {
  const kept = await SealModel.find({ factoryId, number: { $gte: after } })
    .sort({ number: 1 })
    .limit(most + 1)
    .lean<Seal[]>();
  let before = kept[0]?.number === after ? kept.shift() : undefined;
  const seals: CheckedSeal[] = [];
  for (const seal of kept.slice(0, most)) {
    // From behind the last one, not from its own first entry: what was put in between is seen too.
    const end = { factoryId, _id: { $lte: seal.to, ...(before ? { $gt: before.to } : {}) } };
    const entries = await JournalEntryModel.find(end).sort(BY_ID).hint(BY_ID).lean<JournalEntry[]>();
    const inOrder = seal.number === (before?.number ?? 0) + 1;
    seals.push({ ...seal, holds: inOrder && chained(before?.hash, entries) === seal.hash, found: entries.length });
    before = seal;
  }
  const last = await SealModel.findOne({ factoryId }, { to: 1 }).sort({ number: -1 }).lean<Pick<Seal, 'to'>>();
  const unsealed = await JournalEntryModel.countDocuments({ factoryId, ...(last ? { _id: { $gt: last.to } } : {}) }).hint(BY_ID);
  return { seals, unsealed };
}
