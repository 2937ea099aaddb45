import { type Box, boxes, within } from './mp4-boxes';
import { type OpusSound, viewOf } from './voice-reading';

/** Where a sound sample entry has its own fields before the boxes inside it (ISO 14496-12, section 12.2.3). */
const SOUND_ENTRY_BYTES = 36;

type Parts = { readonly table: Box; readonly moov: Box; readonly top: readonly Box[] };

/**
 * Takes the Opus packets out of an MP4, whole or in fragments (Opus in ISOBMFF, section 4.3). Null when its tables do not add up or point
 * outside of it: then the note is kept as it came.
 */
export function opusOfMp4(bytes: Uint8Array, { table, moov, top }: Parts): OpusSound | null {
  const head = readHead(bytes, table);
  if (!head) return null;
  const packets: Uint8Array[] = [];
  const take = (at: number, size: number): boolean => {
    if (size <= 0 || at < 0 || at + size > bytes.length) return false;
    packets.push(bytes.subarray(at, at + size));
    return true;
  };
  try {
    const fragments = top.filter(({ name }) => name === 'moof');
    const taken = fragments.length > 0 ? takeFragments(bytes, moov, fragments, take) : takeChunks(bytes, table, take);
    return taken && packets.length > 0 ? { ...head, packets } : null;
  } catch (error) {
    // A table that says it is longer than it is.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

type Take = (at: number, size: number) => boolean;

/** How many channels, and what is skipped at the start: the box `dOps` inside the sample entry. */
function readHead(bytes: Uint8Array, table: Box): Omit<OpusSound, 'packets'> | null {
  const description = within(bytes, table, 'stsd')[0];
  if (!description) return null;
  const entry = boxes(bytes, description.body + 8, description.end)?.[0];
  const inside = entry ? boxes(bytes, entry.start + SOUND_ENTRY_BYTES, entry.end) : null;
  const head = inside?.find(({ name }) => name === 'dOps');
  const channels = head && head.body + 11 <= head.end ? (bytes[head.body + 1] ?? 0) : 0;
  if (!head || channels < 1 || channels > 2) return null;
  return { channels, skippedSamples: viewOf(bytes).getUint16(head.body + 2) };
}

/** A whole file: the sizes of all samples, where each chunk of them starts, and how many are in each. */
function takeChunks(bytes: Uint8Array, table: Box, take: Take): boolean {
  const [sizes, runs] = ['stsz', 'stsc'].map((name) => within(bytes, table, name)[0]);
  const near = within(bytes, table, 'stco')[0];
  const far = within(bytes, table, 'co64')[0];
  const chunks = near ?? far;
  if (!sizes || !runs || !chunks) return false;
  const view = viewOf(bytes);
  const all = view.getUint32(sizes.body + 4);
  const samples = view.getUint32(sizes.body + 8);
  const sizeOf = (sample: number): number => (all > 0 ? all : view.getUint32(sizes.body + 12 + sample * 4));
  const startOf = (chunk: number): number =>
    near ? view.getUint32(chunks.body + 8 + chunk * 4) : Number(view.getBigUint64(chunks.body + 8 + chunk * 8));
  let sample = 0;
  let run = 0;
  for (let chunk = 0; chunk < view.getUint32(chunks.body + 4) && sample < samples; chunk++) {
    while (run + 1 < view.getUint32(runs.body + 4) && view.getUint32(runs.body + 8 + (run + 1) * 12) <= chunk + 1) run += 1;
    let at = startOf(chunk);
    for (let left = view.getUint32(runs.body + 12 + run * 12); left > 0 && sample < samples; left--, sample++) {
      if (!take(at, sizeOf(sample))) return false;
      at += sizeOf(sample);
    }
  }
  return sample === samples;
}

/** A live recording: each fragment says where its samples start and how large each of them is. */
function takeFragments(bytes: Uint8Array, moov: Box, fragments: readonly Box[], take: Take): boolean {
  const view = viewOf(bytes);
  const mvex = within(bytes, moov, 'mvex')[0];
  const trex = mvex ? within(bytes, mvex, 'trex')[0] : undefined;
  const usual = trex ? view.getUint32(trex.body + 16) : 0;
  for (const moof of fragments) {
    for (const traf of within(bytes, moof, 'traf')) {
      const tfhd = within(bytes, traf, 'tfhd')[0];
      if (!tfhd) return false;
      const { base, size } = readFragmentHead(view, tfhd, { base: moof.start, size: usual });
      let at = base;
      for (const run of within(bytes, traf, 'trun')) {
        const flags = view.getUint32(run.body) & 0xffffff;
        if (flags & 0x01) at = base + view.getInt32(run.body + 8);
        const stride = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length * 4;
        let row = run.body + 8 + (flags & 0x01 ? 4 : 0) + (flags & 0x04 ? 4 : 0);
        for (let left = view.getUint32(run.body + 4); left > 0; left--, row += stride) {
          const own = flags & 0x200 ? view.getUint32(row + (flags & 0x100 ? 4 : 0)) : size;
          if (!take(at, own)) return false;
          at += own;
        }
      }
    }
  }
  return true;
}

/** From where a fragment counts, and how large a sample is that does not say. */
function readFragmentHead(view: DataView, tfhd: Box, usual: { base: number; size: number }): { base: number; size: number } {
  const flags = view.getUint32(tfhd.body) & 0xffffff;
  const base = flags & 0x01 ? Number(view.getBigUint64(tfhd.body + 8)) : usual.base;
  const at = tfhd.body + 8 + (flags & 0x01 ? 8 : 0) + (flags & 0x02 ? 4 : 0) + (flags & 0x08 ? 4 : 0);
  return { base, size: flags & 0x10 ? view.getUint32(at) : usual.size };
}
