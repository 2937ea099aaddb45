import { Types } from 'mongoose';
import { replanOrderBody } from '../../../contracts/api/workorders';
import type { WorkOrderReplanned } from '../../../contracts/events/workorders';
import { accepted, defineCommand, refused } from '../../../platform';
import { decideReplan } from '../domain/replan';
import { loadOrder, saveOrder } from '../load-order';
import { type Routing, RoutingModel } from '../models/routing.model';
import { orderFacts, orderSubject } from '../order-facts';
import { toOrderState, toStoredOperation } from '../progress';
import { finishedFacts, statusFacts } from '../status-facts';
import { presentOrder } from '../workorders.presenter';

/**
 * Brings what is not started of an order to the newest routing of its item, because somebody asked for it (B-1.13); by itself an order
 * never changes its way. Nothing newer changes nothing. Refuses `replan_touches_begun` with the operations, `order_not_open`.
 */
export const replanWorkOrder = defineCommand({
  name: 'workorders.replan-work-order',
  permission: 'workorders.change',
  input: replanOrderBody,
  async run({ workOrderId, reason }, { scope, now, publish }) {
    const order = await loadOrder(scope, workOrderId);
    const before = toOrderState(order);
    const routing = await RoutingModel.findOne({ factoryId: scope.factoryId, itemCode: order.item.code })
      .sort({ version: -1 })
      .lean<Routing>();
    if (!routing) return refused({ code: 'routing_unknown', itemCode: order.item.code });
    if (routing.version === order.routingVersion) return accepted(await presentOrder(order, now));
    const decision = decideReplan(before, routing, () => new Types.ObjectId().toHexString(), now);
    if (decision.kind === 'refused') return decision;
    const after = decision.value.order;
    const replanned = await saveOrder(order, {
      operations: after.operations.map(toStoredOperation),
      routingVersion: routing.version,
      status: after.status,
      completedAt: after.completedAt,
    });
    publish({
      type: 'workorders.replanned',
      version: 1,
      subject: orderSubject(before),
      payload: { ...orderFacts(before), fromVersion: order.routingVersion, toVersion: routing.version, reason },
    } satisfies WorkOrderReplanned);
    for (const fact of [...finishedFacts(decision.value), ...statusFacts(before, after)]) publish(fact);
    return accepted(await presentOrder(replanned, now));
  },
});
