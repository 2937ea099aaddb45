import { textAt, type VoiceReader } from './voice-reading';

/** Bytes of a frame by its type, head included (RFC 4867, section 5); 0 for a type that does not exist. */
const NARROW = [13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1];
const WIDE = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1];
const FRAME_MS = 20;

/** AMR of one channel, narrow and wide band: what chat clients send and old phones record. */
export const readAmr: VoiceReader = (bytes) => {
  const wide = textAt(bytes, 0, 9) === '#!AMR-WB\n';
  if (!wide && textAt(bytes, 0, 6) !== '#!AMR\n') return null;
  const sizes = wide ? WIDE : NARROW;
  let frames = 0;
  let at = wide ? 9 : 6;
  while (at < bytes.length) {
    const head = bytes[at] ?? 0;
    const size = sizes[(head >> 3) & 15] ?? 0;
    // The padding bits of the head are zero in every frame; anything else is no frame.
    if (size === 0 || (head & 0x83) !== 0) return null;
    if (at + size > bytes.length) break;
    frames += 1;
    at += size;
  }
  return frames === 0 ? null : { format: wide ? 'amr-wb' : 'amr', durationMs: frames * FRAME_MS, bytes: bytes.subarray(0, at) };
};
