import { ObjectId, serialize } from 'bson';
import { MongoError } from '../errors';
import type { Doc } from '../types';

/** Largest document, in bytes, as in mongod. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** A document's BSON bytes. Throws when it is larger than a document may be. */
export function encodeDocument(doc: Doc): Uint8Array {
  const raw = serialize(doc);
  if (raw.length > MAX_DOCUMENT_BYTES) {
    throw new MongoError(
      10334,
      `BSONObj size: ${raw.length} (0x${raw.length.toString(16)}) is invalid. Size must be between 0 and 16793600(16MB)`,
    );
  }
  return raw;
}

/** A document with `_id` in front, made up when it is missing; the order of the other fields stays. */
export function withIdFirst(doc: Doc): Doc {
  if (doc._id === undefined) return { _id: new ObjectId(), ...doc };
  if (Object.keys(doc)[0] === '_id') return doc;
  const { _id, ...rest } = doc;
  return { _id, ...rest };
}

/**
 * The bytes to store for a document as the client sent it, so that its number types (int, long, double) survive: JavaScript does not tell
 * them apart. Only `_id` is moved to the front. Returns a copy: `sent` belongs to a network buffer. Null: the bytes have no `_id`.
 */
export function storedBytes(sent: Uint8Array): Buffer | null {
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength);
  const end = bytes.length - 1;
  for (let p = 4; p < end; ) {
    const next = endOfElement(bytes, p);
    if (bytes[p + 1] === 0x5f && bytes.toString('latin1', p + 1, p + 5) === '_id\0') {
      return Buffer.concat([bytes.subarray(0, 4), bytes.subarray(p, next), bytes.subarray(4, p), bytes.subarray(next)], bytes.length);
    }
    p = next;
  }
  return null;
}

/** Sizes of the BSON types whose values have one. */
const FIXED_BYTES: Readonly<Record<number, number>> = {
  1: 8, // double
  6: 0, // undefined
  7: 12, // ObjectId
  8: 1, // boolean
  9: 8, // date
  10: 0, // null
  16: 4, // int32
  17: 8, // timestamp
  18: 8, // int64
  19: 16, // decimal128
  127: 0, // max key
  255: 0, // min key
};
// Types whose value starts with its length, and the bytes the length does not count.
const COUNTED_EXTRA: Readonly<Record<number, number>> = { 2: 4, 3: 0, 4: 0, 5: 5, 13: 4, 14: 4, 15: 0 };

function endOfElement(bytes: Buffer, at: number): number {
  const type = bytes[at] ?? 0;
  const value = bytes.indexOf(0, at + 1) + 1;
  const fixed = FIXED_BYTES[type];
  if (fixed !== undefined) return value + fixed;
  const extra = COUNTED_EXTRA[type];
  if (extra !== undefined) return value + bytes.readInt32LE(value) + extra;
  if (type === 11) return bytes.indexOf(0, bytes.indexOf(0, value) + 1) + 1; // a regular expression: two C strings
  if (type === 12) return value + bytes.readInt32LE(value) + 16; // a DB pointer
  throw new MongoError(22, `Unrecognized BSON type ${type} in an inserted document`);
}
