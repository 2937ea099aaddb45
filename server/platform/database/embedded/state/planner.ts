import type { Collation } from '../bson-values/collation';
import { equals } from '../bson-values/compare';
import { isObj, isRegex, Order, regexParts, typeOrd } from '../bson-values/kinds';
import { compile } from '../query/matcher';
import { isOps } from '../query/paths';
import type { Doc } from '../types';
import type { CollectionState } from './collection-state';
import { AFTER_ALL, type IndexField, type IndexTree } from './index-tree';

/** Keys from `low` to `high`; equal: the one entry of a unique key. */
export type KeyRange = readonly [low: string, high: string];
export type IndexScan = { index: IndexTree; ranges: readonly KeyRange[]; reverse: boolean };
/**
 * Which records may match: always a superset, the matcher looks at each again. Null: all of them. More than one scan: a union ($or).
 * `sorted`: the scan gives the order that was asked for.
 */
export type Plan = { scans: readonly IndexScan[]; sorted: boolean } | null;

type Sort = readonly (readonly [path: string, direction: 1 | -1])[];
type Demand = readonly [path: string, wanted: unknown];
type Conditions = ReadonlyMap<string, Doc>;
type Candidate = IndexScan & { sorted: boolean; score: number; selective: boolean };

const MAX_POINTS = 20_000;
const LOWER = ['$gt', '$gte'];
const UPPER = ['$lt', '$lte'];
const RANGE_OPERATORS = [...LOWER, ...UPPER];

/** Chooses the index for a filter that has been compiled (so it is well formed) and a sort. A hinted index is used whatever it leaves out. */
export function planQuery(state: CollectionState, filter: Doc, sort: Sort, collation: Collation | null, hinted?: IndexTree): Plan {
  const demands = demandsOf(filter);
  const conditions = new Map<string, Doc>();
  // The first of several conditions of one kind is kept.
  for (const [path, wanted] of demands) conditions.set(path, { ...operatorsOf(wanted), ...conditions.get(path) });
  const plan = (index: IndexTree): Candidate | null => planIndex(index, conditions, sort, collation);
  if (hinted) {
    const scan = plan(hinted) ?? { index: hinted, ranges: [['', AFTER_ALL]], reverse: false, sorted: false };
    return { scans: [scan], sorted: scan.sorted };
  }
  let best: Candidate | null = null;
  for (const index of state.indexes.values()) {
    if (index.hidden || !impliesPartial(conditions, index)) continue;
    const candidate = plan(index);
    if (candidate && (!best || candidate.score > best.score)) best = candidate;
  }
  if (!best?.selective) {
    for (const [path, branches] of demands) {
      const plans = path === '$or' ? (branches as Doc[]).map((branch) => planQuery(state, branch, [], collation)) : [null];
      if (plans.every((p) => p !== null)) return { scans: plans.flatMap((p) => p.scans), sorted: false };
    }
  }
  return best && { scans: [best], sorted: best.sorted };
}

/** All that must hold at once, through `$and`. */
function demandsOf(filter: Doc, found: Demand[] = []): Demand[] {
  for (const [path, wanted] of Object.entries(filter)) {
    if (path === '$and') for (const part of wanted as Doc[]) demandsOf(part, found);
    else found.push([path, wanted]);
  }
  return found;
}

function operatorsOf(wanted: unknown): Doc {
  if (isOps(wanted)) return wanted;
  return isRegex(wanted) ? { $regex: wanted } : { $eq: wanted };
}

/** Does the filter allow only documents that a partial index contains? Said only where it is certain. */
function impliesPartial(conditions: Conditions, { spec: { partialFilterExpression } }: IndexTree): boolean {
  return demandsOf((partialFilterExpression ?? {}) as Doc).every(([path, wanted]) => {
    const given = conditions.get(path);
    if (!given || path.startsWith('$')) return false;
    const holds = compile({ x: wanted });
    if (pointsOf(given)?.every((x) => x !== null && holds({ x }))) return true;
    return Object.entries(operatorsOf(wanted)).every(([op, argument]) => op in given && equals(given[op], argument));
  });
}

function planIndex(index: IndexTree, conditions: Conditions, sort: Sort, collation: Collation | null): Candidate | null {
  // Keys of text are made for one collation, and under any they are in no order that its users know.
  const sameText = index.collation === collation;
  const ordersText = sameText && collation === null;
  let prefixes = [''];
  let fixed = 0;
  let range: KeyRange | null = null;
  for (const field of index.fields) {
    const condition = conditions.get(field.path);
    if (!condition || (index.multikey && sharesArray(index, fixed))) break;
    const points = pointsOf(condition);
    if (!points || points.length * prefixes.length > MAX_POINTS || (!sameText && points.some(hasText))) {
      range = rangeOf(index, field, condition, ordersText);
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
  const direction = ordersText && prefixes.length === 1 && !index.multikey ? directionOf(index, fixed, sort) : 0;
  if (!selective && direction === 0) return null;
  const [low, high] = range ?? ['', AFTER_ALL];
  const whole = index.unique && fixed === index.fields.length;
  const ranges = prefixes.map((p): KeyRange => (whole ? [p, p] : [p + low, p + high]));
  const sorted = direction !== 0;
  const score = (whole ? 1000 : 0) + fixed * 20 + (range ? 6 : 0) + (sorted ? 8 : 0) - index.fields.length / 100;
  return { index, ranges, reverse: direction < 0, sorted, score, selective };
}

/** `items.sku` and `items.lot` may be met by two different items, whose keys stand apart: only the first of them can bound the scan. */
function sharesArray(index: IndexTree, at: number): boolean {
  const head = index.fields[at]?.parts[0];
  return index.fields.slice(0, at).some((f) => f.parts[0] === head);
}

const hasText = (v: unknown): boolean => typeof v === 'string' || isObj(v);

// An array may be met as a whole or by an element, a regular expression by many strings.
const NO_POINTS: readonly number[] = [Order.missing, Order.array, Order.regex];
const NO_BOUNDS: readonly number[] = [...NO_POINTS, Order.null, Order.minKey, Order.maxKey];
const isPoint = (v: unknown): boolean => !NO_POINTS.includes(typeOrd(v));

/** The values one of which the field must have; null when the condition does not say. */
function pointsOf(condition: Doc): unknown[] | null {
  const points = '$eq' in condition ? [condition.$eq] : condition.$in;
  return Array.isArray(points) && points.every(isPoint) ? points : null;
}

function rangeOf(index: IndexTree, field: IndexField, condition: Doc, ordersText: boolean): KeyRange | null {
  const fits = (bound: unknown): boolean => !NO_BOUNDS.includes(typeOrd(bound)) && (ordersText || !hasText(bound));
  const bounds = RANGE_OPERATORS.filter((op) => op in condition && fits(condition[op]));
  const [first] = bounds;
  if (first === undefined) return ordersText ? prefixRange(field, condition) : null;
  // Two bounds may be met by two different elements of an array, so only one of them can narrow a multikey index.
  const used = index.multikey ? [first] : bounds;
  const type = index.encode(condition[first], field).charAt(0);
  const keyOf = (operators: readonly string[]): string => {
    const op = used.find((o) => operators.includes(o));
    return op === undefined ? type : index.encode(condition[op], field);
  };
  const [low, high] = field.direction > 0 ? [LOWER, UPPER] : [UPPER, LOWER];
  return [keyOf(low), keyOf(high) + AFTER_ALL];
}

/** `^literal` bounds the keys of a string field. */
function prefixRange(field: IndexField, { $regex, $options = '' }: Doc): KeyRange | null {
  if ($regex === undefined || field.direction < 0) return null;
  const [pattern, flags] = isRegex($regex) ? regexParts($regex) : [String($regex), ''];
  // A quantifier behind the prefix makes its last letter optional.
  const prefix = /^\^([\w @:/-]+)(?![*+?{])/.exec(pattern)?.[1];
  if (prefix === undefined || pattern.includes('|') || /[imx]/.test(`${flags}${$options}`)) return null;
  const key = String.fromCharCode(Order.string) + prefix;
  return [key, key + AFTER_ALL];
}

/** 1 or -1: the direction in which the index gives the order, when its first `fixed` fields have one value each; 0: in none. */
function directionOf(index: IndexTree, fixed: number, sort: Sort): number {
  if (sort.length === 0) return 0;
  const constant = index.fields.slice(0, fixed).map((f) => f.path);
  const rest = sort.filter(([path]) => !constant.includes(path));
  const [first = 1, ...others] = rest.map(([path, direction], i) => {
    const field = index.fields[fixed + i];
    return field?.path === path ? direction * field.direction : 0;
  });
  return others.every((d) => d === first) ? first : 0;
}
