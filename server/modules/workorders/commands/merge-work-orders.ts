import { mergeOrdersBody } from '../../../contracts/api/workorders';
import type { WorkOrdersMerged } from '../../../contracts/events/workorders';
import { formatQuantity } from '../../../contracts/quantity';
import { accepted, defineCommand } from '../../../platform';
import { decideMerge } from '../domain/merge';
import { loadOrder } from '../load-order';
import { cancelledFact, orderFacts, orderSubject } from '../order-facts';
import { saveOrderProgress, toOrderState } from '../progress';
import { statusFacts } from '../status-facts';
import { stopBy } from '../stop-by';
import { presentOrder } from '../workorders.presenter';

/**
 * Puts an order that nobody has begun into another of the same item, routing and workshop (B-1.12). Refuses `orders_differ` with in
 * what, `merge_of_begun` with the operations that are begun, `order_not_open`.
 */
export const mergeWorkOrders = defineCommand({
  name: 'workorders.merge-work-orders',
  permission: 'workorders.change',
  input: mergeOrdersBody,
  async run({ workOrderId, otherId, reason }, { actor, scope, now, publish }) {
    const into = toOrderState(await loadOrder(scope, workOrderId));
    const other = toOrderState(await loadOrder(scope, otherId));
    const stop = await stopBy(scope.factoryId, actor.id, { reason, at: now, mergedInto: into.orderNo });
    const decision = decideMerge(into, other, stop, now);
    if (decision.kind === 'refused') return decision;
    const merged = decision.value;
    await saveOrderProgress(into, merged.into);
    await saveOrderProgress(other, merged.other);
    publish({
      type: 'workorders.merged',
      version: 1,
      subject: orderSubject(into),
      payload: { ...orderFacts(into), otherId, otherNo: other.orderNo, qty: formatQuantity(other.plannedQty) },
    } satisfies WorkOrdersMerged);
    for (const fact of statusFacts(into, merged.into)) publish(fact);
    publish(cancelledFact(other, reason, actor.id));
    return accepted(await presentOrder(await loadOrder(scope, workOrderId), now));
  },
});
