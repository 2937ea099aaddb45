import { cancelOrderBody } from '../../../contracts/api/workorders';
import { accepted, defineCommand } from '../../../platform';
import { decideCancel } from '../domain/cancel';
import { loadOrder } from '../load-order';
import { cancelledFact } from '../order-facts';
import { saveOrderProgress, toOrderState } from '../progress';
import { stopBy } from '../stop-by';
import { presentOrder } from '../workorders.presenter';

/**
 * Gives up, for good, what an order has not made yet (B-1.1): dispatch is freed, whoever is at work on it stops, what is made stays.
 * Refuses `order_has_open_quantity` while pieces are in rework, `final_release_open`, `final_release_failed`, and `order_not_open` for
 * what is made or over, with who cancelled it when somebody did.
 */
export const cancelWorkOrder = defineCommand({
  name: 'workorders.cancel-work-order',
  permission: 'workorders.change',
  input: cancelOrderBody,
  async run({ workOrderId, reason }, { actor, scope, now, publish }) {
    const before = toOrderState(await loadOrder(scope, workOrderId));
    const decision = decideCancel(before, await stopBy(scope.factoryId, actor.id, { reason, at: now }));
    if (decision.kind === 'refused') return decision;
    await saveOrderProgress(before, decision.value);
    publish(cancelledFact(before, reason, actor.id));
    return accepted(await presentOrder(await loadOrder(scope, workOrderId), now));
  },
});
