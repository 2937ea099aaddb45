import { MOST_PHOTOS } from '@contracts/api/media';
import { useState } from 'react';
import { letGoOf } from '../offline/outbox';
import { readDraft, writeDraft } from './draft-media';
import { keepMedia } from './keep-media';
import { type Captured, type KeptMedia, photosOf, voiceOf } from './kept-media';

export type NotAttached = 'phone_full' | 'too_large' | 'lost' | 'same_again';
export type Attached = {
  readonly items: readonly KeptMedia[];
  readonly photos: readonly KeptMedia[];
  readonly voice: KeptMedia | null;
  /** How many more photos go with it. */
  readonly room: number;
  /** Why the last one was not taken. */
  readonly refused: NotAttached | null;
  readonly add: (captured: readonly Captured[]) => Promise<void>;
  readonly remove: (id: string) => void;
  /** From now on they belong to an entry of the outbox: whoever opens this anew, also after a crash, finds nothing. */
  readonly handOver: () => void;
  /** The entry was not taken: they are this draft's again. */
  readonly takeBack: () => void;
  /** They have gone; the phone lets go of what nothing names any more. */
  readonly done: () => void;
};

/** Photos and a voice note for one thing that is about to be told. They survive the page and the app. */
export function useAttached(name: string): Attached {
  const [items, setItems] = useState(() => readDraft(name));
  const [refused, setRefused] = useState<NotAttached | null>(null);
  const write = (next: readonly KeptMedia[]) => {
    writeDraft(name, next);
    setItems(next);
  };
  const add = async (captured: readonly Captured[]) => {
    setRefused(null);
    for (const one of captured) {
      const why = await attach(name, one);
      if (why) setRefused(why);
      setItems(readDraft(name));
    }
  };
  return {
    items,
    photos: photosOf(items),
    voice: voiceOf(items),
    room: Math.max(0, MOST_PHOTOS - photosOf(items).length),
    refused,
    add,
    remove(id) {
      setRefused(null);
      const before = readDraft(name);
      write(before.filter((item) => item.id !== id));
      void letGoOf(before);
    },
    handOver: () => writeDraft(name, []),
    takeBack: () => write(items),
    done() {
      write([]);
      void letGoOf(items);
    },
  };
}

async function attach(name: string, captured: Captured): Promise<NotAttached | null> {
  const keeping = await keepMedia(captured);
  if (keeping.kind === 'not_kept') return keeping.why;
  const { media } = keeping;
  const before = readDraft(name);
  const full = media.kind === 'photo' && photosOf(before).length >= MOST_PHOTOS;
  if (full || before.some(({ sha256 }) => sha256 === media.sha256)) {
    await letGoOf([media]);
    return full ? null : 'same_again';
  }
  // One voice note: a new one takes the place of the old.
  const replaced = media.kind === 'voice' ? voiceOf(before) : null;
  try {
    writeDraft(name, [...before.filter(({ id }) => id !== replaced?.id), media]);
  } catch (problem) {
    console.warn('a draft could not be stored', problem);
    await letGoOf([media]);
    return 'phone_full';
  }
  if (replaced) await letGoOf([replaced]);
  return null;
}
