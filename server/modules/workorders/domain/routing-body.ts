import type { RoutingBody } from '../../../contracts/api/workorders';
import { parseQuantity } from '../../../contracts/quantity';
import type { Outcome, Refusal } from '../../../platform';
import { decideRouting, type RoutingLink, type RoutingOperation, type RoutingPlan } from './routing';

/** A routing as it is sent, decided as a routing is: `routing_invalid` with a reason, or the whole plan. */
export const decideRoutingBody = (input: RoutingBody): Outcome<RoutingPlan, Refusal> =>
  decideRouting(input.operations.map(operationOf), input.links?.map(linkOf));

/** Every quantity a routing names, as written: each has to fit the unit of its item. */
export function quantitiesOf({ operations, links = [] }: RoutingBody): string[] {
  return [
    ...operations.flatMap(({ firstArticle }) => firstArticle?.cap ?? []),
    ...links.flatMap(({ minTransferQty }) => minTransferQty ?? []),
  ];
}

function operationOf(step: RoutingBody['operations'][number]): RoutingOperation {
  return {
    seq: step.seq,
    name: step.name,
    stationCode: step.stationCode ?? null,
    priMinutes: step.priMinutes ?? 0,
    firstArticleCapQty: step.firstArticle ? (parseQuantity(step.firstArticle.cap) ?? 0) : null,
    finalRelease: step.finalRelease ?? false,
  };
}

function linkOf(link: NonNullable<RoutingBody['links']>[number]): RoutingLink {
  return { from: link.from, to: link.to, kind: link.kind, minTransferQty: parseQuantity(link.minTransferQty ?? '0') ?? 0 };
}
