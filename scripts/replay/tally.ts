/** What the replay met, counted. */
export class Tally {
  reports = 0;
  starts = 0;
  inspections = 0;
  reworks = 0;
  ordersDone = 0;
  ordersThereBefore = 0;
  readonly faults: string[] = [];
  readonly refusals = new Map<string, { count: number; resolvedBy: string }>();

  refusal(code: string, resolvedBy: string): void {
    const known = this.refusals.get(code) ?? { count: 0, resolvedBy };
    this.refusals.set(code, { count: known.count + 1, resolvedBy });
  }
}
