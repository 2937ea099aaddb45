import { holdOrderBody } from '../../../contracts/api/workorders';
import type { WorkOrderHeld } from '../../../contracts/events/workorders';
import { accepted, defineCommand } from '../../../platform';
import { decideHold } from '../domain/hold';
import { loadOrder } from '../load-order';
import { handsOn, orderFacts, orderSubject } from '../order-facts';
import { saveOrderProgress, toOrderState } from '../progress';
import { stopBy } from '../stop-by';
import { presentOrder } from '../workorders.presenter';

/**
 * Takes an order out of the workshop's hands: whoever is at work on it stops, and everybody who runs into it is told who did it and why
 * (B-1.1). Holding what is on hold changes nothing. Refuses `order_not_open` for what is not being made.
 */
export const holdWorkOrder = defineCommand({
  name: 'workorders.hold-work-order',
  permission: 'workorders.change',
  input: holdOrderBody,
  async run({ workOrderId, reason }, { actor, scope, now, publish }) {
    const before = toOrderState(await loadOrder(scope, workOrderId));
    const decision = decideHold(before, await stopBy(scope.factoryId, actor.id, { reason, at: now }));
    if (decision.kind === 'refused') return decision;
    const { order, changed } = decision.value;
    if (changed) {
      await saveOrderProgress(before, order);
      publish({
        type: 'workorders.held',
        version: 1,
        subject: orderSubject(order),
        payload: { ...orderFacts(order), reason, byId: actor.id, toldIds: handsOn(before, actor.id) },
      } satisfies WorkOrderHeld);
    }
    return accepted(await presentOrder(await loadOrder(scope, workOrderId), now));
  },
});
