import fs from 'node:fs';
import { crc32 } from 'node:zlib';

/**
 * One change of what is kept: the new bytes of a record, null when it is gone. `collection` is the engine's number of a collection and never
 * used twice, `rid` of a record in it.
 */
export type Op = { readonly collection: number; readonly rid: number; readonly raw: Uint8Array | null };

/** The collection whose records are the changes of the catalog. */
export const CATALOG = 0;

/** The collection of what sessions did; see engine/sessions.ts. */
export const SESSIONS = 2 ** 32 - 1;

/** Receives the kept changes in the order in which they were made. Replaying a change twice must be harmless. */
export type Replay = (op: Op) => void;

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

const checksum = (payload: Uint8Array, seq: number, offset: number): number => crc32(payload, crc32(Float64Array.of(seq, offset)));

/** One frame holding all of `ops`, for that offset of the file with that number. */
export function encodeFrame(ops: readonly Op[], seq: number, offset: number): Buffer {
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
  frame.writeUInt32LE(checksum(frame.subarray(HEADER_BYTES), seq, offset), 8);
  return frame;
}

function replayPayload(payload: Buffer, replay: Replay): void {
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

/** A file that is read: its number, its size and its descriptor. */
type Source = { fd: number; seq: number; size: number };

/**
 * Replays the frames of a file in order. Bytes that are no valid frame but that one follows are not a torn end but damage: it is reported and
 * stepped over; `onDamage` throws to stop there. Returns the offset behind the last valid frame.
 */
export function readFrames(file: string, seq: number, replay: Replay, onDamage: (from: number, to: number) => void): number {
  const fd = fs.openSync(file, 'r');
  try {
    const source = { fd, seq, size: fs.fstatSync(fd).size };
    let end = 0;
    for (let frame = nextFrame(source, 0); frame; frame = nextFrame(source, end)) {
      if (frame.at > end) onDamage(end, frame.at);
      replayPayload(frame.payload, replay);
      end = frame.at + HEADER_BYTES + frame.payload.length;
    }
    return end;
  } finally {
    fs.closeSync(fd);
  }
}

/** Fewer bytes at the end. Not pooled: the documents of a frame stay views into it for as long as they live. */
function readBytes({ fd, size }: Source, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Math.min(length, size - at));
  fs.readSync(fd, bytes, 0, bytes.length, at);
  return bytes;
}

type Frame = { at: number; payload: Buffer };

function frameAt(source: Source, at: number): Frame | null {
  const head = readBytes(source, at, HEADER_BYTES);
  if (head.length < HEADER_BYTES || head.compare(MAGIC, 0, MAGIC.length, 0, MAGIC.length) !== 0) return null;
  const length = head.readUInt32LE(4);
  const payload = readBytes(source, at + HEADER_BYTES, length);
  return payload.length === length && checksum(payload, source.seq, at) === head.readUInt32LE(8) ? { at, payload } : null;
}

/** The frame there, or else the first one after. */
function nextFrame(source: Source, from: number): Frame | null {
  const expected = frameAt(source, from);
  if (expected) return expected;
  const rest = readBytes(source, from, source.size);
  for (let i = rest.indexOf(MAGIC); i >= 0; i = rest.indexOf(MAGIC, i + 1)) {
    const found = frameAt(source, from + i);
    if (found) return found;
  }
  return null;
}
