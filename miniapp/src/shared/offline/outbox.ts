import { currentSession, onSessionChange } from '../auth/session';
import { createObservable, useObservable } from '../observable';
import { post } from '../request/api';
import type { Failure } from '../request/failure';
import { usedShareOfSpace } from '../storage/space';
import { serverNow } from '../time/clock';
import { deviceId } from './device-id';
import { newPressKey } from './press-key';
import { dismissRefused, enqueue, nextPlace, type Owner, ofOwner, type Queue, readyToSend, settle } from './queue';
import { readQueue, removeWork, storeWork } from './queue-storage';
import type { QueuedWork, WorkRefusal, WorkToDo } from './queued-work';

/** From here on the phone takes nothing new, so that what it holds is safe (B-11.8). */
export const FULL_AT = 0.8;

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

type Accepted = { readonly count: number; readonly receipts: readonly { readonly key: string; readonly receipt: unknown }[] };
const RECEIPTS_KEPT = 20;

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

/**
 * Keeps a press on the phone, then sends it. Resolves when the server has answered, or after `patienceMs` with `kept`:
 * it then goes on by itself, now or after the next start of the app.
 */
export async function keepAndSend(todo: WorkToDo, patienceMs = 8_000): Promise<Settled | NotKept> {
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
  };
  try {
    storeWork(work);
  } catch (problem) {
    console.error('the press could not be stored', problem);
    return { kind: 'not_kept', why: 'phone_full' };
  }
  queue.set(enqueue(queue.get(), work));
  const settled = settlementOf(work.key, patienceMs);
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

/** The person has dealt with a refused entry. */
export function dismiss(key: string): void {
  const next = dismissRefused(queue.get(), key);
  if (next.length === queue.get().length) return;
  removeWork(key);
  queue.set(next);
}

async function send(work: QueuedWork): Promise<void> {
  underWay.add(work.key);
  const answer = await post<unknown>(work.path, work.body, work.key).finally(() => underWay.delete(work.key));
  if (answer.ok) {
    failuresInARow = 0;
    removeWork(work.key);
    queue.set(settle(queue.get(), work.key, { kind: 'accepted' }));
    noteAccepted(work.key, answer.value);
    tellPage(work.key, { kind: 'accepted', receipt: answer.value });
    return sendWaiting();
  }
  if (answer.failure.kind === 'refused') return keepRefused(work, answer.failure);
  keepUnanswered(work, answer.failure);
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

function change(key: string, outcome: Parameters<typeof settle>[2]): void {
  const next = settle(queue.get(), key, outcome);
  const changed = next.find((work) => work.key === key);
  if (changed) storeWork(changed);
  queue.set(next);
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
