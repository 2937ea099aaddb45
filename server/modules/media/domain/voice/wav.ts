import { textAt, type VoiceReader, viewOf } from './voice-reading';

const PCM = 1;

/** Uncompressed sound, 8 or 16 bit. */
export const readWav: VoiceReader = (bytes) => {
  if (textAt(bytes, 0, 4) !== 'RIFF' || textAt(bytes, 8, 4) !== 'WAVE') return null;
  const view = viewOf(bytes);
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = textAt(bytes, at, 4);
    const size = view.getUint32(at + 4, true);
    const body = at + 8;
    if (name === 'fmt ' && body + 16 <= bytes.length) {
      const [kind, channels, rate, bits] = [
        view.getUint16(body, true),
        view.getUint16(body + 2, true),
        view.getUint32(body + 4, true),
        view.getUint16(body + 14, true),
      ];
      if (kind !== PCM || channels < 1 || channels > 2 || rate < 8_000 || rate > 48_000 || (bits !== 8 && bits !== 16)) return null;
      bytesPerSecond = (channels * rate * bits) / 8;
    } else if (name === 'data') {
      if (bytesPerSecond === 0) return null;
      // A recorder that was cut off leaves the size open; what is there counts.
      const length = Math.min(size, bytes.length - body);
      if (length === 0) return null;
      return { format: 'wav', durationMs: Math.round((length * 1_000) / bytesPerSecond), bytes: bytes.subarray(0, body + length) };
    }
    at = body + size + (size & 1);
  }
  return null;
};
