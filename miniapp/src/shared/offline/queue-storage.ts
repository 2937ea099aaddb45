import { isRecord, readStored, removeStored, storedNames, writeStored } from '../storage/device-storage';
import { inOrder, type Queue } from './queue';
import type { QueuedWork } from './queued-work';

// One stored value per entry: WeChat allows 1 MB per value, and a phone that dies while saving loses at most what it was saving.
const PREFIX = 'outbox/';

export function readQueue(): Queue {
  return inOrder(
    storedNames(PREFIX).flatMap((name) => {
      const work = readStored(name, isQueuedWork);
      // Entries of a version that knew no photos have none.
      return work ? [{ ...work, media: work.media ?? [] }] : [];
    }),
  );
}

/** Stores at once. Throws when the phone has no room: then it has not been kept, and the person must be told. */
export function storeWork(work: QueuedWork): void {
  writeStored(PREFIX + work.key, work);
}

export function removeWork(key: string): void {
  removeStored(PREFIX + key);
}

function isQueuedWork(value: unknown): value is QueuedWork {
  return (
    isRecord(value) &&
    typeof value.key === 'string' &&
    typeof value.place === 'number' &&
    typeof value.path === 'string' &&
    isRecord(value.body)
  );
}
