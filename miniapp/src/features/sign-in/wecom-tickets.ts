import { isRecord, readStored, removeStored, storedNames, writeStored } from '@/shared/storage/device-storage';
import type { WecomTicket } from './api';

const PREFIX = 'wecom-ticket/';
const GOOD_FOR_MS = 10 * 60_000;

type Kept = { readonly proof: string; readonly at: number };

/** Keeps the proof that this browser set out itself. One for each time it does: two windows may sign in side by side. */
export function keepTicket({ state, proof }: WecomTicket): void {
  for (const name of storedNames(PREFIX)) {
    const old = readStored(name, isKept);
    if (!old || Date.now() - old.at > GOOD_FOR_MS) removeStored(name);
  }
  writeStored(PREFIX + state, { proof, at: Date.now() } satisfies Kept);
}

/** The proof that goes with a state, once; null when this browser has none. */
export function takeProof(state: string): string | null {
  const kept = readStored(PREFIX + state, isKept);
  removeStored(PREFIX + state);
  return kept?.proof ?? null;
}

function isKept(value: unknown): value is Kept {
  return isRecord(value) && typeof value.proof === 'string' && typeof value.at === 'number';
}
