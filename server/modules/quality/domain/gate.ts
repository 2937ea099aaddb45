import type { WorkOrderStatus } from '../../../contracts/statuses';
import { accepted, type Outcome, refused } from '../../../platform';
import {
  type Concession,
  type Gate,
  notOpen,
  type OperationState,
  type OrderState,
  passedForNow,
  processedQty,
  withOperation,
} from '../../workorders';
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
  if (isOver(order.status)) return refused(notOpen(order));
  const { state } = gateOf(operation, kind);
  if (state === 'not_required') return refused({ code: 'gate_not_required' });
  if (state === 'passed') return refused({ code: 'gate_already_passed' });
  if (state === 'open') return accepted(order);
  if (!somethingToInspect(operation, kind)) return refused({ code: 'inspection_not_due' });
  return accepted(withGate(order, operation, kind, { state: 'open', since: now }));
}

/** When a verdict is given, on which business day, and the document by which pieces pass that deviate (B-6.2). */
export type Verdict = { readonly now: Date; readonly today: string; readonly concession?: Concession };

/**
 * The order after a verdict: passed, the gate is lifted, a first article's for whom and where it was made; failed, production is locked
 * until it is inspected again (B-6.1).
 */
export function closeGate(
  order: OrderState,
  operation: OperationState,
  kind: InspectionKind,
  result: 'passed' | 'failed',
  { now, today, concession }: Verdict,
): Outcome<OrderState> {
  if (isOver(order.status)) return refused(notOpen(order));
  // A correction may have re-opened the operation since: pieces that are not made yet cannot be released with the rest.
  if (result === 'passed' && !somethingToInspect(operation, kind)) return refused({ code: 'inspection_not_due' });
  if (result === 'failed') return accepted(withGate(order, operation, kind, { state: 'failed', since: now }));
  const covered =
    kind === 'first_article'
      ? { ...operation, firstArticle: { ...operation.firstArticle, passedFor: passedForNow(operation, today, now), again: null } }
      : operation;
  return accepted(withGate(order, covered, kind, { state: 'passed', since: null, concession: concession ?? null }));
}

/** How many pieces a verdict is about, ten-thousandths: what was made for this first article, or all that would be released. */
export function inspectedQty(operation: OperationState, kind: InspectionKind): number {
  if (kind === 'final_release') return operation.goodQty;
  const { again, capQty } = operation.firstArticle;
  return (again ? again.madeQty : processedQty(operation)) || capQty;
}

const somethingToInspect = ({ status }: OperationState, kind: InspectionKind): boolean =>
  kind === 'final_release' ? status === 'finished' : status !== 'not_started';

/** Of what is not released, or over, nothing is inspected. */
export const isOver = (status: WorkOrderStatus): boolean =>
  status === 'draft' || status === 'closed' || status === 'cancelled' || status === 'deleted';

function withGate(order: OrderState, operation: OperationState, kind: InspectionKind, gate: Gate): OrderState {
  return withOperation(
    order,
    kind === 'first_article'
      ? { ...operation, firstArticle: { ...operation.firstArticle, ...gate } }
      : { ...operation, finalRelease: { ...operation.finalRelease, ...gate } },
  );
}
