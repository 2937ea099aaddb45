import { currentSession, onSessionChange } from '../auth/session';
import { dropOrphans, dropUnused } from '../media/clear-bytes';
import { idsInDrafts } from '../media/draft-media';
import { type KeptMedia, photosOf, voiceOf } from '../media/kept-media';
import { uploadMedia } from '../media/upload-media';
import { createObservable, useObservable } from '../observable';
import { post } from '../request/api';
import type { Failure } from '../request/failure';
import { FULL_AT } from '../storage/full-at';
import { usedShareOfSpace } from '../storage/space';
import { serverNow } from '../time/clock';
import { deviceId } from './device-id';
import { newPressKey } from './press-key';
import {
  dismissRefused,
  enqueue,
  nextPlace,
  type Owner,
  ofOwner,
  type Queue,
  readyToSend,
  replaceRefusedMedia,
  type SendOutcome,
  settle,
} from './queue';
import { readQueue, removeWork, storeWork } from './queue-storage';
import { type QueuedWork, standsAside, type WorkRefusal, type WorkToDo } from './queued-work';

/** What came of a press, for the page that waits: an answer, a refusal, or kept on the phone until there is a signal. */
export type Settled =
  | { readonly kind: 'accepted'; readonly receipt: unknown }
  | { readonly kind: 'refused'; readonly key: string; readonly refusal: WorkRefusal }
  | { readonly kind: 'kept'; readonly key: string };

/** A press that could not even be kept. */
export type NotKept = { readonly kind: 'not_kept'; readonly why: 'signed_out' | 'phone_full' };

const queue = createObservable<Queue>(readQueue());
const underWay = new Set<string>();
const waiting = new Map<string, (settled: Settled) => void>();
/** What the server has taken since the app was opened: how much, so that pages know when to ask again, and the last receipts. */
const accepted = createObservable<Accepted>({ count: 0, receipts: [] });
/** How many bytes of a photo or voice note are at the server, as far as this start of the app knows. */
const sent = createObservable<Readonly<Record<string, number>>>({});

type Accepted = { readonly count: number; readonly receipts: readonly { readonly key: string; readonly receipt: unknown }[] };
const RECEIPTS_KEPT = 20;

const PATIENCE_MS = 8_000;
/** Photos take their time, its own and those of what goes before it; the page that follows shows how far they are. */
const PATIENCE_WITH_MEDIA_MS = 1_500;
const RETRY_MS = [2_000, 5_000, 15_000, 30_000, 60_000];
let failuresInARow = 0;
let retryTimer: ReturnType<typeof setTimeout> | undefined;

onSessionChange(() => void sendWaiting());

/** The entries of whoever is signed in. */
export function useOutbox(): Queue {
  const all = useObservable(queue);
  const owner = currentOwner();
  return owner ? ofOwner(all, owner) : [];
}

/** How many entries of other people are on this phone. */
export function useOthersCount(): number {
  const all = useObservable(queue);
  const owner = currentOwner();
  return owner ? all.length - ofOwner(all, owner).length : 0;
}

export function useAcceptedCount(): number {
  return useObservable(accepted).count;
}

/** The server's answer to a press that was kept at first and arrived since; undefined as long as it has not. */
export function useReceiptOf(key: string): unknown {
  return useObservable(accepted).receipts.find((one) => one.key === key)?.receipt;
}

/** An entry of whoever is signed in, as it stands; null once it is gone. */
export function useEntry(key: string): QueuedWork | null {
  return useOutbox().find((work) => work.key === key) ?? null;
}

/** How many bytes of each photo and voice note have gone up, by id. */
export function useSentBytes(): Readonly<Record<string, number>> {
  return useObservable(sent);
}

/**
 * Keeps a press on the phone before it returns, then sends it. Resolves when the server has answered, or after a while with `kept`: it then goes on by
 * itself, now or after the next start of the app.
 */
export async function keepAndSend({ media = [], ...todo }: WorkToDo): Promise<Settled | NotKept> {
  const owner = currentOwner();
  if (!owner) return { kind: 'not_kept', why: 'signed_out' };
  if (usedShareOfSpace() >= FULL_AT) return { kind: 'not_kept', why: 'phone_full' };
  const work: QueuedWork = {
    ...todo,
    ...owner,
    key: newPressKey(),
    place: nextPlace(queue.get()),
    pressedAt: serverNow().toISOString(),
    attempts: 0,
    refusal: null,
    media,
  };
  try {
    storeWork(work);
  } catch (problem) {
    console.error('the press could not be stored', problem);
    return { kind: 'not_kept', why: 'phone_full' };
  }
  queue.set(enqueue(queue.get(), work));
  const settled = settlementOf(work.key, hasMediaBefore(work) ? PATIENCE_WITH_MEDIA_MS : PATIENCE_MS);
  void sendWaiting();
  return settled;
}

/** Sends what may be sent, work orders side by side, and goes on until nothing is left or nobody answers. */
export async function sendWaiting(): Promise<void> {
  clearTimeout(retryTimer);
  const owner = currentOwner();
  if (!owner) return;
  await Promise.all(readyToSend(queue.get(), owner, underWay).map(send));
}

/** Whether photos or voice must go up before it can: its own, or those of an earlier entry of its order. */
function hasMediaBefore({ workOrderId }: QueuedWork): boolean {
  return queue.get().some((work) => work.workOrderId === workOrderId && work.media.length > 0 && !standsAside(work));
}

/** The person has dealt with a refused entry. */
export function dismiss(key: string): void {
  const next = dismissRefused(queue.get(), key);
  if (next.length === queue.get().length) return;
  const media = entryOf(key)?.media ?? [];
  removeWork(key);
  queue.set(next);
  void letGoOf(media);
}

/** The person has decided about photos or voice that never arrive: the entry goes without them, or with others in their place. */
export function resolveMedia(key: string, instead: readonly KeptMedia[] = []): void {
  const media = entryOf(key)?.media ?? [];
  put(key, replaceRefusedMedia(queue.get(), key, instead));
  void letGoOf(media);
  void sendWaiting();
}

/** Lets go of bytes that nothing on this phone names any more. Once, when the app starts. */
export function clearOrphans(): Promise<void> {
  return dropOrphans(idsInUse);
}

async function send(work: QueuedWork): Promise<void> {
  underWay.add(work.key);
  const came = await attempt(work).finally(() => underWay.delete(work.key));
  switch (came.kind) {
    case 'accepted':
      failuresInARow = 0;
      removeWork(work.key);
      queue.set(settle(queue.get(), work.key, { kind: 'accepted' }));
      noteAccepted(work.key, came.receipt);
      tellPage(work.key, { kind: 'accepted', receipt: came.receipt });
      void letGoOf(work.media);
      return sendWaiting();
    case 'refused':
      return keepRefused(work, came.failure);
    case 'media_refused':
      // The entry waits for its person; others of its order go on.
      failuresInARow = 0;
      change(work.key, { kind: 'media_refused', id: came.id, problem: came.problem });
      tellPage(work.key, { kind: 'kept', key: work.key });
      return sendWaiting();
    case 'unanswered':
      return keepUnanswered(work, came.failure);
  }
}

type Came =
  | { readonly kind: 'accepted'; readonly receipt: unknown }
  | { readonly kind: 'refused'; readonly failure: Extract<Failure, { kind: 'refused' }> }
  | { readonly kind: 'unanswered'; readonly failure: Failure }
  | Extract<SendOutcome, { kind: 'media_refused' }>;

/** Photos and voice first, one after another, then the report that names them. */
async function attempt({ key, personId }: QueuedWork, again = false): Promise<Came> {
  const stillMine = () => currentOwner()?.personId === personId;
  for (const media of entryOf(key)?.media ?? []) {
    if (media.mediaId !== null) continue;
    const uploaded = await uploadMedia(media, {
      stillMine,
      onSent: (bytes) => sent.set({ ...sent.get(), [media.id]: bytes }),
    });
    if (uploaded.kind === 'unanswered') return uploaded;
    if (uploaded.kind === 'refused') return { kind: 'media_refused', id: media.id, problem: uploaded.problem };
    change(key, { kind: 'media_there', id: media.id, mediaId: uploaded.mediaId });
  }
  const work = entryOf(key);
  if (!work || !stillMine()) return { kind: 'unanswered', failure: { kind: 'signed_out' } };
  const answer = await post<unknown>(work.path, bodyOf(work), key);
  if (answer.ok) return { kind: 'accepted', receipt: answer.value };
  if (answer.failure.kind !== 'refused') return { kind: 'unanswered', failure: answer.failure };
  const forgotten = forgottenIn(answer.failure);
  if (again || forgotten.length === 0) return { kind: 'refused', failure: answer.failure };
  change(key, { kind: 'media_forgotten', mediaIds: forgotten });
  return attempt(work, true);
}

function bodyOf({ body, media }: QueuedWork): Readonly<Record<string, unknown>> {
  return media.length === 0
    ? body
    : { ...body, photoIds: photosOf(media).flatMap(({ mediaId }) => mediaId ?? []), voiceId: voiceOf(media)?.mediaId ?? null };
}

/** Media that the server had, and let go of because nothing named them for weeks. */
function forgottenIn({ code, details }: Extract<Failure, { kind: 'refused' }>): string[] {
  if (code !== 'media_unknown' || !Array.isArray(details.mediaIds)) return [];
  return details.mediaIds.filter((id): id is string => typeof id === 'string');
}

function noteAccepted(key: string, receipt: unknown): void {
  const { count, receipts } = accepted.get();
  accepted.set({ count: count + 1, receipts: [...receipts, { key, receipt }].slice(-RECEIPTS_KEPT) });
}

function keepRefused(work: QueuedWork, { code, details }: Extract<Failure, { kind: 'refused' }>): Promise<void> {
  failuresInARow = 0;
  const refusal: WorkRefusal = { code, details, at: serverNow().toISOString() };
  change(work.key, { kind: 'refused', refusal });
  tellPage(work.key, { kind: 'refused', key: work.key, refusal });
  return sendWaiting();
}

function keepUnanswered(work: QueuedWork, failure: Failure): void {
  change(work.key, { kind: 'unanswered' });
  tellPage(work.key, { kind: 'kept', key: work.key });
  // Without a session there is nothing to try; signing in starts again.
  if (failure.kind === 'signed_out') return;
  const pause = RETRY_MS[Math.min(failuresInARow, RETRY_MS.length - 1)] ?? 60_000;
  failuresInARow += 1;
  clearTimeout(retryTimer);
  retryTimer = setTimeout(() => void sendWaiting(), pause);
}

function change(key: string, outcome: SendOutcome): void {
  put(key, settle(queue.get(), key, outcome));
}

/** Stores an entry as the next queue has it. */
function put(key: string, next: Queue): void {
  const changed = next.find((work) => work.key === key);
  if (changed) storeWork(changed);
  queue.set(next);
}

/** The entry as it stands now; what was given to a sender a minute ago may be older. */
const entryOf = (key: string): QueuedWork | undefined => queue.get().find((work) => work.key === key);

/** Lets go of the bytes of these, unless something on this phone still names them. */
export function letGoOf(media: readonly KeptMedia[]): Promise<void> {
  return dropUnused(
    media.map(({ id }) => id),
    idsInUse(),
  );
}

/** Read from what is stored, not from what this page believes: on the web another tab may be at work. */
function idsInUse(): ReadonlySet<string> {
  return new Set([...readQueue().flatMap(({ media }) => media.map(({ id }) => id)), ...idsInDrafts()]);
}

function settlementOf(key: string, patienceMs: number): Promise<Settled> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => tellPage(key, { kind: 'kept', key }), patienceMs);
    waiting.set(key, (settled) => {
      clearTimeout(timer);
      resolve(settled);
    });
  });
}

function tellPage(key: string, settled: Settled): void {
  waiting.get(key)?.(settled);
  waiting.delete(key);
}

function currentOwner(): Owner | null {
  const session = currentSession();
  return session ? { personId: session.person.id, deviceId: deviceId() } : null;
}
