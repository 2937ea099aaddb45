import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { isBegun } from './merge';
import { notBegun } from './not-begun';
import { notOpen } from './open-for-work';
import type { OperationState, OrderState } from './order-state';
import type { RoutingPlan } from './routing';
import { type Settled, settle } from './settle';
import { freezeRouting, type PlannedOperation } from './work-order';

/**
 * Brings what is not started to another version of the routing (B-1.13). An operation that has been begun stays exactly as it is; one
 * that has not keeps its id, its travel card and its dispatch when the new routing has it too, and follows the new one in everything
 * else. Refuses `replan_touches_begun` when the new routing lacks a begun operation, or puts something that is not made before it.
 */
export function decideReplan(
  order: OrderState,
  plan: RoutingPlan & { readonly version: number },
  newId: () => string,
  now: Date,
): Outcome<Settled, Refusal> {
  if (!['draft', 'released', 'in_process'].includes(order.status)) return refused(notOpen(order));
  const begun = order.operations.filter(isBegun);
  const planned = withKnownIds(freezeRouting(plan, newId), order.operations);
  const touched = begun.filter((operation) => !stays(operation, planned, begun));
  if (touched.length > 0) {
    return refused({ code: 'replan_touches_begun', version: plan.version, operations: touched.map(({ seq, name }) => `${seq} ${name}`) });
  }
  const known = new Map(order.operations.map((operation) => [operation.id, operation]));
  const operations = planned.map((step) => {
    const before = known.get(step.id);
    return before && begun.includes(before) ? before : notStarted(step, before);
  });
  return accepted(settle({ ...order, operations, routingVersion: plan.version }, now));
}

/** A step of the same number and name is the same operation. */
function withKnownIds(planned: readonly PlannedOperation[], operations: readonly OperationState[]): PlannedOperation[] {
  const ids = new Map(
    planned.map((step) => [step.id, operations.find(({ seq, name }) => seq === step.seq && name === step.name)?.id ?? step.id]),
  );
  const idOf = (id: string): string => ids.get(id) ?? id;
  return planned.map((step) => ({
    ...step,
    id: idOf(step.id),
    predecessors: step.predecessors.map((link) => ({ ...link, operationId: idOf(link.operationId) })),
  }));
}

function stays(operation: OperationState, planned: readonly PlannedOperation[], begun: readonly OperationState[]): boolean {
  const step = planned.find(({ id }) => id === operation.id);
  return step?.predecessors.every(({ operationId }) => begun.some(({ id }) => id === operationId)) ?? false;
}

const notStarted = (step: PlannedOperation, before: OperationState | undefined): OperationState => ({
  ...notBegun(step),
  assignedPersonIds: before?.assignedPersonIds ?? [],
  producerIds: before?.producerIds ?? [],
});
