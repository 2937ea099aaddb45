import { MongoServerError } from 'mongodb';
import { LeaseModel } from './lease.model';

/** Takes or renews a lease; false when another holder's is still running. Losing the upsert race is the same as not getting it. */
export async function holdLease(name: string, holder: string, now: Date, forMs: number): Promise<boolean> {
  try {
    const lease = await LeaseModel.findOneAndUpdate(
      { _id: name, $or: [{ holder }, { until: { $lte: now } }] },
      { $set: { holder, until: new Date(now.getTime() + forMs) } },
      { upsert: true, returnDocument: 'after' },
    ).lean();
    return lease?.holder === holder;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === 11000) return false;
    throw error;
  }
}

export async function releaseLease(name: string, holder: string): Promise<void> {
  await LeaseModel.deleteOne({ _id: name, holder });
}

/** For a store that only this process can have open: whoever held a lease in it has ended without giving it back. */
export async function releaseAllLeases(): Promise<void> {
  await LeaseModel.deleteMany({});
}
