import { textAt, type VoiceReader } from './voice-reading';

/** kbit/s of layer III by index: of MPEG 1, and of MPEG 2 and 2.5. */
const RATES_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const RATES_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const SAMPLE_RATES = [44_100, 48_000, 32_000];
const TAG_AT_END_BYTES = 128;

/** MP3 with its tags cut off: ID3v2 in front, ID3v1 behind. */
export const readMp3: VoiceReader = (bytes) => {
  const start = afterTag(bytes);
  const end = textAt(bytes, bytes.length - TAG_AT_END_BYTES, 3) === 'TAG' ? bytes.length - TAG_AT_END_BYTES : bytes.length;
  let at = start;
  let frames = 0;
  let milliseconds = 0;
  while (at + 4 <= end) {
    const frame = frameAt(bytes, at);
    if (!frame) {
      // Recorders leave zeros behind the last frame; anything else is not sound.
      if (frames > 0 && bytes.subarray(at, end).every((byte) => byte === 0)) break;
      return null;
    }
    if (at + frame.size > end) break;
    milliseconds += frame.milliseconds;
    frames += 1;
    at += frame.size;
  }
  if (frames < 3) return null;
  return { format: 'mp3', durationMs: Math.round(milliseconds), bytes: bytes.subarray(start, at) };
};

function afterTag(bytes: Uint8Array): number {
  if (textAt(bytes, 0, 3) !== 'ID3') return 0;
  const [a, b, c, d] = bytes.subarray(6, 10);
  return 10 + (((a ?? 0) << 21) | ((b ?? 0) << 14) | ((c ?? 0) << 7) | (d ?? 0));
}

function frameAt(bytes: Uint8Array, at: number): { size: number; milliseconds: number } | null {
  const [sync, kind, rates] = bytes.subarray(at, at + 3);
  if (sync !== 0xff || kind === undefined || rates === undefined || (kind & 0xe6) !== 0xe2) return null;
  const version = (kind >> 3) & 3;
  if (version === 1) return null;
  const kbits = (version === 3 ? RATES_1 : RATES_2)[rates >> 4];
  const base = SAMPLE_RATES[(rates >> 2) & 3];
  if (!kbits || base === undefined) return null;
  const sampleRate = base / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const samples = version === 3 ? 1_152 : 576;
  const size = Math.floor((samples * kbits * 125) / sampleRate) + ((rates >> 1) & 1);
  return { size, milliseconds: (samples * 1_000) / sampleRate };
}
