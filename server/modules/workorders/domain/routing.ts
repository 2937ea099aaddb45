import type { LinkKind } from '../../../contracts/statuses';
import { accepted, type Outcome, type Refusal, refused } from '../../../platform';

/** One step of a routing. Quantities in ten-thousandths. */
export type RoutingOperation = {
  readonly seq: number;
  readonly name: string;
  readonly stationCode: string | null;
  /** Planned run time per piece, minutes. */
  readonly priMinutes: number;
  /** How many pieces may be made before the first article has passed; null when there is no such gate (B-6.1). */
  readonly firstArticleCapQty: number | null;
  readonly finalRelease: boolean;
};
/** All steps of `to` depend on all steps of `from` (B-1.5, B-1.11). */
export type RoutingLink = { readonly from: number; readonly to: number; readonly kind: LinkKind; readonly minTransferQty: number };
export type RoutingPlan = { readonly operations: readonly RoutingOperation[]; readonly links: readonly RoutingLink[] };

/**
 * Checks a routing and fills in what was left out: without links, each number follows the one before it piece by piece.
 * Steps of the same number are parallel (B-1.11). Refuses with `routing_invalid` and a `reason`.
 */
export function decideRouting(
  operations: readonly RoutingOperation[],
  links: readonly RoutingLink[] | undefined,
): Outcome<RoutingPlan, Refusal> {
  const ordered = [...operations].sort((a, b) => a.seq - b.seq);
  const seqs = [...new Set(ordered.map(({ seq }) => seq))];
  const twice = firstRepeated(ordered.map(({ seq, name }) => `${seq} ${name}`));
  if (twice !== undefined) return invalid('same_operation_twice', { operation: twice });
  const withoutPieces = ordered.find(({ firstArticleCapQty }) => firstArticleCapQty === 0);
  if (withoutPieces) return invalid('first_article_without_pieces', { operation: `${withoutPieces.seq} ${withoutPieces.name}` });

  const plan = links ?? defaultLinks(seqs);
  for (const link of plan) {
    const where = `${link.from} → ${link.to}`;
    const unknown = [link.from, link.to].find((seq) => !seqs.includes(seq));
    if (unknown !== undefined) return invalid('unknown_operation', { link: where, seq: unknown });
    if (link.kind === 'finish_to_start' && link.minTransferQty > 0) return invalid('lot_size_needs_overlap', { link: where });
  }
  const doubled = firstRepeated(plan.map(({ from, to }) => `${from} → ${to}`));
  if (doubled !== undefined) return invalid('same_link_twice', { link: doubled });
  if (hasCycle(seqs, plan)) return invalid('goes_in_a_circle', {});
  return accepted({ operations: ordered, links: plan });
}

/** Whether two versions of a routing say the same, so that importing a file again makes no new version. */
export function sameRouting(one: RoutingPlan, other: RoutingPlan): boolean {
  return essence(one) === essence(other);
}

function essence({ operations, links }: RoutingPlan): string {
  return JSON.stringify([
    operations.map((step) => [step.seq, step.name, step.stationCode, step.priMinutes, step.firstArticleCapQty, step.finalRelease]).sort(),
    links.map((link) => [link.from, link.to, link.kind, link.minTransferQty]).sort(),
  ]);
}

function defaultLinks(seqs: readonly number[]): RoutingLink[] {
  return seqs.slice(1).map((to, index) => ({ from: seqs[index] ?? to, to, kind: 'overlap', minTransferQty: 0 }));
}

/** Takes away numbers that nothing leads to until none is left; what cannot be taken away waits for itself. */
function hasCycle(seqs: readonly number[], links: readonly RoutingLink[]): boolean {
  let left = [...seqs];
  for (;;) {
    const held = left.filter((seq) => links.some(({ from, to }) => to === seq && left.includes(from)));
    if (held.length === left.length) return left.length > 0;
    left = held;
  }
}

function firstRepeated(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}

function invalid(reason: string, facts: Readonly<Record<string, unknown>>) {
  return refused({ code: 'routing_invalid', reason, ...facts });
}
