import { type DBRef, deserialize } from 'bson';
import type { Doc } from '../types';
import { bsonType, isObj, setOwn } from './kinds';

// JavaScript flags lose the PCRE options x and s, and a Buffer loses the binary subtype: both are kept in bson's own classes.
const OPTIONS = { bsonRegExp: true, promoteBuffers: false };
const REF = Buffer.from('$ref\0');

/** BSON bytes to a document. References stay plain `{ $ref, $id }` documents, which is what they are on the wire. */
export function decode(bytes: Uint8Array): Doc {
  const doc: Doc = deserialize(bytes, OPTIONS);
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return view.includes(REF) ? (plain(doc) as Doc) : doc;
}

function plain(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(plain);
  if (bsonType(v) === 'DBRef') {
    const ref = v as DBRef;
    return plain({ $ref: ref.collection, $id: ref.oid, ...(ref.db === undefined || ref.db === '' ? {} : { $db: ref.db }), ...ref.fields });
  }
  if (!isObj(v)) return v;
  const out: Doc = {};
  for (const k of Object.keys(v)) setOwn(out, k, plain(v[k]));
  return out;
}

/** A deep copy. Values that nothing ever changes in place (ObjectId, Long, Binary ...) are shared. */
export function clone<T>(value: T): T {
  return copy(value) as T;
}

function copy(v: unknown): unknown {
  if (v === null || typeof v !== 'object') return v;
  if (Array.isArray(v)) return v.map(copy);
  if (v instanceof Date) return new Date(v.getTime());
  if (!isObj(v)) return v;
  const out: Doc = {};
  for (const k of Object.keys(v)) setOwn(out, k, copy(v[k]));
  return out;
}
