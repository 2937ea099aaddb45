import type { WorkOrderStatus } from '../../../contracts/statuses';
import { accepted, type Outcome, refused } from '../../../platform';
import { type Gate, notOpen, type OperationState, type OrderState, withOperation } from '../../workorders';
import type { InspectionKind } from './inspection';

export function gateOf(operation: OperationState, kind: InspectionKind): Gate {
  return kind === 'first_article' ? operation.firstArticle : operation.finalRelease;
}

/** Whoever made a piece of it or has it in hand (B-6.4). */
export function producersOf(operation: OperationState): string[] {
  return [...new Set([...operation.producerIds, ...operation.workingPersonIds])];
}

/**
 * The operations whose gate waits for an inspector after work on one of them: that one, and for a final release every other that
 * finished with it because nothing more was to come (B-1.3).
 */
export function waitingAfterWork(order: OrderState, operationId: string, kind: InspectionKind): OperationState[] {
  return order.operations.filter((operation) => {
    const { state } = gateOf(operation, kind);
    return state === 'open' ? kind === 'final_release' || operation.id === operationId : state === 'due' && operation.id === operationId;
  });
}

/**
 * The order with a gate waiting for an inspector. A first article is asked for when the operation has been started, a final release
 * when its last piece is made: neither can be had before there is something to inspect (B-6.1, B-6.2).
 */
export function openGate(order: OrderState, operation: OperationState, kind: InspectionKind, now: Date): Outcome<OrderState> {
  if (over(order.status)) return refused(notOpen(order));
  const { state } = gateOf(operation, kind);
  if (state === 'not_required') return refused({ code: 'gate_not_required' });
  if (state === 'passed') return refused({ code: 'gate_already_passed' });
  if (state === 'open') return accepted(order);
  if (!somethingToInspect(operation, kind)) return refused({ code: 'inspection_not_due' });
  return accepted(withGate(order, operation, kind, { state: 'open', since: now }));
}

/** The order after a verdict: passed, the gate is lifted; failed, production is locked until it is inspected again (B-6.1). */
export function closeGate(
  order: OrderState,
  operation: OperationState,
  kind: InspectionKind,
  result: 'passed' | 'failed',
  now: Date,
): Outcome<OrderState> {
  if (over(order.status)) return refused(notOpen(order));
  // A correction may have re-opened the operation since: pieces that are not made yet cannot be released with the rest.
  if (result === 'passed' && !somethingToInspect(operation, kind)) return refused({ code: 'inspection_not_due' });
  return accepted(withGate(order, operation, kind, { state: result, since: result === 'failed' ? now : null }));
}

const somethingToInspect = ({ status }: OperationState, kind: InspectionKind): boolean =>
  kind === 'final_release' ? status === 'finished' : status !== 'not_started';

const over = (status: WorkOrderStatus): boolean =>
  status === 'draft' || status === 'closed' || status === 'cancelled' || status === 'deleted';

function withGate(order: OrderState, operation: OperationState, kind: InspectionKind, gate: Gate): OrderState {
  return withOperation(
    order,
    kind === 'first_article'
      ? { ...operation, firstArticle: { ...operation.firstArticle, ...gate } }
      : { ...operation, finalRelease: { ...operation.finalRelease, ...gate } },
  );
}
