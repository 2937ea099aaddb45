import fs from 'node:fs';
import { checksum, HEADER_BYTES, MAGIC } from './frames';

/** Bytes `from` to `to` of a file are no valid frames, but a valid frame follows at `to`: not a torn end, but damage. */
export type Damage = { file: string; from: number; to: number };

/**
 * Reads the frames of a file in order. Damage in the middle is reported and stepped over; `onDamage` throws to stop there.
 * Returns the offset behind the last valid frame: less than the file's size when the end is torn.
 */
export function readFrames(file: string, seq: number, onPayload: (payload: Buffer) => void, onDamage: (damage: Damage) => void): number {
  const fd = fs.openSync(file, 'r');
  try {
    const size = fs.fstatSync(fd).size;
    let at = 0;
    while (at < size) {
      const payload = readFrame(fd, at, size, seq);
      if (payload) {
        onPayload(payload);
        at += HEADER_BYTES + payload.length;
        continue;
      }
      const next = findFrame(fd, at + 1, size, seq);
      if (next === null) return at;
      onDamage({ file, from: at, to: next });
      at = next;
    }
    return at;
  } finally {
    fs.closeSync(fd);
  }
}

const head = Buffer.alloc(HEADER_BYTES);

function readFrame(fd: number, at: number, size: number, seq: number): Buffer | null {
  if (at + HEADER_BYTES > size || fs.readSync(fd, head, 0, HEADER_BYTES, at) < HEADER_BYTES) return null;
  const length = head.readUInt32LE(4);
  if (head.compare(MAGIC, 0, 4, 0, 4) !== 0 || at + HEADER_BYTES + length > size) return null;
  const expected = head.readUInt32LE(8);
  // Not pooled: the documents of this frame stay views into it for as long as they live.
  const payload = Buffer.allocUnsafeSlow(length);
  fs.readSync(fd, payload, 0, length, at + HEADER_BYTES);
  return checksum(payload, { seq, offset: at }) === expected ? payload : null;
}

const SEARCH_BYTES = 4 << 20;

function findFrame(fd: number, start: number, size: number, seq: number): number | null {
  const window = Buffer.allocUnsafe(SEARCH_BYTES);
  for (let base = start; base < size; base += SEARCH_BYTES - MAGIC.length) {
    const read = fs.readSync(fd, window, 0, SEARCH_BYTES, base);
    const bytes = window.subarray(0, read);
    for (let i = bytes.indexOf(MAGIC); i >= 0; i = bytes.indexOf(MAGIC, i + 1)) {
      if (readFrame(fd, base + i, size, seq)) return base + i;
    }
  }
  return null;
}
