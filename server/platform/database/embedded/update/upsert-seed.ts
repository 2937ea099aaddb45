import { clone } from '../bson-values/documents';
import { isObj, isRegex } from '../bson-values/kinds';
import { refuse } from '../errors';
import { isOps } from '../query/operator-documents';
import type { Doc } from '../types';
import { holder, write } from './paths';

/** The fields an upsert takes from the equalities of its filter. Throws 54 when two of them speak about the same path. */
export function upsertSeed(filter: unknown): Doc {
  const equalities = new Map<string, unknown>();
  if (isObj(filter)) gather(filter, equalities);
  const doc: Doc = {};
  const paths = [...equalities.keys()];
  for (const [path, v] of equalities) {
    const inside = paths.find((other) => other.startsWith(`${path}.`));
    if (inside) refuse(54, `cannot infer query fields to set, both paths '${path}' and '${inside}' are matched`);
    const at = holder(doc, path.split('.'), true);
    if (at) write(at.container, at.last, clone(v));
  }
  return doc;
}

function gather(filter: Doc, equalities: Map<string, unknown>): void {
  for (const [key, v] of Object.entries(filter)) {
    if (key === '$and' && Array.isArray(v)) for (const branch of v.filter(isObj)) gather(branch, equalities);
    else if (key === '$or' && Array.isArray(v) && v.length === 1 && isObj(v[0])) gather(v[0], equalities);
    else if (!key.startsWith('$')) for (const value of equalTo(v)) claim(key, value, equalities);
  }
}

function claim(path: string, value: unknown, equalities: Map<string, unknown>): void {
  if (equalities.has(path)) refuse(54, `cannot infer query fields to set, path '${path}' is matched twice`);
  equalities.set(path, value);
}

/** The one value a condition allows, in a list; an empty list when it allows more. */
function equalTo(condition: unknown): unknown[] {
  if (!isOps(condition)) return isRegex(condition) ? [] : [condition ?? null];
  if ('$eq' in condition) return [condition.$eq ?? null];
  for (const list of [condition.$in, condition.$all]) {
    if (Array.isArray(list) && list.length === 1 && !isRegex(list[0]) && !isOps(list[0])) return [list[0]];
  }
  return [];
}
