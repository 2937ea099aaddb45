import type { CollectionState, StoredRecord } from './collection-state';
import type { IndexScan, Plan } from './planner';

/** Looks at one record; true ends the scan. */
export type Visit = (record: StoredRecord) => boolean;

/**
 * A walk over the candidates of a plan that can pause between records. It remembers keys, not tree nodes, so between two steps it can also
 * move on to a clone of the state.
 */
export class Scan {
  /** records and index entries looked at so far */
  examined = 0;
  private scanAt = 0;
  private rangeAt = 0;
  private lastKey: string | null = null;
  private lastRid = -1;
  private readonly seen: Set<number> | null;

  constructor(
    private readonly plan: Plan,
    private readonly natural: 1 | -1 = 1,
  ) {
    const scans = plan?.scans ?? [];
    const mayRepeat = scans.length > 1 || scans.some((s) => s.index.multikey || s.ranges.length > 1);
    this.seen = mayRepeat ? new Set() : null;
    if (natural < 0) this.lastRid = Number.POSITIVE_INFINITY;
  }

  /** Visits at most `budget` more candidates. True when the walk is over. */
  step(state: CollectionState, visit: Visit, budget: number): boolean {
    const limit = this.examined + budget;
    if (!this.plan) return this.natural > 0 ? this.stepAll(state, visit, limit) : this.stepBackwards(state, visit, limit);
    for (;;) {
      const scan = this.plan.scans[this.scanAt];
      const range = scan?.ranges[this.rangeAt];
      if (!scan) return true;
      if (!range) {
        this.scanAt++;
        this.rangeAt = 0;
        continue;
      }
      const outcome = this.stepRange(state, scan, range[0], range[1], visit, limit);
      if (outcome !== 'end of range') return outcome === 'stop';
      this.rangeAt++;
      this.lastKey = null;
    }
  }

  private stepAll(state: CollectionState, visit: Visit, limit: number): boolean {
    let stopped = false;
    let paused = false;
    state.records.forRange(this.lastRid + 0.5, Number.POSITIVE_INFINITY, false, (rid, record) => {
      if (this.examined >= limit) {
        paused = true;
        return { break: true };
      }
      this.examined++;
      this.lastRid = rid;
      stopped = visit(record);
      return stopped ? { break: true } : undefined;
    });
    return stopped || !paused;
  }

  private stepBackwards(state: CollectionState, visit: Visit, limit: number): boolean {
    for (const [rid, record] of state.records.entriesReversed(this.lastRid, undefined, true)) {
      if (this.examined >= limit) return false;
      this.examined++;
      this.lastRid = rid;
      if (visit(record)) return true;
    }
    return true;
  }

  private stepRange(
    state: CollectionState,
    scan: IndexScan,
    low: string,
    high: string,
    visit: Visit,
    limit: number,
  ): 'stop' | 'pause' | 'end of range' {
    // After a pause the state may be a clone, with index trees of its own.
    const tree = (state.indexes.get(scan.index.name) ?? scan.index).tree;
    if (low === high) {
      const rid = tree.get(low);
      this.examined++;
      return rid !== undefined && this.visitOnce(state, rid, visit) ? 'stop' : 'end of range';
    }
    let outcome: 'stop' | 'pause' | 'end of range' = 'end of range';
    const step = (key: string, rid: number): { break: true } | undefined => {
      if (key === this.lastKey) return undefined;
      if (this.examined >= limit) outcome = 'pause';
      else {
        this.examined++;
        this.lastKey = key;
        if (this.visitOnce(state, rid, visit)) outcome = 'stop';
      }
      return outcome === 'end of range' ? undefined : { break: true };
    };
    if (!scan.reverse) tree.forRange(this.lastKey ?? low, high, true, step);
    else {
      for (const [key, rid] of tree.entriesReversed(this.lastKey ?? high)) {
        if (key < low || step(key, rid)) break;
      }
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
