import type { Collation } from '../bson-values/collation';
import { compare } from '../bson-values/compare';
import { isNumber, isObj, shown, toNum } from '../bson-values/kinds';
import { refuse, unsupported } from '../errors';
import type { Doc, Sorter } from '../types';
import { fieldPath, valuesAt } from './paths';

type SortField = [path: string, direction: 1 | -1];

const MAX_FIELDS = 32;

/** Parses and checks a sort specification; `$natural` is returned like a field. */
export function sortFields(spec: Doc): SortField[] {
  const fields = Object.entries(spec).map(([path, direction]): SortField => {
    if (isObj(direction)) {
      if ('$meta' in direction) throw unsupported(`a sort by $meta ${shown(direction.$meta)}`);
      refuse(15974, `Illegal key in $sort specification: ${path}: ${shown(direction)}`);
    }
    const n = isNumber(direction) ? toNum(direction) : 0;
    if (n !== 1 && n !== -1) refuse(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    if (path !== '$natural') fieldPath(path);
    return [path, n];
  });
  if (fields.length > MAX_FIELDS) refuse(13103, `too many compound keys, the maximum is ${MAX_FIELDS}`);
  return fields;
}

/** An in-memory stable sort. An array sorts by its least element going up and by its greatest going down; empty below null. */
export function sorter(spec: Doc, col?: Collation | null): Sorter {
  const fields = sortFields(spec).map(([path, direction]) => ({ parts: path.split('.'), direction }));
  const order = (a: unknown[], b: unknown[]): number => {
    for (const [i, { direction }] of fields.entries()) {
      const c = compare(a[i], b[i], col);
      if (c) return c * direction;
    }
    return 0;
  };
  return (items, get = (item) => item as Doc) =>
    items
      .map((item) => ({ item, key: fields.map(({ parts, direction }) => extreme(get(item), parts, direction, col)) }))
      .sort((a, b) => order(a.key, b.key))
      .map(({ item }) => item);
}

function extreme(doc: Doc, parts: string[], direction: number, col?: Collation | null): unknown {
  const values = valuesAt(doc, parts);
  if (values.length === 1 && !Array.isArray(values[0])) return values[0] ?? null;
  // An empty array sorts below null, as undefined does.
  const found = values.flatMap((v) => (Array.isArray(v) ? (v.length ? v : [undefined]) : [v ?? null]));
  return found.length ? found.reduce((best, v) => (compare(v, best, col) * direction < 0 ? v : best)) : null;
}
