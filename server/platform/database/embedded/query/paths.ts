import { digits, isObj, own, setOwn } from '../bson-values/kinds';
import { refuse } from '../errors';
import type { Doc, Position, ValueMatcher } from '../types';

const REFERENCE_FIELDS = new Set(['$ref', '$id', '$db']);

/** True for the name of an operator; those in a reference `{ $ref, $id, $db }` are names of fields. */
export const isOperatorName = (name = ''): boolean => name.startsWith('$') && !REFERENCE_FIELDS.has(name);

/** True when `v` is an operator document such as `{ $gt: 1 }`: the first field decides. */
export const isOps = (v: unknown): v is Doc => isObj(v) && isOperatorName(Object.keys(v)[0]);

/** What a path can lead into. */
export type Container = Doc | unknown[];
export const isContainer = (v: unknown): v is Container => Array.isArray(v) || isObj(v);

/** The parts of a dotted path in a projection or an expression. Throws what mongod answers for a malformed one. */
export function fieldPath(path: string): string[] {
  if (path === '') refuse(40352, 'FieldPath cannot be constructed with empty string');
  if (path.endsWith('.')) refuse(40353, "FieldPath must not end with a '.'.");
  if (path.includes('\0')) refuse(16411, "FieldPath field names may not contain '\\0'.");
  const parts = path.split('.');
  if (parts.includes('')) refuse(15998, 'FieldPath field names may not be empty strings.');
  if (parts.some(isOperatorName)) refuse(16410, "FieldPath field names may not start with '$'. Consider using $getField or $setField.");
  return parts;
}

/**
 * Walks a dotted path the way a query does, into the documents of arrays and through array indexes, and asks `leaf` about each value
 * found (undefined when it is missing) until it says yes. `pos` receives the outermost array index of the value that did.
 */
export function walk(v: unknown, parts: readonly string[], i: number, leaf: ValueMatcher, pos?: Position): boolean {
  const part = parts[i];
  if (part === undefined) return leaf(v, pos);
  if (!Array.isArray(v)) return isObj(v) ? walk(own(v, part), parts, i + 1, leaf, pos) : leaf(undefined, pos);
  if (digits(part) && Number(part) < v.length && walk(v[Number(part)], parts, i + 1, leaf, pos)) return true;
  return someAt(v, (element) => isObj(element) && walk(element, parts, i, leaf, pos), pos);
}

/** `array.some`, noting the index. */
export function someAt(array: readonly unknown[], test: (element: unknown) => boolean, pos?: Position): boolean {
  const j = array.findIndex(test);
  if (j >= 0 && pos) pos.i = j;
  return j >= 0;
}

/**
 * Every value at a path, through the documents of arrays and through array indexes; undefined where one is missing. Arrays at the end of the
 * path stay whole.
 */
export function valuesAt(v: unknown, parts: readonly string[], i = 0): unknown[] {
  const part = parts[i];
  if (part === undefined) return [v];
  if (!Array.isArray(v)) return valuesAt(isObj(v) ? own(v, part) : undefined, parts, i + 1);
  if (digits(part) && Number(part) < v.length) return valuesAt(v[Number(part)], parts, i + 1);
  return v.flatMap((element) => (isObj(element) ? valuesAt(element, parts, i) : [undefined]));
}

/**
 * A copy of `v` with a computed value at a path, shared where nothing changed. Arrays on the way are entered element by element, anything
 * else that is no document gives way to one; undefined removes the field.
 */
function setPath(v: unknown, parts: readonly string[], value: unknown, i: number): unknown {
  if (i === parts.length) return value;
  if (Array.isArray(v)) return v.map((element) => setPath(element, parts, value, i));
  return setField(isObj(v) ? v : {}, parts, value, i);
}

/** `setPath` on a whole document. */
export function setField(doc: Doc, parts: readonly string[], value: unknown, i = 0): Doc {
  const part = parts[i] ?? '';
  const out = { ...doc };
  const inner = own(doc, part);
  const nothingToRemove = i < parts.length - 1 && value === undefined && !isContainer(inner);
  if (!nothingToRemove) put(out, part, setPath(inner, parts, value, i + 1));
  return out;
}

/** Sets a field; undefined removes it. */
export function put(doc: Doc, field: string, v: unknown): void {
  if (v === undefined) delete doc[field];
  else setOwn(doc, field, v);
}

/** The value at a path without entering arrays. */
export const getPath = (v: unknown, parts: readonly string[]): unknown =>
  parts.reduce((at, part) => (isObj(at) ? own(at, part) : undefined), v);
