import { currentSession } from '../auth/session';
import { isRecord, readStored, removeStored, storedNames, writeStored } from '../storage/device-storage';
import type { KeptMedia } from './kept-media';

/** What was captured for something that is not reported yet. It outlives the app: a camera may push a mini-program out of memory. */
type Draft = { readonly touchedAt: string; readonly items: readonly KeptMedia[] };

const PREFIX = 'draft-media/';
const DAYS_KEPT = 2;
const DAY_MS = 86_400_000;

/** `name` says what it is for, e.g. `report/<operation>`; drafts are each person's own. */
export function readDraft(name: string): readonly KeptMedia[] {
  return readStored(nameOf(name), isDraft)?.items ?? [];
}

export function writeDraft(name: string, items: readonly KeptMedia[]): void {
  if (items.length === 0) removeStored(nameOf(name));
  else writeStored(nameOf(name), { touchedAt: new Date().toISOString(), items } satisfies Draft);
}

/** Puts back what an entry of the outbox had, so that it can be reported anew. */
export function giveBack(name: string, media: readonly KeptMedia[]): void {
  const there = readDraft(name);
  const fresh = media.filter(({ id, problem }) => problem === null && there.every((one) => one.id !== id));
  writeDraft(name, [...there, ...fresh]);
}

/** The ids of everything in drafts on this phone, whoever's they are. Drafts that nobody has touched for days are let go first. */
export function idsInDrafts(): string[] {
  const longAgo = Date.now() - DAYS_KEPT * DAY_MS;
  return storedNames(PREFIX).flatMap((stored) => {
    const draft = readStored(stored, isDraft);
    if (draft && Date.parse(draft.touchedAt) > longAgo) return draft.items.map(({ id }) => id);
    removeStored(stored);
    return [];
  });
}

const nameOf = (name: string): string => `${PREFIX}${currentSession()?.person.id ?? ''}/${name}`;

function isDraft(value: unknown): value is Draft {
  return isRecord(value) && typeof value.touchedAt === 'string' && Array.isArray(value.items);
}
