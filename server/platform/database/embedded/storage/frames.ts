import fs from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Op, Replay } from './store';

/*
 * A frame is [magic u32][payload length u32][checksum u32][payload], little endian. Its payload is a run of changes:
 *   put     [0][collection u32][rid f64][length u32][document]
 *   remove  [1][collection u32][rid f64]
 * The checksum also covers the file's number and the frame's offset, so that a frame is valid only where it was written: a log file that
 * somebody stored inside a document is never mistaken for the log.
 */
const HEADER_BYTES = 12;
const CHANGE_BYTES = 13;
const PUT = 0;
const REMOVE = 1;

/** First bytes of every frame. */
const MAGIC = Buffer.from([0xc7, 0x4c, 0x6f, 0x67]);

type Place = { seq: number; offset: number };

const seedBytes = Buffer.alloc(16);
function checksum(payload: Uint8Array, at: Place): number {
  seedBytes.writeDoubleLE(at.seq, 0);
  seedBytes.writeDoubleLE(at.offset, 8);
  return crc32(payload, crc32(seedBytes));
}

/** One frame holding all of `ops`. */
export function encodeFrame(ops: readonly Op[], at: Place): Buffer {
  const size = ops.reduce((bytes, { raw }) => bytes + CHANGE_BYTES + (raw ? 4 + raw.length : 0), HEADER_BYTES);
  const frame = Buffer.allocUnsafe(size);
  frame.set(MAGIC, 0);
  frame.writeUInt32LE(size - HEADER_BYTES, 4);
  let p = HEADER_BYTES;
  for (const { collection, rid, raw } of ops) {
    frame[p] = raw ? PUT : REMOVE;
    frame.writeUInt32LE(collection, p + 1);
    frame.writeDoubleLE(rid, p + 5);
    p += CHANGE_BYTES;
    if (!raw) continue;
    frame.writeUInt32LE(raw.length, p);
    frame.set(raw, p + 4);
    p += 4 + raw.length;
  }
  frame.writeUInt32LE(checksum(frame.subarray(HEADER_BYTES), at), 8);
  return frame;
}

/** Hands the changes of a payload to `replay`. */
export function replayPayload(payload: Buffer, replay: Replay): void {
  for (let p = 0; p < payload.length; ) {
    const kind = payload[p];
    if (kind !== PUT && kind !== REMOVE) throw new Error(`the data hold a change of a kind this version does not know: ${kind}`);
    const [collection, rid] = [payload.readUInt32LE(p + 1), payload.readDoubleLE(p + 5)];
    p += CHANGE_BYTES;
    const end = kind === PUT ? p + 4 + payload.readUInt32LE(p) : p;
    replay({ collection, rid, raw: kind === PUT ? payload.subarray(p + 4, end) : null });
    p = end;
  }
}

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
