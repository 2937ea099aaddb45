import fs from 'node:fs';
import { crc32 } from 'node:zlib';
import { deserialize, serialize } from 'bson';
import type { Op, Replay } from './store';

/*
 * A frame is [magic u32][payload length u32][checksum u32][payload], little endian. Its payload is a run of changes:
 *   put     [0][collection u32][rid f64][length u32][document]
 *   remove  [1][collection u32][rid f64]
 *   catalog [2][length u32][document]
 *   end     [3]   closes a snapshot
 * The checksum also covers the file's number and the frame's offset, so that a frame is valid only where it was written: a log file that
 * somebody stored inside a document is never mistaken for the log.
 */
const HEADER_BYTES = 12;
const PUT = 0;
const REMOVE = 1;
const CATALOG = 2;
const END = 3;

/** First bytes of every frame. */
const MAGIC = Buffer.from([0xc7, 0x4c, 0x6f, 0x67]);

type Place = { seq: number; offset: number };

const seedBytes = Buffer.alloc(16);
function checksum(payload: Uint8Array, at: Place): number {
  seedBytes.writeDoubleLE(at.seq, 0);
  seedBytes.writeDoubleLE(at.offset, 8);
  return crc32(payload, crc32(seedBytes));
}

/** One frame holding all of `ops`. `end` marks the last frame of a snapshot. */
export function encodeFrame(ops: readonly Op[], at: Place, end = false): Buffer {
  const entries = new Map<Op, Uint8Array>();
  let size = HEADER_BYTES + (end ? 1 : 0);
  for (const op of ops) {
    if (op.kind === 'put') size += 17 + op.raw.length;
    else if (op.kind === 'remove') size += 13;
    else {
      const bytes = serialize(op.entry);
      entries.set(op, bytes);
      size += 5 + bytes.length;
    }
  }
  const frame = Buffer.allocUnsafe(size);
  let p = HEADER_BYTES;
  for (const op of ops) {
    if (op.kind === 'catalog') {
      frame[p++] = CATALOG;
      p = writeBytes(frame, p, entries.get(op) ?? serialize(op.entry));
      continue;
    }
    frame[p++] = op.kind === 'put' ? PUT : REMOVE;
    p = frame.writeUInt32LE(op.collection, p);
    p = frame.writeDoubleLE(op.rid, p);
    if (op.kind === 'put') p = writeBytes(frame, p, op.raw);
  }
  if (end) frame[p] = END;
  frame.set(MAGIC, 0);
  frame.writeUInt32LE(size - HEADER_BYTES, 4);
  frame.writeUInt32LE(checksum(frame.subarray(HEADER_BYTES), at), 8);
  return frame;
}

function writeBytes(frame: Buffer, at: number, bytes: Uint8Array): number {
  const p = frame.writeUInt32LE(bytes.length, at);
  frame.set(bytes, p);
  return p + bytes.length;
}

/** Hands the changes of a payload to `replay`. Returns true when it holds the end mark. */
export function replayPayload(payload: Buffer, replay: Replay): boolean {
  let ended = false;
  for (let p = 0; p < payload.length; ) {
    const kind = payload[p++];
    if (kind === END) {
      ended = true;
    } else if (kind === CATALOG) {
      const end = p + 4 + payload.readUInt32LE(p);
      replay.catalog(deserialize(payload.subarray(p + 4, end)));
      p = end;
    } else {
      const collection = payload.readUInt32LE(p);
      const rid = payload.readDoubleLE(p + 4);
      p += 12;
      if (kind === PUT) {
        const end = p + 4 + payload.readUInt32LE(p);
        replay.put(collection, rid, payload.subarray(p + 4, end));
        p = end;
      } else replay.remove(collection, rid);
    }
  }
  return ended;
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
