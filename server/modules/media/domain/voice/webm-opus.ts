import { opusPacketMs, readOpusHead } from './opus-packet';
import type { OpusSound, VoiceReader } from './voice-reading';

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const CLUSTER = 0x1f43b675;
const BLOCK_GROUP = 0xa0;
const BLOCK = 0xa1;
const SIMPLE_BLOCK = 0xa3;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const TRACK_TYPE = 0x83;
const CODEC = 0x86;
const CODEC_PRIVATE = 0x63a2;
const AUDIO = 2;
/** Looked into; every other element is stepped over. */
const FOLDERS = new Set([SEGMENT, CLUSTER, BLOCK_GROUP, TRACKS, TRACK_ENTRY]);
/** A live recorder writes these without a size: they go on until something follows that cannot be inside them. */
const OPEN_ENDED = new Set([SEGMENT, CLUSTER]);

/** Opus in WebM, as Chrome and Android record it. Its head rarely says how long it is, so the packets are counted. */
export const readWebmOpus: VoiceReader = (bytes) => {
  if (element(bytes, 0)?.id !== EBML) return null;
  let milliseconds = 0;
  let tracks = 0;
  let head: Omit<OpusSound, 'packets'> | null = null;
  const packets: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const found = element(bytes, at);
    if (!found) return null;
    const { id, body, size } = found;
    if (size === null && !OPEN_ENDED.has(id)) return null;
    if (FOLDERS.has(id)) {
      at = body;
      continue;
    }
    const end = body + (size ?? 0);
    // Cut off in the middle of the last block: what came before it counts.
    if (end > bytes.length) break;
    if (id === TRACK_TYPE && bytes[body] !== AUDIO) return null;
    if (id === CODEC) {
      if (Buffer.from(bytes.subarray(body, end)).toString('latin1') !== 'A_OPUS') return null;
      tracks += 1;
    }
    if (id === CODEC_PRIVATE) head = readOpusHead(bytes.subarray(body, end));
    if (id === SIMPLE_BLOCK || id === BLOCK) {
      const packet = packetOf(bytes, body, end);
      if (!packet) return null;
      packets.push(packet);
      milliseconds += opusPacketMs(packet[0] ?? 0, packet[1] ?? 0);
    }
    at = end;
  }
  if (tracks !== 1 || !head || milliseconds <= 0) return null;
  return { format: 'webm-opus', durationMs: Math.round(milliseconds), bytes: bytes.subarray(0, at), opus: { ...head, packets } };
};

/** A block is a track number, a time of two bytes, flags, and one packet; laced packets are not what recorders write. */
function packetOf(bytes: Uint8Array, body: number, end: number): Uint8Array | null {
  const track = variable(bytes, body, true);
  if (!track) return null;
  const flags = body + track.length + 2;
  if (flags + 1 >= end || ((bytes[flags] ?? 0) & 0x06) !== 0) return null;
  return bytes.subarray(flags + 1, end);
}

function element(bytes: Uint8Array, at: number): { id: number; body: number; size: number | null } | null {
  const id = variable(bytes, at, false);
  if (!id || id.length > 4) return null;
  const size = variable(bytes, at + id.length, true);
  if (!size) return null;
  return { id: id.value, body: at + id.length + size.length, size: size.unknown ? null : size.value };
}

/** A number of one to eight bytes whose leading zeros say how many. */
function variable(bytes: Uint8Array, at: number, withoutMark: boolean): { value: number; length: number; unknown: boolean } | null {
  const first = bytes[at];
  if (first === undefined || first === 0) return null;
  const length = Math.clz32(first) - 23;
  if (at + length > bytes.length) return null;
  const ownBits = withoutMark ? first & (0xff >> length) : first;
  let value = ownBits;
  let allOnes = ownBits === 0xff >> length;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i] ?? 0;
    value = value * 256 + byte;
    allOnes &&= byte === 0xff;
  }
  return { value, length, unknown: withoutMark && allOnes };
}
