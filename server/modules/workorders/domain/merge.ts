import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { type Stop, stopWork } from './hold';
import { notOpen } from './open-for-work';
import { processedQty } from './order-flow';
import type { OperationState, OrderState } from './order-state';
import { settle } from './settle';

export type Merged = { readonly into: OrderState; readonly other: OrderState };

/**
 * Puts the whole of an order that nobody has begun into another of the same item, made the same way (B-1.12). An order that has been
 * begun has reports under its own number, and a ledger is not rewritten, so it takes others in but is not taken in. Planned, made up and
 * approved quantities add up; what is made is all on one side and stays. The emptied order ends as cancelled, saying where it went.
 */
export function decideMerge(into: OrderState, other: OrderState, stop: Stop, now: Date): Outcome<Merged, Refusal> {
  if (into.id === other.id) return refused({ code: 'orders_differ', fields: ['orderNo'] });
  const shut = [into, other].find(({ status }) => !['draft', 'released', 'in_process'].includes(status));
  if (shut) return refused(notOpen(shut));
  const fields = differences(into, other);
  if (fields.length > 0) return refused({ code: 'orders_differ', fields });
  const begun = other.operations.filter(isBegun);
  if (begun.length > 0) {
    return refused({ code: 'merge_of_begun', orderNo: other.orderNo, operations: begun.map(({ name }) => name) });
  }
  const whole = {
    ...into,
    plannedQty: into.plannedQty + other.plannedQty,
    makeUpQty: into.makeUpQty + other.makeUpQty,
    overProductionQty: into.overProductionQty + other.overProductionQty,
  };
  const stopped = stopWork(other, stop);
  const operations = stopped.operations.map((operation) => ({ ...operation, assignedPersonIds: [] }));
  return accepted({ into: settle(whole, now).order, other: { ...stopped, operations, status: 'cancelled', endedAt: stop.at } });
}

export const isBegun = (operation: OperationState): boolean =>
  operation.status !== 'not_started' || processedQty(operation) > 0 || operation.workingPersonIds.length > 0;

/** In what two orders are not the same thing made the same way; a draft and a released one are not either. */
function differences(one: OrderState, other: OrderState): string[] {
  const fields: [string, unknown, unknown][] = [
    ['itemCode', one.itemCode, other.itemCode],
    ['workshopId', one.workshopId, other.workshopId],
    ['routingVersion', one.routingVersion, other.routingVersion],
    ['operations', methodOf(one), methodOf(other)],
    ['overProductionRate', one.overProductionRate, other.overProductionRate],
    ['status', one.status === 'draft', other.status === 'draft'],
  ];
  return fields.filter(([, left, right]) => left !== right).map(([field]) => field);
}

function methodOf({ operations }: OrderState): string {
  const placeOf = (id: string): number => operations.findIndex((operation) => operation.id === id);
  return JSON.stringify(
    operations.map(({ seq, name, predecessors, firstArticle, finalRelease }) => [
      seq,
      name,
      predecessors.map(({ operationId, kind, minTransferQty }) => [placeOf(operationId), kind, minTransferQty]),
      firstArticle.state === 'not_required' ? null : firstArticle.capQty,
      finalRelease.state === 'not_required',
    ]),
  );
}
