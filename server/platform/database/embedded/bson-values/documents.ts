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
  return view.includes(REF) ? clone(doc) : doc;
}

/** A deep copy, without bson's DBRef. Values that nothing ever changes in place (Date, ObjectId, Long, Binary ...) are shared. */
export function clone<T>(value: T): T {
  if (Array.isArray(value)) return value.map(clone) as T;
  if (!isObj(value)) return value;
  const fields = bsonType(value) === 'DBRef' ? fieldsOf(value as unknown as DBRef) : value;
  const out: Doc = {};
  for (const [k, v] of Object.entries(fields)) setOwn(out, k, clone(v));
  return out as T;
}

const fieldsOf = ({ collection, oid, db, fields }: DBRef): Doc => ({ $ref: collection, $id: oid, ...(db ? { $db: db } : {}), ...fields });
