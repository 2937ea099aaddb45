import type { VoiceReader } from './voice-reading';

const RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];
const SAMPLES = 1_024;

/** AAC in ADTS frames, as WeChat records it on Android. */
export const readAdts: VoiceReader = (bytes) => {
  let at = 0;
  let milliseconds = 0;
  let frames = 0;
  while (at + 7 <= bytes.length) {
    const [sync, flags, profile, channels, middle, last, end] = bytes.subarray(at, at + 7);
    if (sync !== 0xff || ((flags ?? 0) & 0xf6) !== 0xf0) return null;
    const rate = RATES[((profile ?? 0) >> 2) & 15];
    const size = (((channels ?? 0) & 3) << 11) | ((middle ?? 0) << 3) | ((last ?? 0) >> 5);
    if (rate === undefined || size < 8) return null;
    if (at + size > bytes.length) break;
    milliseconds += ((((end ?? 0) & 3) + 1) * SAMPLES * 1_000) / rate;
    frames += 1;
    at += size;
  }
  // One frame proves nothing: two bytes of a stranger's file can look like its head.
  if (frames < 3) return null;
  return { format: 'aac', durationMs: Math.round(milliseconds), bytes: bytes.subarray(0, at) };
};
