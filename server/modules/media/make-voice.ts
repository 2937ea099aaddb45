import { MEDIA_LIMITS } from '../../contracts/api/media';
import { accepted, type Outcome, refused } from '../../platform';
import { readVoice } from './domain/voice/read-voice';
import { CONTENT_TYPES, PLAYED_EVERYWHERE } from './domain/voice/voice-reading';
import { decoderOfMedia } from './equipment';

const { mostSeconds } = MEDIA_LIMITS.voice;

export type MadeVoice = {
  readonly audio: Uint8Array;
  readonly contentType: string;
  readonly durationMs: number;
  readonly playable: boolean;
  /** As it came, when `audio` is another copy. */
  readonly source: Uint8Array | null;
};
export type VoiceRefusal = { readonly code: 'media_not_a_voice' } | { readonly code: 'voice_too_long'; readonly mostSeconds: number };

/**
 * Reads a voice note from end to end and keeps its sound alone, without tags. What some surface cannot play is decoded where that can be
 * done; where it cannot, it is kept as it came and said not to play everywhere.
 */
export async function makeVoice(bytes: Buffer): Promise<Outcome<MadeVoice, VoiceRefusal>> {
  const reading = readVoice(bytes);
  if (!reading) return refused({ code: 'media_not_a_voice' });
  // A recorder that stops at the limit stops a frame or two behind it.
  if (reading.durationMs > (mostSeconds + 1) * 1_000) return refused({ code: 'voice_too_long', mostSeconds });
  const { durationMs, format } = reading;
  const wav = PLAYED_EVERYWHERE.has(format) ? null : await decoderOfMedia()(reading);
  if (wav) return accepted({ audio: wav, contentType: CONTENT_TYPES.wav, durationMs, playable: true, source: reading.bytes });
  const contentType = CONTENT_TYPES[format];
  return accepted({ audio: reading.bytes, contentType, durationMs, playable: PLAYED_EVERYWHERE.has(format), source: null });
}
