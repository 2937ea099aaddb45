import type { OperationDto, RoutingDto, WorkOrderDto } from '@contracts/api/workorders';

export type Difference =
  | { readonly kind: 'added' | 'removed'; readonly seq: number; readonly name: string }
  | {
      readonly kind: 'gate_on' | 'gate_off';
      readonly seq: number;
      readonly name: string;
      readonly gate: 'first_article' | 'final_release';
    };
export type RoutingDifference = { readonly latest: number; readonly differences: readonly Difference[] };

/**
 * What the master says now against what an order froze (B-1.13); null when the order follows the newest version. Operations are the same
 * when number and name are.
 */
export function routingDifference(
  order: Pick<WorkOrderDto, 'routingVersion' | 'operations'>,
  routings: readonly RoutingDto[],
): RoutingDifference | null {
  const latest = routings.reduce<RoutingDto | null>((newest, one) => (newest && newest.version >= one.version ? newest : one), null);
  if (!latest || latest.version <= order.routingVersion) return null;
  const key = ({ seq, name }: { seq: number; name: string }) => `${seq}/${name}`;
  const frozen = new Map(order.operations.map((operation) => [key(operation), operation]));
  const now = new Map(latest.operations.map((operation) => [key(operation), operation]));
  const differences = [
    ...latest.operations.flatMap((operation): Difference[] => {
      const before = frozen.get(key(operation));
      return before ? gateDifferences(before, operation) : [{ kind: 'added', seq: operation.seq, name: operation.name }];
    }),
    ...order.operations
      .filter((operation) => !now.has(key(operation)))
      .map(({ seq, name }): Difference => ({ kind: 'removed', seq, name })),
  ];
  return { latest: latest.version, differences: differences.sort((one, other) => one.seq - other.seq) };
}

function gateDifferences(before: OperationDto, after: RoutingDto['operations'][number]): Difference[] {
  const { seq, name } = after;
  const gates = [
    ['first_article', before.firstArticle.state !== 'not_required', after.firstArticle],
    ['final_release', before.finalRelease.state !== 'not_required', after.finalRelease],
  ] as const;
  return gates.flatMap(([gate, was, is]): Difference[] => (was === is ? [] : [{ kind: is ? 'gate_on' : 'gate_off', seq, name, gate }]));
}
