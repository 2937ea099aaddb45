import { readOpusHead } from './opus-packet';
import { type OpusSound, textAt, type VoiceReader, viewOf } from './voice-reading';

const HEAD_BYTES = 27;
const SAMPLES_PER_MS = 48;
const LONGEST_PIECE = 255;
/** The first two packets are the head and the tags. */
const HEADS = 2;

/** Opus in Ogg, as Firefox records it. Its end is the position that the last page says. */
export const readOggOpus: VoiceReader = (bytes) => {
  const view = viewOf(bytes);
  let at = 0;
  let head: Omit<OpusSound, 'packets'> | null = null;
  const packets: Uint8Array[] = [];
  let open: Uint8Array[] = [];
  let last = 0n;
  let pages = 0;
  while (at + HEAD_BYTES <= bytes.length) {
    if (textAt(bytes, at, 4) !== 'OggS') return null;
    const segments = bytes[at + 26] ?? 0;
    const body = at + HEAD_BYTES + segments;
    const size = bytes.subarray(at + HEAD_BYTES, body).reduce((sum, length) => sum + length, 0);
    if (body + size > bytes.length) break;
    if (pages === 0) {
      head = readOpusHead(bytes.subarray(body, body + size));
      if (!head) return null;
    }
    let from = body;
    for (const length of bytes.subarray(at + HEAD_BYTES, body)) {
      open.push(bytes.subarray(from, from + length));
      from += length;
      // A packet goes on as long as its pieces are as long as a piece can be, over the end of a page too.
      if (length === LONGEST_PIECE) continue;
      packets.push(open.length === 1 && open[0] ? open[0] : Buffer.concat(open));
      open = [];
    }
    const position = view.getBigInt64(at + 6, true);
    if (position > last) last = position;
    pages += 1;
    at = body + size;
  }
  if (!head || pages < 3) return null;
  const durationMs = Math.round((Number(last) - head.skippedSamples) / SAMPLES_PER_MS);
  if (durationMs <= 0) return null;
  return { format: 'ogg-opus', durationMs, bytes: bytes.subarray(0, at), opus: { ...head, packets: packets.slice(HEADS) } };
};
