import { currentSession } from '../auth/session';
import type { Failure } from '../request/failure';
import type { KeptMedia } from './kept-media';
import { problemText } from './problem-text';
import { uploadMedia } from './upload-media';

export type MediaIds = { readonly photoIds?: readonly string[]; readonly voiceId?: string | null };
export type MediaSent =
  | { readonly kind: 'there'; readonly ids: MediaIds }
  | { readonly kind: 'unanswered'; readonly failure: Failure }
  /** In the words of the contracts. */
  | { readonly kind: 'refused'; readonly reason: string };

/** Brings photos and voice to the server while somebody waits, for what is not queued. What is there already is not sent again. */
export async function sendMedia(items: readonly KeptMedia[], onLeft: (left: readonly KeptMedia[]) => void): Promise<MediaSent> {
  const personId = currentSession()?.person.id;
  const photoIds: string[] = [];
  let voiceId: string | null = null;
  for (const [at, media] of items.entries()) {
    onLeft(items.slice(at));
    const uploaded = await uploadMedia(media, { stillMine: () => currentSession()?.person.id === personId });
    if (uploaded.kind === 'unanswered') return uploaded;
    if (uploaded.kind === 'refused') return { kind: 'refused', reason: problemText(uploaded.problem) };
    if (media.kind === 'photo') photoIds.push(uploaded.mediaId);
    else voiceId = uploaded.mediaId;
  }
  return { kind: 'there', ids: items.length > 0 ? { photoIds, voiceId } : {} };
}
