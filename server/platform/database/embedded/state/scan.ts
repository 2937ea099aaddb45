import type BTree from 'sorted-btree';
import type { CollectionState, StoredRecord } from './collection-state';
import type { Plan } from './planner';

/** Looks at one record; true ends the scan. */
export type Visit = (record: StoredRecord) => boolean;

/** Keys from `low` to `high`: those of an index lead to record ids, those of the collection itself (no index) to records. */
type Leg = { index: string | null; low: string | number; high: string | number; reverse: boolean };

/**
 * A walk over the candidates of a plan that can pause between records. It remembers keys, not tree nodes, so between two steps it can also
 * move on to a clone of the state.
 */
export class Scan {
  /** records and index entries looked at so far */
  examined = 0;
  private readonly legs: Leg[] = [];
  private at = 0;
  /** the last key looked at in this leg */
  private last: string | number | null = null;
  private readonly seen: Set<number> | null;

  constructor(plan: Plan, natural: 1 | -1 = 1) {
    const scans = plan?.scans ?? [];
    if (!plan) this.legs.push({ index: null, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, reverse: natural < 0 });
    for (const { index, ranges, reverse } of scans)
      for (const [low, high] of ranges) this.legs.push({ index: index.name, low, high, reverse });
    this.seen = this.legs.length > 1 || scans.some((s) => s.index.multikey) ? new Set() : null;
  }

  /** Visits at most `budget` more candidates. True when the walk is over. */
  step(state: CollectionState, visit: Visit, budget: number): boolean {
    const limit = this.examined + budget;
    for (let leg = this.legs[this.at]; leg; leg = this.legs[++this.at]) {
      for (const [key, found] of this.entries(state, leg)) {
        if (leg.reverse ? key < leg.low : key > leg.high) break;
        if (key === this.last) continue;
        if (this.examined >= limit) return false;
        this.examined++;
        this.last = key;
        const record = typeof found === 'number' ? this.recordOnce(state, found) : found;
        if (record && visit(record)) return true;
      }
      this.last = null;
    }
    return true;
  }

  private entries(state: CollectionState, { index, low, high, reverse }: Leg): Iterable<[string | number, number | StoredRecord]> {
    const tree = (index === null ? state.records : state.indexes.get(index)?.tree) as BTree<string | number, number | StoredRecord>;
    if (low === high) {
      const only = tree.get(low);
      return only === undefined ? [] : [[low, only]];
    }
    return reverse ? tree.entriesReversed(this.last ?? high, []) : tree.entries(this.last ?? low, []);
  }

  private recordOnce(state: CollectionState, rid: number): StoredRecord | undefined {
    if (this.seen?.has(rid)) return undefined;
    this.seen?.add(rid);
    return state.get(rid);
  }
}
