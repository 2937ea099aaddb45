import type { Doc } from '../types';
import { isObj, setOwn } from './kinds';

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
