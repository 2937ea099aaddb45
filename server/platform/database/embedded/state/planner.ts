import type { Collation } from '../bson-values/collation';
import { compare } from '../bson-values/compare';
import { invert } from '../bson-values/key-encoding';
import { isObj, isRegex, Order, typeOrd } from '../bson-values/kinds';
import { compile, isOps } from '../query/matcher';
import type { Doc } from '../types';
import type { CollectionState } from './collection-state';
import { AFTER_ALL, type IndexField, type IndexTree } from './index-tree';

/** Keys from `low` to `high`; equal: the one entry of a unique key. */
export type KeyRange = readonly [low: string, high: string];
export type IndexScan = {
  index: IndexTree;
  ranges: readonly KeyRange[];
  reverse: boolean;
  /** the scan gives the order that was asked for */
  sorted: boolean;
};
/** Which records may match: always a superset, the matcher looks at each again. Null: all of them. More than one scan: a union ($or). */
export type Plan = { scans: readonly IndexScan[]; sorted: boolean } | null;

type Conditions = Map<string, Doc>;
type Candidate = IndexScan & { score: number; selective: boolean };

const MAX_POINTS = 20_000;
const LOWER = ['$gt', '$gte'];
const RANGE_OPERATORS = [...LOWER, '$lt', '$lte'];

/**
 * Chooses the index for a filter that has been compiled (so it is well formed) and a sort; `sort` pairs are `[path, direction]`. A hinted
 * index is used whatever it leaves out, as mongod does.
 */
export function planQuery(
  state: CollectionState,
  filter: Doc,
  sort: readonly [string, 1 | -1][],
  collation: Collation | null,
  hinted?: IndexTree,
): Plan {
  const conditions: Conditions = new Map();
  const alternatives: Doc[][] = [];
  gather(filter, conditions, alternatives);
  if (hinted && !hinted.opaque) return planHinted(hinted, conditions, sort, collation);
  let best: Candidate | null = null;
  for (const index of state.indexes.values()) {
    if (index.opaque || index.hidden || !collationFits(index, conditions, sort, collation)) continue;
    if (index.partial && !implied(index.spec.partialFilterExpression as Doc, conditions)) continue;
    const candidate = planIndex(index, conditions, sort);
    if (candidate && (!best || candidate.score > best.score)) best = candidate;
  }
  if (!best?.selective) {
    for (const branches of alternatives) {
      const union = planUnion(state, branches, collation);
      if (union) return union;
    }
  }
  return best && { scans: [best], sorted: best.sorted };
}

function planHinted(index: IndexTree, conditions: Conditions, sort: readonly [string, 1 | -1][], collation: Collation | null): Plan {
  const bounded = collationFits(index, conditions, sort, collation) ? planIndex(index, conditions, sort) : null;
  const scan = bounded ?? { index, ranges: [['', AFTER_ALL] as const], reverse: false, sorted: false };
  return { scans: [scan], sorted: scan.sorted };
}

function planUnion(state: CollectionState, branches: Doc[], collation: Collation | null): Plan {
  const scans: IndexScan[] = [];
  for (const branch of branches) {
    const plan = planQuery(state, branch, [], collation);
    if (!plan) return null;
    scans.push(...plan.scans);
  }
  return { scans, sorted: false };
}

/** Collects what must hold for each path, through $and and one-armed $or. The first of several conditions of one kind is kept. */
function gather(filter: Doc, conditions: Conditions, alternatives: Doc[][]): void {
  for (const [path, v] of Object.entries(filter)) {
    if (path === '$and') for (const part of v as Doc[]) gather(part, conditions, alternatives);
    else if (path === '$or') {
      const branches = v as Doc[];
      const [only] = branches;
      if (branches.length === 1 && only) gather(only, conditions, alternatives);
      else alternatives.push(branches);
    } else if (!path.startsWith('$')) {
      const known = conditions.get(path) ?? {};
      conditions.set(path, { ...(isOps(v) ? v : isRegex(v) ? { $regex: v } : { $eq: v }), ...known });
    }
  }
}

/** Strings in the bounds or in the order mean that index and query must agree on the collation. */
function collationFits(index: IndexTree, conditions: Conditions, sort: readonly unknown[], collation: Collation | null): boolean {
  if ((index.collation?.key ?? null) === (collation?.key ?? null)) return true;
  if (sort.length > 0) return false;
  const bounds = index.fields.flatMap((f) => Object.values(conditions.get(f.path) ?? {}));
  return !bounds.some((v) => typeof v === 'string' || isRegex(v) || Array.isArray(v) || isObj(v));
}

/** Does the filter allow only documents that a partial index contains? Said only where it is certain. */
function implied(partialFilter: Doc, conditions: Conditions): boolean {
  return Object.entries(partialFilter).every(([path, wanted]) => {
    if (path === '$and') return (wanted as Doc[]).every((part) => implied(part, conditions));
    const given = conditions.get(path);
    if (path.startsWith('$') || !given) return false;
    return Object.entries(isOps(wanted) ? wanted : { $eq: wanted }).every(([op, argument]) => impliedBy(op, argument, given));
  });
}

function impliedBy(op: string, argument: unknown, given: Doc): boolean {
  if (op in given && compare(given[op], argument) === 0) return true;
  const holds = compile({ x: { [op]: argument } });
  const certain = (v: unknown): boolean => v !== null && isPoint(v) && holds({ x: v });
  if ('$eq' in given) return certain(given.$eq);
  if (Array.isArray(given.$in)) return given.$in.length > 0 && given.$in.every(certain);
  return op === '$exists' && Boolean(argument) && RANGE_OPERATORS.some((o) => o in given && given[o] !== null);
}

const isPoint = (v: unknown): boolean => v !== undefined && !Array.isArray(v) && !isRegex(v);

function planIndex(index: IndexTree, conditions: Conditions, sort: readonly [string, 1 | -1][]): Candidate | null {
  let prefixes = [''];
  let fixed = 0;
  let range: KeyRange | null = null;
  for (const field of index.fields) {
    const condition = conditions.get(field.path);
    if (!condition || (index.multikey && sharesArray(index, fixed))) break;
    const points = pointsOf(condition, MAX_POINTS / prefixes.length);
    if (!points) {
      range = rangeOf(index, field, condition);
      break;
    }
    if (index.sparse && points.includes(null)) return null;
    const keys = [...new Set(points.map((v) => index.encode(v, field)))];
    prefixes = prefixes.flatMap((p) => keys.map((k) => p + k));
    fixed++;
  }
  const selective = fixed > 0 || range !== null;
  // A sparse index leaves documents out: without a bound on its first field they would be missing from the answer.
  if (index.sparse && !selective) return null;
  const order = prefixes.length === 1 && !index.multikey ? orderGiven(index, fixed, sort) : null;
  if (!selective && !order) return null;
  const whole = index.unique && fixed === index.fields.length;
  const ranges = prefixes.map((p): KeyRange => (whole ? [p, p] : range ? [p + range[0], p + range[1]] : [p, p + AFTER_ALL]));
  const score =
    (whole ? 1000 : 0) + fixed * 20 + (range ? 6 : 0) + (order ? 8 : 0) - (prefixes.length > 1 ? 3 : 0) - index.fields.length * 0.01;
  return { index, ranges, reverse: order === 'backward', sorted: order !== null, score, selective };
}

/** `items.sku` and `items.lot` may be met by two different items, whose keys stand apart: only the first of them can bound the scan. */
function sharesArray(index: IndexTree, at: number): boolean {
  const head = index.fields[at]?.parts[0];
  return index.fields.slice(0, at).some((f) => f.parts[0] === head);
}

/** The values one of which the field must have; null when the condition does not say. */
function pointsOf(c: Doc, most: number): unknown[] | null {
  if ('$eq' in c && isPoint(c.$eq)) return [c.$eq];
  if (Array.isArray(c.$in) && c.$in.length <= most && c.$in.every(isPoint)) return c.$in;
  const each = isOps(c.$elemMatch) ? c.$elemMatch.$eq : undefined;
  if (each !== undefined && isPoint(each)) return [each];
  const first = Array.isArray(c.$all) ? c.$all[0] : undefined;
  return first !== undefined && isPoint(first) && !isObj(first) ? [first] : null;
}

function rangeOf(index: IndexTree, field: IndexField, c: Doc): KeyRange | null {
  const bounds = RANGE_OPERATORS.filter((op) => op in c && isPoint(c[op]) && isBound(typeOrd(c[op])));
  const [first] = bounds;
  if (first === undefined) return prefixRange(index, field, c);
  const type = typeOrd(c[first]);
  let [low, high] = typeRange(type, field);
  // Two bounds may be met by two different elements of an array, so only one of them can narrow a multikey index.
  for (const op of index.multikey ? [first] : bounds.filter((o) => typeOrd(c[o]) === type)) {
    const key = index.encode(c[op], field);
    const isLow = LOWER.includes(op) === field.direction > 0;
    if (isLow && key > low) low = key;
    if (!isLow && key + AFTER_ALL < high) high = key + AFTER_ALL;
  }
  return [low, high];
}

const isBound = (type: number): boolean => type !== Order.null && type !== Order.minKey && type !== Order.maxKey;

/** The keys of all values of one type. */
function typeRange(type: number, field: IndexField): KeyRange {
  const byte = String.fromCharCode(type);
  const low = field.direction < 0 ? invert(byte).charAt(0) : byte;
  return [low, low + AFTER_ALL];
}

const LITERAL_PREFIX = /^\^([A-Za-z0-9 _@:/-]+)/;

/** `^literal` bounds the keys of a string field. */
function prefixRange(index: IndexTree, field: IndexField, { $regex, $options }: Doc): KeyRange | null {
  if ($regex === undefined || index.multikey || index.collation || field.direction < 0) return null;
  const pattern = typeof $regex === 'string' ? $regex : isRegex($regex) ? ('source' in $regex ? $regex.source : $regex.pattern) : '';
  const flags = isRegex($regex) ? ('source' in $regex ? $regex.flags : $regex.options) : '';
  const found = LITERAL_PREFIX.exec(pattern);
  if (!found?.[1] || pattern.includes('|') || /[imx]/.test(`${flags}${$options ?? ''}`)) return null;
  // A quantifier behind the prefix makes its last letter optional.
  const prefix = /[*+?{]/.test(pattern.charAt(found[0].length)) ? found[1].slice(0, -1) : found[1];
  const type = String.fromCharCode(Order.string);
  return prefix === '' ? null : [type + prefix, type + prefix + AFTER_ALL];
}

/** The direction in which the index gives the order, when its first `fixed` fields have one value each. */
function orderGiven(index: IndexTree, fixed: number, sort: readonly [string, 1 | -1][]): 'forward' | 'backward' | null {
  if (sort.length === 0) return null;
  const constant = new Set(index.fields.slice(0, fixed).map((f) => f.path));
  const rest = sort.filter(([path]) => !constant.has(path));
  const directions = rest.map(([path, direction], i) => {
    const field = index.fields[fixed + i];
    return field?.path === path ? direction * field.direction : 0;
  });
  const first = directions[0] ?? 1;
  return first !== 0 && directions.every((d) => d === first) ? (first < 0 ? 'backward' : 'forward') : null;
}
