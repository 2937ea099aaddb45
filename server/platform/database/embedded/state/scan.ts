import type BTree from 'sorted-btree';
import type { CollectionState, StoredRecord } from './collection-state';
import type { Plan } from './planner';

/** Looks at one record; true ends the scan. */
export type Visit = (record: StoredRecord) => boolean;

type Outcome = 'stop' | 'pause' | 'end of range';

/**
 * A walk over the candidates of a plan that can pause between records. It remembers keys, not tree nodes, so between two steps it can also
 * move on to a clone of the state.
 */
export class Scan {
  /** records and index entries looked at so far */
  examined = 0;
  private scanAt = 0;
  private rangeAt = 0;
  /** the last key looked at in this range, or the last rid when there is no plan */
  private last: string | number | null = null;
  private readonly seen: Set<number> | null;

  constructor(
    private readonly plan: Plan,
    private readonly natural: 1 | -1 = 1,
  ) {
    const scans = plan?.scans ?? [];
    const mayRepeat = scans.length > 1 || scans.some((s) => s.index.multikey || s.ranges.length > 1);
    this.seen = mayRepeat ? new Set() : null;
  }

  /** Visits at most `budget` more candidates. True when the walk is over. */
  step(state: CollectionState, visit: Visit, budget: number): boolean {
    const limit = this.examined + budget;
    if (!this.plan)
      return this.walk(state.records, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, this.natural < 0, visit, limit) !== 'pause';
    const visitRid = (rid: number): boolean => this.visitOnce(state, rid, visit);
    for (let scan = this.plan.scans[this.scanAt]; scan; scan = this.plan.scans[++this.scanAt]) {
      // After a pause the state may be a clone, with index trees of its own.
      const { tree } = state.indexes.get(scan.index.name) ?? scan.index;
      for (let range = scan.ranges[this.rangeAt]; range; range = scan.ranges[++this.rangeAt]) {
        const outcome = this.walk(tree, range[0], range[1], scan.reverse, visitRid, limit);
        if (outcome !== 'end of range') return outcome === 'stop';
        this.last = null;
      }
      this.rangeAt = 0;
    }
    return true;
  }

  private walk<K extends string | number, V>(
    tree: BTree<K, V>,
    low: K,
    high: K,
    reverse: boolean,
    visit: (value: V) => boolean,
    limit: number,
  ): Outcome {
    let outcome: Outcome = 'end of range';
    const look = (key: K, value: V): { break: true } | undefined => {
      if (key === this.last) return undefined;
      if (this.examined >= limit) outcome = 'pause';
      else {
        this.examined++;
        this.last = key;
        if (visit(value)) outcome = 'stop';
      }
      return outcome === 'end of range' ? undefined : { break: true };
    };
    const from = this.last as K | null;
    if (low === high) {
      const value = tree.get(low);
      this.examined++;
      if (value !== undefined && visit(value)) outcome = 'stop';
    } else if (!reverse) tree.forRange(from ?? low, high, true, look);
    else {
      for (const [key, value] of tree.entriesReversed(from ?? high)) if (key < low || look(key, value)) break;
    }
    return outcome;
  }

  private visitOnce(state: CollectionState, rid: number, visit: Visit): boolean {
    if (this.seen?.has(rid)) return false;
    this.seen?.add(rid);
    const record = state.get(rid);
    return record !== undefined && visit(record);
  }
}
