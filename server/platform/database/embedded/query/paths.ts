import { digits, isObj, own } from '../bson-values/kinds';
import type { Position } from '../types';

/**
 * Walks a dotted path the way a query does, into the documents of arrays and through array indexes, and asks `leaf` about each value
 * found (undefined when it is missing) until it says yes. `pos` receives the outermost array index of the value that did.
 */
export function walk(
  v: unknown,
  parts: readonly string[],
  i: number,
  leaf: (v: unknown, pos?: Position) => boolean,
  pos?: Position,
): boolean {
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
