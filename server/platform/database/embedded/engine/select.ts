import { refuse } from '../errors';
import { compile } from '../query/matcher';
import { sorter, sortFields } from '../query/sort';
import type { CollectionState, StoredRecord } from '../state/collection-state';
import type { IndexTree } from '../state/index-tree';
import { type Plan, planQuery } from '../state/planner';
import { Scan } from '../state/scan';
import type { Doc, EvalContext, Matcher } from '../types';
import { equalKeys } from './index-specs';

export type Selection = {
  filter?: Doc;
  sort?: Doc | undefined;
  skip?: number;
  /** 0: all */
  limit?: number;
  /** an index name, a key pattern, or `{ $natural: 1 | -1 }` */
  hint?: unknown;
  ctx: EvalContext;
};

/** What answering a selection takes: worked out once, before the first record is looked at. */
export type Query = {
  matches: Matcher | null;
  plan: Plan;
  natural: 1 | -1;
  /** stop after that many matches; 0: never */
  enough: number;
  finish: (found: StoredRecord[]) => StoredRecord[];
};

/** Candidates looked at before other clients get a turn. */
const CHUNK = 2000;
const CHECK_TIME_EVERY = 200;

export function prepareQuery(state: CollectionState, { filter = {}, sort = {}, skip = 0, limit = 0, hint, ctx }: Selection): Query {
  const matches = Object.keys(filter).length > 0 ? compile(filter, ctx) : null;
  const fields = Object.keys(sort).length > 0 ? sortFields(sort) : [];
  const natural = naturalOrder(fields, hint);
  const order = fields[0]?.[0] === '$natural' ? [] : fields;
  const plan = natural === null ? planQuery(state, filter, order, ctx.col ?? null, hintedIndex(state, hint)) : null;
  const inOrder = order.length === 0 || plan?.sorted === true;
  const finish = (found: StoredRecord[]): StoredRecord[] => {
    const sorted = inOrder ? found : sorter(sort, ctx.col)(found, (record) => record.doc);
    return skip > 0 || (limit > 0 && sorted.length > limit) ? sorted.slice(skip, limit > 0 ? skip + limit : undefined) : sorted;
  };
  return { matches, plan, natural: natural ?? 1, enough: inOrder && limit > 0 ? skip + limit : 0, finish };
}

function naturalOrder(fields: readonly [string, 1 | -1][], hint: unknown): 1 | -1 | null {
  const first = fields[0];
  if (first?.[0] === '$natural') return first[1];
  const hinted = (hint as Doc | undefined)?.$natural;
  return hinted === undefined ? null : Number(hinted) < 0 ? -1 : 1;
}

function hintedIndex(state: CollectionState, hint: unknown): IndexTree | undefined {
  // Without any index there is no collection, and then a hint says nothing.
  if (state.indexes.size === 0) return undefined;
  if (hint === undefined || hint === null || (typeof hint === 'object' && Object.keys(hint).length === 0)) return undefined;
  const index =
    typeof hint === 'string' ? state.indexes.get(hint) : [...state.indexes.values()].find((i) => equalKeys(i.spec.key, hint as Doc));
  if (!index || index.hidden)
    refuse(2, 'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index');
  return index;
}

function runScan(query: Query, ctx: EvalContext, state: CollectionState, scan: Scan, found: StoredRecord[], budget: number): boolean {
  const { matches, enough } = query;
  let untilCheck = CHECK_TIME_EVERY;
  return scan.step(
    state,
    (record) => {
      if (--untilCheck === 0) {
        untilCheck = CHECK_TIME_EVERY;
        ctx.checkTime?.();
      }
      if (matches && !matches(record.doc)) return false;
      found.push(record);
      return found.length === enough;
    },
    budget,
  );
}

/** The records of a selection, at once: the event loop waits. */
export function selectNow(state: CollectionState, selection: Selection): StoredRecord[] {
  const query = prepareQuery(state, selection);
  const found: StoredRecord[] = [];
  runScan(query, selection.ctx, state, new Scan(query.plan, query.natural), found, Number.POSITIVE_INFINITY);
  return query.finish(found);
}

/** The records of a selection as of now: at once when it is a matter of few records, otherwise in turns with other clients. */
export function select(state: CollectionState, selection: Selection): StoredRecord[] | Promise<StoredRecord[]> {
  const query = prepareQuery(state, selection);
  const scan = new Scan(query.plan, query.natural);
  const found: StoredRecord[] = [];
  if (runScan(query, selection.ctx, state, scan, found, CHUNK)) return query.finish(found);
  return selectInTurns(query, selection.ctx, state.clone(), scan, found);
}

async function selectInTurns(
  query: Query,
  ctx: EvalContext,
  snapshot: CollectionState,
  scan: Scan,
  found: StoredRecord[],
): Promise<StoredRecord[]> {
  do {
    await new Promise(setImmediate);
    ctx.checkTime?.();
  } while (!runScan(query, ctx, snapshot, scan, found, CHUNK));
  return query.finish(found);
}
