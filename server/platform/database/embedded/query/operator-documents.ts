import { isObj } from '../bson-values/kinds';
import type { Doc } from '../types';

const REFERENCE_FIELDS = new Set(['$ref', '$id', '$db']);

/** True when `v` is an operator document such as `{ $gt: 1 }`: the first field decides; a reference `{ $ref, $id }` is a value. */
export function isOps(v: unknown): v is Doc {
  if (!isObj(v)) return false;
  const first = Object.keys(v)[0];
  return first?.startsWith('$') === true && !REFERENCE_FIELDS.has(first);
}

/** Operators that combine whole filters: `{ $elemMatch: { $or: ... } }` speaks about documents, `{ $elemMatch: { $gt: 1 } }` about values. */
const LOGIC: ReadonlySet<string> = new Set(['$and', '$or', '$nor', '$expr', '$where']);

/** True for an operator document about a bare value. */
export const isValueOps = (v: unknown): v is Doc => isOps(v) && !LOGIC.has(Object.keys(v)[0] ?? '');
