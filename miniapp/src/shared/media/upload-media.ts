import type { MediaDto, UploadDto, UploadPartDto } from '@contracts/api/media';
import { newPressKey } from '../offline/press-key';
import { post, postBytes } from '../request/api';
import type { Answer, Failure } from '../request/failure';
import { readBytes } from './byte-store';
import type { KeptMedia, MediaProblem } from './kept-media';

export type Uploaded =
  | { readonly kind: 'there'; readonly mediaId: string }
  /** No answer, or no session: it goes on where it stopped, later. */
  | { readonly kind: 'unanswered'; readonly failure: Failure }
  | { readonly kind: 'refused'; readonly problem: MediaProblem };

type Watch = {
  /** Whether the person whose it is is still signed in: nobody else sends it (B-11.6). */
  readonly stillMine: () => boolean;
  readonly onSent?: (bytes: number) => void;
};

/** Parts are as large as the network carries: after one that did not get through they are halved, after one that did they grow again. */
const LARGEST_PART = 128 * 1024;
const SMALLEST_PART = 16 * 1024;
let partBytes = LARGEST_PART;

/** How often the server may send us back before we believe that it means no. */
const MOST_SETBACKS = 5;

type Step =
  | { readonly kind: 'begin' }
  | { readonly kind: 'send'; readonly uploadId: string; readonly offset: number }
  | { readonly kind: 'finish'; readonly uploadId: string }
  | Uploaded;

/**
 * Brings a photo or a voice note to the server: asks where to go on, sends part after part, has it checked. Bytes that the server has are
 * not sent again. A cut costs one part, whenever it happens and however long it lasts.
 */
export async function uploadMedia(media: KeptMedia, watch: Watch): Promise<Uploaded> {
  let setbacks = 0;
  let step: Step = { kind: 'begin' };
  for (;;) {
    if (step.kind === 'there' || step.kind === 'unanswered' || step.kind === 'refused') return step;
    if (!watch.stillMine()) return { kind: 'unanswered', failure: { kind: 'signed_out' } };
    const next: Step = await take(step, media, watch);
    if (isSetback(step, next)) setbacks += 1;
    step = setbacks > MOST_SETBACKS ? refusedWith('upload_damaged', {}) : next;
  }
}

async function take(step: Exclude<Step, Uploaded>, media: KeptMedia, { onSent }: Watch): Promise<Step> {
  switch (step.kind) {
    case 'begin': {
      const { kind, bytes, sha256 } = media;
      // A new key each time: the answer to an old one would be where the upload stood then.
      return afterOpening(await post<UploadDto>('/media/uploads', { kind, bytes, sha256 }, newPressKey()), media);
    }
    case 'send': {
      const { uploadId, offset } = step;
      onSent?.(offset);
      if (offset >= media.bytes) return { kind: 'finish', uploadId };
      const part = await readBytes(media.id, { offset, length: Math.min(partBytes, media.bytes - offset) });
      if (!part || part.byteLength === 0) return refusedWith('bytes_gone', {});
      const answer = await postBytes<UploadPartDto>(`/media/uploads/${uploadId}/parts?offset=${offset}`, part);
      partBytes = answer.ok ? Math.min(LARGEST_PART, partBytes * 2) : Math.max(SMALLEST_PART, partBytes / 2);
      return afterPart(answer, uploadId);
    }
    case 'finish':
      return afterFinish(await post<MediaDto>(`/media/uploads/${step.uploadId}/finish`, {}, newPressKey()), step.uploadId);
  }
}

function afterOpening(answer: Answer<UploadDto>, { bytes }: KeptMedia): Step {
  if (!answer.ok) return notTaken(answer.failure);
  const { mediaId, uploadId, offset } = answer.value;
  if (mediaId) return { kind: 'there', mediaId };
  return uploadId ? { kind: 'send', uploadId, offset: Math.min(offset, bytes) } : refusedWith('upload_damaged', {});
}

function afterPart(answer: Answer<UploadPartDto>, uploadId: string): Step {
  if (answer.ok) return { kind: 'send', uploadId, offset: answer.value.offset };
  const offset = placeIn(answer.failure, 'upload_offset');
  return offset === null ? beginAgainOr(answer.failure) : { kind: 'send', uploadId, offset };
}

function afterFinish(answer: Answer<MediaDto>, uploadId: string): Step {
  if (answer.ok) return { kind: 'there', mediaId: answer.value.mediaId };
  const offset = placeIn(answer.failure, 'upload_incomplete');
  return offset === null ? beginAgainOr(answer.failure) : { kind: 'send', uploadId, offset };
}

/** The place to go on from, when the server names one. */
function placeIn(failure: Failure, code: 'upload_offset' | 'upload_incomplete'): number | null {
  return failure.kind === 'refused' && failure.code === code && typeof failure.details.offset === 'number' ? failure.details.offset : null;
}

/** An upload that the server has let go of, or that arrived damaged, begins anew. */
function beginAgainOr(failure: Failure): Step {
  const again = failure.kind === 'refused' && (failure.code === 'not_found' || failure.code === 'upload_damaged');
  return again ? { kind: 'begin' } : notTaken(failure);
}

function notTaken(failure: Failure): Step {
  return failure.kind === 'refused' ? refusedWith(failure.code, failure.details) : { kind: 'unanswered', failure };
}

const refusedWith = (code: MediaProblem['code'], details: MediaProblem['details']): Uploaded => ({
  kind: 'refused',
  problem: { code, details },
});

/** Going on is no setback; being sent back, or to the same place again, is. */
function isSetback(from: Step, to: Step): boolean {
  if (from.kind === 'begin') return false;
  if (to.kind === 'begin') return true;
  if (to.kind !== 'send') return false;
  return from.kind === 'finish' || (from.kind === 'send' && to.offset <= from.offset);
}
