import { MEDIA_LIMITS } from '@contracts/api/media';
import { newPressKey } from '../offline/press-key';
import { FULL_AT } from '../storage/full-at';
import { usedShareOfSpace } from '../storage/space';
import { dropBytes, keepBytes, readBytes, usedShareOfRoom } from './byte-store';
import { sha256Of } from './digest';
import type { Captured, KeptMedia } from './kept-media';

/** `phone_full`: at 80 % nothing new is taken, so that what is there stays safe (B-11.8). `lost`: the phone did not give it back. */
export type Keeping =
  | { readonly kind: 'kept'; readonly media: KeptMedia }
  | { readonly kind: 'not_kept'; readonly why: 'phone_full' | 'too_large' | 'lost' };

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'audio/mpeg': 'mp3',
  'audio/aac': 'aac',
  'audio/mp4': 'm4a',
  'audio/webm': 'webm',
  'audio/ogg': 'ogg',
};

/** Keeps a photo or a voice note on the phone, reads it back, and knows from then on what it is. */
export async function keepMedia(captured: Captured): Promise<Keeping> {
  if (Math.max(usedShareOfSpace(), await usedShareOfRoom()) >= FULL_AT) return { kind: 'not_kept', why: 'phone_full' };
  const { kind, contentType, durationMs } = captured;
  const id = `${newPressKey()}.${ENDINGS[contentType] ?? 'bin'}`;
  try {
    await keepBytes(id, captured);
  } catch (problem) {
    console.warn('a photo or voice note could not be stored', problem);
    return { kind: 'not_kept', why: 'phone_full' };
  }
  const bytes = await readBytes(id);
  if (!bytes || bytes.byteLength === 0) return { kind: 'not_kept', why: 'lost' };
  if (bytes.byteLength > MEDIA_LIMITS[kind].mostBytes) {
    await dropBytes(id);
    return { kind: 'not_kept', why: 'too_large' };
  }
  const sha256 = await sha256Of(bytes);
  return { kind: 'kept', media: { id, kind, contentType, bytes: bytes.byteLength, sha256, durationMs, mediaId: null, problem: null } };
}
