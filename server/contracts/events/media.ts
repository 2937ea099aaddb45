import type { MediaKind } from '../api/media';
import type { PublishedFact } from './published-fact';

/** A photo or voice note was checked and kept, for the first time in this factory. The subject is `media:<id>`. */
export type MediaReceived = PublishedFact<
  'media.received',
  {
    readonly mediaId: string;
    readonly kind: MediaKind;
    readonly personId: string;
    /** Null for a photo. */
    readonly durationMs: number | null;
  }
>;

/** What a fact about a report or a verdict says of its photos and its voice note. */
export type AttachedFacts = { readonly photoIds?: readonly string[]; readonly voiceId?: string | null };
