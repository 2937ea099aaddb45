import type { QueuedWork, WorkRefusal } from './queued-work';

/** Everything on this phone that a server has not yet answered, in the order in which it was pressed. */
export type Queue = readonly QueuedWork[];
export type Owner = { readonly personId: string; readonly deviceId: string };

/** What came of sending an entry. Only `accepted` takes it off the phone: nothing a worker did is dropped (B-11.5). */
export type SendOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly refusal: WorkRefusal }
  | { readonly kind: 'unanswered' };

/** Adds at the end. The same press twice, as a restart in the middle of saving may bring, is one entry. */
export function enqueue(queue: Queue, work: QueuedWork): Queue {
  return queue.some(({ key }) => key === work.key) ? queue : inOrder([...queue, work]);
}

/** The queue as read back from storage, where there is no order. */
export function inOrder(works: readonly QueuedWork[]): Queue {
  return [...works].sort((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));
}

export function nextPlace(queue: Queue): number {
  return queue.reduce((last, { place }) => Math.max(last, place), 0) + 1;
}

/**
 * What may be sent now: of each work order the earliest entry that still waits for the network, so that order is kept within a work
 * order and no work order waits for another (B-11.4). A refused entry stands aside. Other people's entries stay where they are.
 */
export function readyToSend(queue: Queue, owner: Owner, underWay: ReadonlySet<string>): QueuedWork[] {
  const seen = new Set<string>();
  return queue.filter((work) => {
    if (!belongsTo(work, owner) || work.refusal || seen.has(work.workOrderId)) return false;
    seen.add(work.workOrderId);
    return !underWay.has(work.key);
  });
}

export function settle(queue: Queue, key: string, outcome: SendOutcome): Queue {
  switch (outcome.kind) {
    case 'accepted':
      return queue.filter((work) => work.key !== key);
    case 'refused':
      return queue.map((work) => (work.key === key ? { ...work, attempts: work.attempts + 1, refusal: outcome.refusal } : work));
    case 'unanswered':
      return queue.map((work) => (work.key === key ? { ...work, attempts: work.attempts + 1 } : work));
  }
}

/** Takes a refused entry away because the person has dealt with it. What still waits for the network cannot be taken away. */
export function dismissRefused(queue: Queue, key: string): Queue {
  return queue.filter((work) => work.key !== key || work.refusal === null);
}

export function ofOwner(queue: Queue, owner: Owner): Queue {
  return queue.filter((work) => belongsTo(work, owner));
}

function belongsTo(work: QueuedWork, owner: Owner): boolean {
  return work.personId === owner.personId && work.deviceId === owner.deviceId;
}
