import { type OpusSound, textAt, viewOf } from './voice-reading';

/** Milliseconds of a frame by the upper five bits of a packet's first byte (RFC 6716, section 3.1). */
const FRAME_MS = [
  10, 20, 40, 60, 10, 20, 40, 60, 10, 20, 40, 60, 10, 20, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20, 2.5, 5, 10, 20,
];

/** How long an Opus packet sounds, in milliseconds, by its first two bytes. */
export function opusPacketMs(first: number, second: number): number {
  const frame = FRAME_MS[first >> 3] ?? 0;
  const code = first & 3;
  return frame * (code === 0 ? 1 : code === 3 ? second & 63 : 2);
}

/** What stands in front of every stream of Opus (RFC 7845, section 5.1), of one or two channels; null for anything else. */
export function readOpusHead(head: Uint8Array): Omit<OpusSound, 'packets'> | null {
  const channels = head[9] ?? 0;
  if (head.length < 19 || textAt(head, 0, 8) !== 'OpusHead' || channels < 1 || channels > 2) return null;
  return { channels, skippedSamples: viewOf(head).getUint16(10, true) };
}
