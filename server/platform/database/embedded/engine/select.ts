import { refuse } from '../errors';
import { compile } from '../query/matcher';
import { sorter, sortFields } from '../query/sort';
import type { CollectionState, StoredRecord } from '../state/collection-state';
import type { IndexTree } from '../state/index-tree';
import { planQuery } from '../state/planner';
import { Scan } from '../state/scan';
import type { Doc, EvalContext } from '../types';
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

/** Candidates looked at before other clients get a turn. */
const CHUNK = 2000;
const CHECK_TIME_EVERY = 200;

export type Query = ReturnType<typeof prepareQuery>;

/** What answering a selection takes: worked out once, before the first record is looked at. `step` does it, a part at a time. */
export function prepareQuery(state: CollectionState, { filter = {}, sort = {}, skip = 0, limit = 0, hint, ctx }: Selection) {
  const matches = Object.keys(filter).length > 0 ? compile(filter, ctx) : null;
  const fields = Object.keys(sort).length > 0 ? sortFields(sort) : [];
  const natural = naturalOrder(fields, hint);
  const order = fields[0]?.[0] === '$natural' ? [] : fields;
  const plan = natural === null ? planQuery(state, filter, order, ctx.col ?? null, hintedIndex(state, hint)) : null;
  const inOrder = order.length === 0 || plan?.sorted === true;
  /** stop after that many matches; 0: never */
  const enough = inOrder && limit > 0 ? skip + limit : 0;
  const scan = new Scan(plan, natural ?? 1);
  const found: StoredRecord[] = [];
  let looked = 0;
  const visit = (record: StoredRecord): boolean => {
    if (++looked % CHECK_TIME_EVERY === 0) ctx.checkTime?.();
    if (matches && !matches(record.doc)) return false;
    found.push(record);
    return found.length === enough;
  };
  /** Looks at no more than that many candidates; true when that was all. */
  const step = (of: CollectionState, budget: number): boolean => scan.step(of, visit, budget);
  const result = (): StoredRecord[] => {
    const sorted = inOrder ? found : sorter(sort, ctx.col)(found, (record) => record.doc);
    return sorted.slice(skip, limit > 0 ? skip + limit : undefined);
  };
  return { matches, plan, natural: natural ?? 1, enough, scan, found, step, result };
}

function naturalOrder([first]: readonly [string, 1 | -1][], hint: unknown): 1 | -1 | null {
  const asked = first?.[0] === '$natural' ? first[1] : (hint as Doc | undefined)?.$natural;
  return asked === undefined ? null : Number(asked) < 0 ? -1 : 1;
}

function hintedIndex(state: CollectionState, hint: unknown): IndexTree | undefined {
  // Without any index there is no collection, and then a hint says nothing.
  if (state.indexes.size === 0 || hint === undefined || hint === null) return undefined;
  if (typeof hint === 'object' && Object.keys(hint).length === 0) return undefined;
  const index = [...state.indexes.values()].find(({ spec }) => spec.name === hint || equalKeys(spec.key, hint));
  if (!index || index.hidden) refuse(2, 'hint provided does not correspond to an existing index');
  return index;
}

/** The records of a selection, at once: the event loop waits. */
export function selectNow(state: CollectionState, selection: Selection): StoredRecord[] {
  const { step, result } = prepareQuery(state, selection);
  step(state, Number.POSITIVE_INFINITY);
  return result();
}

/** The records of a selection as of now: at once when it is a matter of few records, otherwise in turns with other clients. */
export function select(state: CollectionState, selection: Selection): StoredRecord[] | Promise<StoredRecord[]> {
  const { step, result } = prepareQuery(state, selection);
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
