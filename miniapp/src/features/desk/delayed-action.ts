import { createObservable, useObservable } from '@/shared/observable';
import type { Lamp } from '@/shared/ui/lamp';

/** What came of sending: how many were done, and for each that was not, why; `unsent` when the server could not be reached. */
export type Sent = { readonly done: number; readonly refused: readonly string[]; readonly unsent: boolean };
export type Delayed = {
  readonly words: string;
  readonly sendsAtMs: number;
  /** Sends with keys made at the press, so that sending again does nothing twice. */
  readonly send: () => Promise<Sent>;
};
export type Outcome = {
  readonly lamp: Lamp;
  readonly words: string;
  readonly sent: Sent | null;
  /** Undoes what has been done; for what can be undone after the fact. */
  readonly undo?: () => Promise<void>;
  readonly again?: () => Promise<void>;
};

/** Long enough to see what one has done, short enough not to hold up a workshop. */
export const GRACE_MS = 10_000;

const waiting = createObservable<Delayed | null>(null);
const outcome = createObservable<Outcome | null>(null);
let timer: ReturnType<typeof setTimeout> | null = null;

/**
 * Holds a bulk action back for a moment in which it can be taken back. A release that has reached the workshop cannot be unseen, so the
 * undo lies before the sending. An action that still waits when the next one comes goes out first.
 */
export function sendSoon(words: string, send: () => Promise<Sent>): void {
  void sendNow();
  outcome.set(null);
  waiting.set({ words, send, sendsAtMs: Date.now() + GRACE_MS });
  timer = setTimeout(() => void sendNow(), GRACE_MS);
}

/** Answers when it has been sent; at once when nothing waits. */
export async function sendNow(): Promise<void> {
  const action = drop();
  if (action) await sendIt(action.words, action.send);
}

/** Takes back what has not been sent. */
export function takeBack(): boolean {
  return drop() !== null;
}

/** Shows what came of something that was sent without waiting. */
export function tell(next: Outcome | null): void {
  outcome.set(next);
}

export const useWaiting = (): Delayed | null => useObservable(waiting);
export const useOutcome = (): Outcome | null => useObservable(outcome);
export const onSent = outcome.subscribe;

/** Whether leaving the page now would lose something. */
export const isWaiting = (): boolean => waiting.get() !== null;

function drop(): Delayed | null {
  const action = waiting.get();
  if (timer) clearTimeout(timer);
  timer = null;
  waiting.set(null);
  return action;
}

async function sendIt(words: string, send: () => Promise<Sent>): Promise<void> {
  const sent = await send();
  const lamp = sent.unsent ? 'wait' : sent.refused.length === 0 ? 'run' : 'stop';
  outcome.set({ lamp, words, sent, ...(sent.unsent ? { again: () => sendIt(words, send) } : {}) });
}
