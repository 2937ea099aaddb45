import { isObj, own, setOwn } from '../bson-values/kinds';
import type { Doc } from '../types';

/**
 * A copy of `v` with a computed value at a path, shared where nothing changed. Arrays on the way are entered element by element, anything
 * else that is no document gives way to one; undefined removes the field.
 */
export function setPath(v: unknown, parts: readonly string[], value: unknown, i = 0): unknown {
  if (i === parts.length) return value;
  if (Array.isArray(v)) return v.map((element) => setPath(element, parts, value, i));
  return setField(isObj(v) ? v : {}, parts, value, i);
}

/** `setPath` on a whole document. */
export function setField(doc: Doc, parts: readonly string[], value: unknown, i = 0): Doc {
  const part = parts[i] ?? '';
  const out = { ...doc };
  const inner = own(doc, part);
  if (i < parts.length - 1 && value === undefined && !isObj(inner) && !Array.isArray(inner)) return out;
  const changed = setPath(inner, parts, value, i + 1);
  if (changed === undefined) delete out[part];
  else setOwn(out, part, changed);
  return out;
}

/** The value at a path without entering arrays. */
export function getPath(v: unknown, parts: readonly string[]): unknown {
  let at = v;
  for (const part of parts) {
    if (!isObj(at)) return undefined;
    at = own(at, part);
  }
  return at;
}
