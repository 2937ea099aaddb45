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
export const HEADER_BYTES = 12;
const PUT = 0;
const REMOVE = 1;
const CATALOG = 2;
const END = 3;

/** First bytes of every frame. */
export const MAGIC = Buffer.from([0xc7, 0x4c, 0x6f, 0x67]);

export type Place = { seq: number; offset: number };

const seedBytes = Buffer.alloc(16);
export function checksum(payload: Uint8Array, at: Place): number {
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
