import type { Collation } from '../bson-values/collation';
import { compare } from '../bson-values/compare';
import { isNumber, isObj, own, shown, toNum, typeName } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import type { Doc, Sorter } from '../types';
import { valuesAt } from './paths';

type SortField = [path: string, direction: 1 | -1];

const MAX_FIELDS = 32;

/** Parses and checks a sort specification; `$natural` is returned like a field. Throws 14, 15974, 15975, 15976 or 31138. */
export function sortFields(spec: unknown): SortField[] {
  if (!isObj(spec)) refuse(14, `Expected sort to be an object, but it is of type ${typeName(spec)}`);
  const fields = Object.entries(spec).map(([path, direction]): SortField => {
    if (isObj(direction)) {
      if ('$meta' in direction) throw unsupported(`a sort by $meta ${shown(direction.$meta)}`);
      refuse(15974, `Illegal key in $sort specification: ${path}: ${shown(direction)}`);
    }
    const n = isNumber(direction) ? toNum(direction) : Number.NaN;
    if (n !== 1 && n !== -1) refuse(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    if (path === '') refuse(40352, 'FieldPath cannot be constructed with empty string');
    if (path.startsWith('.') || path.endsWith('.') || path.includes('..')) {
      refuse(15998, 'FieldPath field names may not be empty strings.');
    }
    if (path !== '$natural' && path.startsWith('$')) {
      refuse(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
    }
    return [path, n];
  });
  if (fields.length > MAX_FIELDS) refuse(13103, `too many compound keys, the maximum is ${MAX_FIELDS}`);
  return fields;
}

/** An in-memory stable sort. An array sorts by its least element going up and by its greatest going down; empty below null. */
export function sorter(spec: unknown, col?: Collation | null): Sorter {
  const fields = sortFields(spec).map(([path, direction]) => ({ parts: path.split('.'), direction }));
  const keyOf = (doc: Doc): unknown[] => fields.map(({ parts, direction }) => extreme(doc, parts, direction, col));
  const order = (a: unknown[], b: unknown[]): number => {
    for (const [i, { direction }] of fields.entries()) {
      const c = compare(a[i], b[i], col);
      if (c) return c * direction;
    }
    return 0;
  };
  return (items, get) =>
    items
      .map((item) => ({ item, key: keyOf(get ? get(item) : (item as Doc)) }))
      .sort((a, b) => order(a.key, b.key))
      .map(({ item }) => item);
}

function extreme(doc: Doc, parts: string[], direction: number, col?: Collation | null): unknown {
  const [first, second] = parts;
  if (first !== undefined && second === undefined) {
    const v = own(doc, first);
    if (!Array.isArray(v)) return v ?? null;
  }
  // An empty array sorts below null, as undefined does.
  const found = valuesAt(doc, parts).flatMap((v) => (Array.isArray(v) ? (v.length ? v : [undefined]) : [v ?? null]));
  return found.length ? found.reduce((best, v) => (compare(v, best, col) * direction < 0 ? v : best)) : null;
}

/** Sorts array elements by their fields or, for 1 and -1, by the elements themselves ($push with $sort). */
export function arraySorter(by: unknown, col?: Collation | null): (list: readonly unknown[]) => unknown[] {
  if (isObj(by)) {
    const sort = sorter(by, col);
    return (list) => sort(list, (v) => (isObj(v) ? v : {}));
  }
  const direction = isNumber(by) ? toNum(by) : 0;
  if (direction !== 1 && direction !== -1) refuse(2, 'The $sort element value must be either 1 or -1');
  return (list) => [...list].sort((a, b) => compare(a, b, col) * direction);
}
