import { isRegex } from '../bson-values/kinds';
import { isOps } from '../query/paths';
import type { Doc } from '../types';
import { applyChanges, type Change, changeTree } from './change-tree';

/** The fields an upsert takes from the equalities of its filter. Throws 54 when two of them speak about the same path. */
export function upsertSeed(filter: Doc): Doc {
  return applyChanges(changeTree(equalities(filter), 54), { doc: {}, insert: true }, new Map());
}

function equalities(filter: Doc): Change[] {
  return Object.entries(filter).flatMap(([key, v]): Change[] => {
    if (key === '$and' || (key === '$or' && Array.isArray(v) && v.length === 1)) return (v as Doc[]).flatMap(equalities);
    if (key.startsWith('$')) return [];
    return equalTo(v).map((value) => ({ parts: key.split('.'), modifier: () => value ?? null }));
  });
}

/** The one value a condition allows, in a list; an empty list when it allows more. */
function equalTo(condition: unknown): unknown[] {
  if (!isOps(condition)) return isRegex(condition) ? [] : [condition];
  if ('$eq' in condition) return [condition.$eq];
  for (const list of [condition.$in, condition.$all]) {
    if (Array.isArray(list) && list.length === 1 && !isRegex(list[0]) && !isOps(list[0])) return [list[0]];
  }
  return [];
}
