import { ObjectId, onDemand, serialize } from 'bson';
import { isObj } from '../bson-values/kinds';
import { refuse } from '../errors';
import type { Doc } from '../types';

/** Largest document, in bytes, as in mongod. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** A document's BSON bytes. Throws when it is larger than a document may be. */
export function encodeDocument(doc: Doc): Uint8Array {
  const raw = serialize(doc);
  if (raw.length > MAX_DOCUMENT_BYTES) refuse(10334, `BSONObj size: ${raw.length} is invalid. Size must be between 0 and 16793600(16MB)`);
  return raw;
}

const MAX_DEPTH = 180;
/** A document of fewer bytes cannot be that deep: each level takes seven at least. */
const SHALLOW_BYTES = 7 * MAX_DEPTH;

/** Throws 15 for documents in documents beyond what mongod stores. */
export function checkDepth(doc: Doc, raw: Uint8Array): void {
  if (raw.length > SHALLOW_BYTES && isDeeper(doc, MAX_DEPTH)) refuse(15, `the document exceeds ${MAX_DEPTH} levels of nesting`);
}

const isDeeper = (v: unknown, levels: number): boolean =>
  (Array.isArray(v) || isObj(v)) && (levels === 0 || Object.values(v).some((inner) => isDeeper(inner, levels - 1)));

/** A document with `_id` in front, made up when it is missing; the order of the other fields stays. */
export function withIdFirst(doc: Doc): Doc {
  if (Object.keys(doc)[0] === '_id' && doc._id !== undefined) return doc;
  const { _id = new ObjectId(), ...rest } = doc;
  return { _id, ...rest };
}

const ID = Buffer.from('_id\0');

/**
 * The bytes to store for a document as the client sent it, so that its number types (int, long, double) survive: JavaScript does not tell
 * them apart. Only `_id` is moved to the front. Returns a copy: `sent` belongs to a network buffer. Null: the bytes have no `_id`.
 */
export function storedBytes(sent: Uint8Array): Buffer | null {
  const bytes = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength);
  if (bytes.subarray(5, 5 + ID.length).equals(ID)) return Buffer.from(bytes);
  for (const [, nameAt, nameLength, valueAt, valueLength] of onDemand.parseToElements(bytes)) {
    if (bytes.toString('latin1', nameAt, nameAt + nameLength) !== '_id') continue;
    const [start, end] = [nameAt - 1, valueAt + valueLength];
    return Buffer.concat([bytes.subarray(0, 4), bytes.subarray(start, end), bytes.subarray(4, start), bytes.subarray(end)], bytes.length);
  }
  return null;
}
