import { workOrderIdBody } from '../../../contracts/api/workorders';
import { accepted, defineCommand } from '../../../platform';
import { decideRelease } from '../domain/work-order';
import { loadOrder, saveOrder } from '../load-order';
import { releasedFact } from '../order-facts';
import { presentOrder } from '../workorders.presenter';

/** Gives a draft to the workshop. Releasing what is released already changes nothing. Refuses `order_not_draft` with the status. */
export const releaseWorkOrder = defineCommand({
  name: 'workorders.release-work-order',
  permission: 'workorders.release',
  input: workOrderIdBody,
  async run({ workOrderId }, { scope, now, publish }) {
    const order = await loadOrder(scope, workOrderId);
    const decision = decideRelease(order.status);
    if (decision.kind === 'refused') return decision;
    if (!decision.value.changed) return accepted(await presentOrder(order, now));

    const released = await saveOrder(order, { status: 'released', releasedAt: now });
    publish(releasedFact(released));
    return accepted(await presentOrder(released, now));
  },
});
