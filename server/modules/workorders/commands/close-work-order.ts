import { closeWorkOrderBody } from '../../../contracts/api/workorders';
import type { WorkOrderClosed } from '../../../contracts/events/workorders';
import { accepted, defineCommand } from '../../../platform';
import { decideClosing } from '../domain/closing';
import { loadOrder, saveOrder } from '../load-order';
import { orderFacts, orderSubject } from '../order-facts';
import { toOrderState } from '../progress';
import { presentOrder } from '../workorders.presenter';

/**
 * Ends an order for good. Refuses `order_has_open_quantity` with the operations that are not answered for, `final_release_open`,
 * `reason_required` for closing short without one, `order_not_open`, `order_closed`.
 */
export const closeWorkOrder = defineCommand({
  name: 'workorders.close-work-order',
  permission: 'workorders.close',
  input: closeWorkOrderBody,
  async run({ workOrderId, closeShort, reason }, { scope, now, publish }) {
    const order = await loadOrder(scope, workOrderId);
    const state = toOrderState(order);
    const decision = decideClosing(state, closeShort, reason);
    if (decision.kind === 'refused') return decision;
    const { short } = decision.value;
    const closed = await saveOrder(order, { status: 'closed', closedAt: now, closedShort: short, closeReason: reason || null });
    publish({
      type: 'workorders.closed',
      version: 1,
      subject: orderSubject(state),
      payload: { ...orderFacts(state), short },
    } satisfies WorkOrderClosed);
    return accepted(await presentOrder(closed, now));
  },
});
