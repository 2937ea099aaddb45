import { workOrderIdBody } from '../../../contracts/api/workorders';
import type { WorkOrderResumed } from '../../../contracts/events/workorders';
import { accepted, defineCommand } from '../../../platform';
import { decideGoOn } from '../domain/hold';
import { loadOrder } from '../load-order';
import { orderFacts, orderSubject } from '../order-facts';
import { saveOrderProgress, toOrderState } from '../progress';
import { statusFacts } from '../status-facts';
import { presentOrder } from '../workorders.presenter';

/** Gives an order that was on hold back to the workshop. Refuses `order_not_open` for what is neither on hold nor open. */
export const resumeWorkOrder = defineCommand({
  name: 'workorders.resume-work-order',
  permission: 'workorders.change',
  input: workOrderIdBody,
  async run({ workOrderId }, { actor, scope, now, publish }) {
    const before = toOrderState(await loadOrder(scope, workOrderId));
    const decision = decideGoOn(before, now);
    if (decision.kind === 'refused') return decision;
    const { order, changed } = decision.value;
    if (changed) {
      await saveOrderProgress(before, order);
      publish({
        type: 'workorders.resumed',
        version: 1,
        subject: orderSubject(order),
        payload: { ...orderFacts(order), dueAt: order.dueAt.toISOString(), byId: actor.id },
      } satisfies WorkOrderResumed);
      for (const fact of statusFacts(before, order)) publish(fact);
    }
    return accepted(await presentOrder(await loadOrder(scope, workOrderId), now));
  },
});
