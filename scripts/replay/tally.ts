/** How a refusal was met: by somebody with the permission, by a later record of the log, or by nothing because nothing was to be done. */
export type Resolved = { readonly by: 'inspector' | 'leader' | 'later' | 'nobody'; readonly how: string };

type Met = Resolved & { count: number; readonly first: string };

/** What the replay met, counted. */
export class Tally {
  reports = 0;
  starts = 0;
  inspections = 0;
  reworks = 0;
  ordersDone = 0;
  ordersThereBefore = 0;
  readonly faults: string[] = [];
  readonly refusals = new Map<string, Met>();

  /** `first` says where it was met, for whoever wants to look at one. */
  refusal(code: string, resolved: Resolved, first: string): void {
    const known = this.refusals.get(code) ?? { ...resolved, count: 0, first };
    known.count += 1;
    this.refusals.set(code, known);
  }
}

const WHO: Readonly<Record<Resolved['by'], string>> = {
  inspector: 'resolved by an inspector (quality.inspect)',
  leader: 'resolved by the team leader (reporting.create, workorders.dispatch)',
  later: 'taken with a later record of the log, nothing lost',
  nobody: 'nothing to resolve: it was done already, or there is nothing to do',
};

/** What the gates refused, by who resolved it and how. */
export function refusalLines({ refusals }: Tally): string[] {
  return Object.entries(WHO).flatMap(([by, who]) => {
    const met = [...refusals].filter(([, one]) => one.by === by).sort(([, a], [, b]) => b.count - a.count);
    const lines = met.map(([code, { count, how, first }]) => `    ${String(count).padStart(5)} × ${code}: ${how}; first at ${first}`);
    return lines.length > 0 ? [`  ${who}`, ...lines] : [];
  });
}
