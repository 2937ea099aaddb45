import { type Box, boxes, within } from './mp4-boxes';
import { opusOfMp4 } from './mp4-opus';
import { textAt, type VoiceReader, viewOf } from './voice-reading';

const TOP = new Set([
  'ftyp',
  'moov',
  'moof',
  'mdat',
  'free',
  'skip',
  'wide',
  'sidx',
  'styp',
  'mfra',
  'uuid',
  'emsg',
  'prft',
  'meta',
  'udta',
]);

/**
 * AAC or Opus in MP4, as iPhones and Safari record it: whole, or in fragments as a live recorder writes them. One sound track and no
 * picture. Counts the samples of its tables, because the head of a live recording says zero.
 */
export const readMp4: VoiceReader = (bytes) => {
  if (textAt(bytes, 4, 4) !== 'ftyp') return null;
  const top = boxes(bytes, 0, bytes.length);
  const moov = top?.find(({ name }) => name === 'moov');
  if (!top || !moov || top.some(({ name }) => !TOP.has(name)) || !top.some(({ name }) => name === 'mdat')) return null;
  const tracks = within(bytes, moov, 'trak');
  const media = tracks.length === 1 && tracks[0] ? within(bytes, tracks[0], 'mdia')[0] : undefined;
  const sound = media ? readSound(bytes, media) : null;
  if (!sound) return null;
  const fallback = defaultDuration(bytes, moov);
  let ticks = sound.ticks;
  for (const moof of top.filter(({ name }) => name === 'moof')) ticks += fragmentTicks(bytes, moof, fallback);
  const durationMs = Math.round((ticks * 1_000) / sound.timescale);
  if (!(durationMs > 0)) return null;
  const opus = sound.codec === 'mp4-opus' ? opusOfMp4(bytes, { table: sound.table, moov, top }) : null;
  return { format: sound.codec, durationMs, bytes: bytes.subarray(0, top.at(-1)?.end), ...(opus ? { opus } : {}) };
};

type Sound = { readonly codec: 'm4a' | 'mp4-opus'; readonly timescale: number; readonly ticks: number; readonly table: Box };

function readSound(bytes: Uint8Array, media: Box): Sound | null {
  const view = viewOf(bytes);
  const [head, handler, info] = ['mdhd', 'hdlr', 'minf'].map((name) => within(bytes, media, name)[0]);
  const table = info ? within(bytes, info, 'stbl')[0] : undefined;
  if (!head || !handler || !table || textAt(bytes, handler.body + 8, 4) !== 'soun') return null;
  const scaleAt = head.body + (bytes[head.body] === 1 ? 20 : 12);
  const description = within(bytes, table, 'stsd')[0];
  const times = within(bytes, table, 'stts')[0];
  if (scaleAt + 4 > head.end || !description || description.body + 16 > description.end) return null;
  const codec = { mp4a: 'm4a', Opus: 'mp4-opus' }[textAt(bytes, description.body + 12, 4)] as 'm4a' | 'mp4-opus' | undefined;
  const timescale = view.getUint32(scaleAt);
  if (!codec || timescale === 0) return null;
  let ticks = 0;
  if (times) {
    for (let at = times.body + 8; at + 8 <= times.end; at += 8) ticks += view.getUint32(at) * view.getUint32(at + 4);
  }
  return { codec, timescale, ticks, table };
}

/** Ticks of a sample where a fragment does not say, from `moov/mvex/trex`. */
function defaultDuration(bytes: Uint8Array, moov: Box): number {
  const mvex = within(bytes, moov, 'mvex')[0];
  const trex = mvex ? within(bytes, mvex, 'trex')[0] : undefined;
  return trex && trex.body + 16 <= trex.end ? viewOf(bytes).getUint32(trex.body + 12) : 0;
}

function fragmentTicks(bytes: Uint8Array, moof: Box, fallback: number): number {
  let ticks = 0;
  for (const traf of within(bytes, moof, 'traf')) {
    const tfhd = within(bytes, traf, 'tfhd')[0];
    const each = tfhd ? (headDuration(bytes, tfhd) ?? fallback) : fallback;
    for (const run of within(bytes, traf, 'trun')) ticks += runTicks(bytes, run, each);
  }
  return ticks;
}

function headDuration(bytes: Uint8Array, { body, end }: Box): number | null {
  const view = viewOf(bytes);
  const flags = body + 8 <= end ? view.getUint32(body) & 0xffffff : 0;
  if ((flags & 0x08) === 0) return null;
  const at = body + 8 + (flags & 0x01 ? 8 : 0) + (flags & 0x02 ? 4 : 0);
  return at + 4 <= end ? view.getUint32(at) : null;
}

function runTicks(bytes: Uint8Array, { body, end }: Box, each: number): number {
  if (body + 8 > end) return 0;
  const view = viewOf(bytes);
  const flags = view.getUint32(body) & 0xffffff;
  const samples = view.getUint32(body + 4);
  if ((flags & 0x100) === 0) return samples * each;
  const stride = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4;
  let at = body + 8 + (flags & 0x01 ? 4 : 0) + (flags & 0x04 ? 4 : 0);
  let ticks = 0;
  for (let sample = 0; sample < samples && at + 4 <= end; sample++, at += stride) ticks += view.getUint32(at);
  return ticks;
}
