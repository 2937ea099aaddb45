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

export type KeptLease = {
  /** Whether the lease is ours now; takes or renews it when less than half of it is left. */
  keep(): Promise<boolean>;
  release(): Promise<void>;
};

/** A lease that is kept for as long as something goes on, without asking the store at every step. */
export function keptLease(name: string, holder: string, forMs: number, clock: () => Date): KeptLease {
  let renewAt = 0;
  let asking: Promise<boolean> | null = null;
  const take = async (): Promise<boolean> => {
    const now = clock();
    const held = await holdLease(name, holder, now, forMs);
    renewAt = held ? now.getTime() + forMs / 2 : 0;
    return held;
  };
  return {
    async keep() {
      if (clock().getTime() < renewAt) return true;
      asking ??= take().finally(() => {
        asking = null;
      });
      return asking;
    },
    async release() {
      renewAt = 0;
      await releaseLease(name, holder);
    },
  };
}

/** For a store that only this process can have open: whoever held a lease in it has ended without giving it back. */
export async function releaseAllLeases(): Promise<void> {
  await LeaseModel.deleteMany({});
}
