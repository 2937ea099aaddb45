import { orderHistoryQuery } from '../../../contracts/api/order-board';
import { formatQuantity } from '../../../contracts/quantity';
import { defineQuery, entriesAbout } from '../../../platform';
import { namesOf } from '../../identity';
import { presentMedia } from '../../media';
import { loadOrder } from '../load-order';
import type { WorkOrder } from '../models/work-order.model';
import { orderSubject } from '../order-facts';
import { factsOf, mediaIn, type OrderFact, peopleIn, presentFact } from '../order-history.presenter';
import { toOrderState } from '../progress';

const MOST_ENTRIES = 300;

/** Who did what to an order and when, newest first, out of the journal; how it was made comes last. */
export const orderHistory = defineQuery({
  name: 'workorders.order-history',
  permission: 'workorders.read',
  input: orderHistoryQuery,
  async run({ workOrderId }, { scope, now }) {
    const order = await loadOrder(scope, workOrderId);
    const subject = orderSubject(toOrderState(order));
    const entries = await entriesAbout(scope.factoryId, subject, MOST_ENTRIES + 1);
    const truncated = entries.length > MOST_ENTRIES;
    const since = factsOf(entries.slice(0, MOST_ENTRIES), subject);
    const facts = [...since, ...(truncated ? [] : [created(order, since)])];
    const names = await namesOf(scope.factoryId, facts.flatMap(peopleIn));
    const media = await presentMedia(scope, facts.flatMap(mediaIn), now);
    return { items: facts.map((fact) => presentFact(fact, (id) => ({ id, name: names.get(id) ?? id }), media)), truncated };
  },
});

/**
 * Making a draft publishes nothing, so its beginning is told by the order itself; how much it was for then, by the first fact that says
 * so, since splits and changes have moved it.
 */
function created(order: WorkOrder, since: readonly OrderFact[]): OrderFact {
  const released = since.findLast(({ type }) => type === 'workorders.released')?.payload.plannedQty;
  return {
    at: order.createdAt,
    actorId: order.createdById,
    type: 'workorders.created',
    payload: { qty: typeof released === 'string' ? released : formatQuantity(order.plannedQty) },
  };
}
