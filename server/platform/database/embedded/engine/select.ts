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
    return skip > 0 || limit > 0 ? sorted.slice(skip, limit > 0 ? skip + limit : undefined) : sorted;
  };
  return { matches, plan, natural: natural ?? 1, enough: inOrder && limit > 0 ? skip + limit : 0, finish };
}

function naturalOrder([first]: readonly [string, 1 | -1][], hint: unknown): 1 | -1 | null {
  if (first?.[0] === '$natural') return first[1];
  const hinted = (hint as Doc | undefined)?.$natural;
  return hinted === undefined ? null : Number(hinted) < 0 ? -1 : 1;
}

function hintedIndex(state: CollectionState, hint: unknown): IndexTree | undefined {
  // Without any index there is no collection, and then a hint says nothing.
  if (state.indexes.size === 0 || hint === undefined || hint === null) return undefined;
  if (typeof hint === 'object' && Object.keys(hint).length === 0) return undefined;
  const index = [...state.indexes.values()].find(({ spec }) =>
    typeof hint === 'string' ? spec.name === hint : equalKeys(spec.key, hint as Doc),
  );
  if (!index || index.hidden)
    refuse(2, 'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index');
  return index;
}

/** A search that can pause: `step` looks at most at that many candidates and tells whether that was all. */
function search(state: CollectionState, selection: Selection) {
  const query = prepareQuery(state, selection);
  const { matches, enough } = query;
  const { checkTime } = selection.ctx;
  const scan = new Scan(query.plan, query.natural);
  const found: StoredRecord[] = [];
  let looked = 0;
  const visit = (record: StoredRecord): boolean => {
    if (++looked % CHECK_TIME_EVERY === 0) checkTime?.();
    if (matches && !matches(record.doc)) return false;
    found.push(record);
    return found.length === enough;
  };
  return {
    step: (of: CollectionState, budget: number): boolean => scan.step(of, visit, budget),
    result: (): StoredRecord[] => query.finish(found),
  };
}

/** The records of a selection, at once: the event loop waits. */
export function selectNow(state: CollectionState, selection: Selection): StoredRecord[] {
  const { step, result } = search(state, selection);
  step(state, Number.POSITIVE_INFINITY);
  return result();
}

/** The records of a selection as of now: at once when it is a matter of few records, otherwise in turns with other clients. */
export function select(state: CollectionState, selection: Selection): StoredRecord[] | Promise<StoredRecord[]> {
  const { step, result } = search(state, selection);
  if (step(state, CHUNK)) return result();
  const snapshot = state.clone();
  const inTurns = async (): Promise<StoredRecord[]> => {
    do {
      await new Promise(setImmediate);
      selection.ctx.checkTime?.();
    } while (!step(snapshot, CHUNK));
    return result();
  };
  return inTurns();
}
