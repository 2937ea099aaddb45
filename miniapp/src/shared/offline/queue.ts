import type { KeptMedia, MediaProblem } from '../media/kept-media';
import { type QueuedWork, standsAside, type WorkRefusal } from './queued-work';

/** Everything on this phone that a server has not yet answered, in the order in which it was pressed. */
export type Queue = readonly QueuedWork[];
export type Owner = { readonly personId: string; readonly deviceId: string };

/** What came of sending an entry. Only `accepted` takes it off the phone: nothing a worker did is dropped (B-11.5). */
export type SendOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly refusal: WorkRefusal }
  | { readonly kind: 'unanswered' }
  /** One of its photos, or its voice note, is at the server, or never will be. */
  | { readonly kind: 'media_there'; readonly id: string; readonly mediaId: string }
  | { readonly kind: 'media_refused'; readonly id: string; readonly problem: MediaProblem }
  /** The server has let go of media that waited too long for their report: they go up once more. */
  | { readonly kind: 'media_forgotten'; readonly mediaIds: readonly string[] };

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
 * order and no work order waits for another (B-11.4). An entry that was refused, or whose photo was, stands aside. Other people's entries stay where they are.
 */
export function readyToSend(queue: Queue, owner: Owner, underWay: ReadonlySet<string>): QueuedWork[] {
  const seen = new Set<string>();
  return queue.filter((work) => {
    if (!belongsTo(work, owner) || standsAside(work) || seen.has(work.workOrderId)) return false;
    seen.add(work.workOrderId);
    return !underWay.has(work.key);
  });
}

export function settle(queue: Queue, key: string, outcome: SendOutcome): Queue {
  if (outcome.kind === 'accepted') return queue.filter((work) => work.key !== key);
  return queue.map((work) => (work.key === key ? after(work, outcome) : work));
}

function after(work: QueuedWork, outcome: Exclude<SendOutcome, { kind: 'accepted' }>): QueuedWork {
  switch (outcome.kind) {
    case 'refused':
      return { ...work, attempts: work.attempts + 1, refusal: outcome.refusal };
    case 'unanswered':
      return { ...work, attempts: work.attempts + 1 };
    case 'media_there':
      return withMedia(work, ({ id }) => id === outcome.id, { mediaId: outcome.mediaId });
    case 'media_refused':
      return withMedia(work, ({ id }) => id === outcome.id, { problem: outcome.problem });
    case 'media_forgotten':
      return withMedia(work, ({ mediaId }) => mediaId !== null && outcome.mediaIds.includes(mediaId), { mediaId: null });
  }
}

function withMedia(work: QueuedWork, which: (media: KeptMedia) => boolean, change: Partial<KeptMedia>): QueuedWork {
  return { ...work, media: work.media.map((media) => (which(media) ? { ...media, ...change } : media)) };
}

/** The person has decided about photos or voice that never arrive: without them, or with these in their place. */
export function replaceRefusedMedia(queue: Queue, key: string, instead: readonly KeptMedia[] = []): Queue {
  return queue.map((work) =>
    work.key === key ? { ...work, media: [...work.media.filter(({ problem }) => problem === null), ...instead] } : work,
  );
}

/** Takes a refused entry away because the person has dealt with it. What still waits for the network cannot be taken away. */
export function dismissRefused(queue: Queue, key: string): Queue {
  return queue.filter((work) => work.key !== key || !standsAside(work));
}

export function ofOwner(queue: Queue, owner: Owner): Queue {
  return queue.filter((work) => belongsTo(work, owner));
}

function belongsTo(work: QueuedWork, owner: Owner): boolean {
  return work.personId === owner.personId && work.deviceId === owner.deviceId;
}
