import { formatQuantity } from '../../../contracts/quantity';
import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { notOpen } from './open-for-work';
import type { OperationState, OrderState } from './order-state';

/**
 * Whether an order can be closed for good (B-1.1, B-1.3): nothing in anybody's hands, nothing in rework, no final release waiting (B-1.19,
 * B-6.2), and everything accounted for. `short` gives up what is not made yet, and nothing else, and says why.
 */
export function decideClosing(order: OrderState, short: boolean, reason: string | undefined): Outcome<{ short: boolean }, Refusal> {
  if (order.status === 'closed') return refused({ code: 'order_closed' });
  if (!['released', 'in_process', 'completed'].includes(order.status)) return refused(notOpen(order));
  const open = order.operations.filter(
    ({ status, inReworkQty, openSegments }) => inReworkQty > 0 || openSegments > 0 || (!short && status !== 'finished'),
  );
  if (open.length > 0) return refused(openQuantity(open));
  const unreleased = refuseByFinalRelease(order);
  if (unreleased) return refused(unreleased);
  const givesUp = short && order.status !== 'completed';
  if (givesUp && !reason) return refused({ code: 'reason_required' });
  return accepted({ short: givesUp });
}

/** Names the operations that hold an order back. */
export const openQuantity = (operations: readonly OperationState[]): Refusal => ({
  code: 'order_has_open_quantity',
  operations: operations.map(({ id, name, status, goodQty, inReworkQty, openSegments }) => ({
    operationId: id,
    name,
    status,
    goodQty: formatQuantity(goodQty),
    inReworkQty: formatQuantity(inReworkQty),
    working: openSegments,
  })),
});

/** What is made and waits for its final release cannot be left behind (B-1.19, B-6.2); null when nothing waits. */
export function refuseByFinalRelease(order: OrderState): Refusal | null {
  const gate = order.operations.find(({ finalRelease }) => finalRelease.state === 'open' || finalRelease.state === 'failed');
  if (!gate) return null;
  return {
    code: gate.finalRelease.state === 'open' ? 'final_release_open' : 'final_release_failed',
    operationName: gate.name,
    since: gate.finalRelease.since?.toISOString() ?? null,
  };
}
