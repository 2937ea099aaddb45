import { serialize } from 'bson';
import { type Collation, collator } from '../../../../server/platform/database/embedded/bson-values/collation';
import { prepareQuery, selectNow } from '../../../../server/platform/database/embedded/engine/select';
import { compile } from '../../../../server/platform/database/embedded/query/matcher';
import { sorter } from '../../../../server/platform/database/embedded/query/sort';
import type { StoredRecord } from '../../../../server/platform/database/embedded/state/collection-state';
import { CollectionState } from '../../../../server/platform/database/embedded/state/collection-state';
import type { IndexSpec } from '../../../../server/platform/database/embedded/state/index-tree';
import type { Doc } from '../../../../server/platform/database/embedded/types';
import { randomFrom } from './open-store';

const SEED = 20261122;
const DOCUMENTS = 400;
const QUERIES = 2000;

const random = randomFrom(SEED);
const below = (n: number): number => Math.floor(random() * n);
const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;

const PATHS = ['a', 'b', 'c', 'd.e', 'd.f', 'g'] as const;

function scalar(): unknown {
  return pick<() => unknown>([
    () => below(8),
    () => below(8) + 0.5,
    () => pick(['x', 'X', 'xy', 'y', 'Xy', '', 'z.', '7', '07', '12']),
    () => null,
    () => random() < 0.5,
    () => new Date(below(5) * 1000),
    () => -below(4),
  ])();
}
const value = (): unknown =>
  random() < 0.15 ? Array.from({ length: below(4) }, scalar) : random() < 0.05 ? { e: scalar(), f: scalar() } : scalar();

function document(): Doc {
  const doc: Doc = {};
  for (const field of ['a', 'b', 'c', 'g']) if (random() < 0.85) doc[field] = value();
  const part = (): Doc => ({ ...(random() < 0.8 ? { e: value() } : {}), ...(random() < 0.8 ? { f: scalar() } : {}) });
  if (random() < 0.85) doc.d = random() < 0.3 ? Array.from({ length: below(4) }, () => (random() < 0.9 ? part() : scalar())) : part();
  return doc;
}

function condition(): unknown {
  return pick<() => unknown>([
    scalar,
    scalar,
    () => ({ [pick(['$gt', '$gte', '$lt', '$lte', '$ne', '$eq'])]: scalar() ?? 1 }),
    () => ({ $gte: below(5), $lt: 3 + below(5) }),
    () => ({ $in: Array.from({ length: 1 + below(4) }, scalar) }),
    () => ({ $nin: [scalar()] }),
    () => ({ $exists: random() < 0.5 }),
    () => ({ $regex: pick(['^x', '^x*', '^xy?', '^(x|y)', 'y$', '^z\\.']) }),
    () => ({ $elemMatch: { $eq: scalar() } }),
    () => ({ $all: [scalar() ?? 1] }),
    () => ({ $not: { $gt: below(8) } }),
    () => [scalar()],
  ])();
}

function filter(depth = 0): Doc {
  const f: Doc = {};
  for (let i = 0; i <= below(3); i++) f[pick(PATHS)] = condition();
  if (depth < 2 && random() < 0.25) f[pick(['$or', '$and', '$nor'])] = Array.from({ length: 1 + below(3) }, () => filter(depth + 1));
  return f;
}

const INDEXES: IndexSpec[] = [
  { name: 'a', key: { a: 1 } },
  { name: 'b-', key: { b: -1 } },
  { name: 'c sparse', key: { c: 1 }, sparse: true },
  { name: 'ab', key: { a: 1, b: -1 } },
  { name: 'abc', key: { a: -1, b: 1, c: 1 } },
  { name: 'de', key: { 'd.e': 1 } },
  { name: 'de df', key: { 'd.e': 1, 'd.f': -1 } },
  { name: 'g partial', key: { g: 1 }, partialFilterExpression: { a: { $gte: 3 } } },
  { name: 'g exists', key: { g: 1, a: 1 }, partialFilterExpression: { g: { $exists: true } } },
  { name: 'b', key: { b: 1 } },
];
const FOLDED = { locale: 'en', strength: 2 };
const NUMERIC = { locale: 'en', numericOrdering: true };
const COLLATED_INDEXES: IndexSpec[] = [
  { name: 'a folded', key: { a: 1 }, collation: FOLDED },
  { name: 'b numeric', key: { b: 1, c: -1 }, collation: NUMERIC },
];

function build(indexes: readonly IndexSpec[]): CollectionState {
  const state = new CollectionState();
  state.addIndex('t.t', { name: '_id_', key: { _id: 1 } });
  // Indexes that stay without arrays give orders and narrow twice; those with arrays must not.
  const plainOnly = random() < 0.5;
  for (let rid = 1; rid <= DOCUMENTS; rid++) {
    const doc: Doc = { _id: rid, ...document() };
    if (plainOnly) for (const k of Object.keys(doc)) if (Array.isArray(doc[k])) delete doc[k];
    const record = { rid, doc, raw: serialize(doc) };
    state.apply(state.change(null, record));
  }
  for (const spec of indexes) if (random() < 0.6) addIfPossible(state, spec);
  return state;
}

function addIfPossible(state: CollectionState, spec: IndexSpec): void {
  try {
    state.addIndex('t.t', spec);
  } catch (error) {
    // Two arrays in one document cannot be indexed together.
    if ((error as { code?: number }).code !== 171) throw error;
  }
}

function check(
  queries: number,
  indexes: readonly IndexSpec[],
  collations: readonly (Collation | null)[],
): { indexed: number; ordered: number } {
  let indexed = 0;
  let ordered = 0;
  let state = build(indexes);
  for (let i = 0; i < queries; i++) {
    if (i % 100 === 0) state = build(indexes);
    const f = filter();
    const sort: Doc | undefined =
      random() < 0.5 ? { [pick(PATHS)]: pick([1, -1]), ...(random() < 0.5 ? { [pick(PATHS)]: pick([1, -1]) } : {}) } : undefined;
    const limit = random() < 0.3 ? 1 + below(5) : 0;
    const ctx = { col: pick(collations) };
    const matches = compile(f, ctx);
    const expected = [...state.records.values()].filter((r) => matches(r.doc));
    const selection = { filter: f, sort, limit, ctx };
    const { plan } = prepareQuery(state, selection);
    if (plan) indexed++;
    const found = selectNow(state, selection);
    const shown = JSON.stringify({ f, sort, limit, plan: plan?.scans.map((s) => s.index.name) });
    expect(`${shown} ${found.length}`).toBe(`${shown} ${limit ? Math.min(limit, expected.length) : expected.length}`);
    const ids = (records: { rid: number }[]): number[] => records.map((r) => r.rid).sort((a, b) => a - b);
    if (!limit) expect([shown, ...ids(found)]).toEqual([shown, ...ids(expected)]);
    if (!sort) continue;
    if (plan?.sorted) ordered++;
    // The sort is stable: what is in order stays as it is, and of two that are equal either may stand first.
    const inOrder = (records: StoredRecord[]): StoredRecord[] => sorter(sort, ctx.col)(records, (r) => r.doc);
    const isTie = (a: StoredRecord, b: StoredRecord): boolean => inOrder([a, b])[0] === a && inOrder([b, a])[0] === b;
    expect([shown, ...inOrder(found).map((r) => r.rid)]).toEqual([shown, ...found.map((r) => r.rid)]);
    const best = inOrder(expected);
    const wrong = found.filter((r, at) => !isTie(r, best[at] as StoredRecord));
    expect([shown, ...wrong.map((r) => r.doc)]).toEqual([shown]);
  }
  return { indexed, ordered };
}

test(`${QUERIES} random queries through whatever index give what a full scan gives (seed ${SEED})`, () => {
  const { indexed, ordered } = check(QUERIES, INDEXES, [null]);
  expect(indexed).toBeGreaterThan(QUERIES / 3);
  expect(ordered).toBeGreaterThan(QUERIES / 50);
});

test(`the same under collations (${QUERIES / 4} queries)`, () => {
  const { indexed } = check(QUERIES / 4, [...INDEXES, ...COLLATED_INDEXES], [null, collator(FOLDED), collator(NUMERIC)]);
  expect(indexed).toBeGreaterThan(QUERIES / 20);
});
