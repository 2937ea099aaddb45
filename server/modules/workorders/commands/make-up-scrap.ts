import { makeUpBody } from '../../../contracts/api/workorders';
import type { ScrapMadeUp } from '../../../contracts/events/workorders';
import { formatQuantity, parseQuantity } from '../../../contracts/quantity';
import { accepted, defineCommand } from '../../../platform';
import { decideMakeUp } from '../domain/make-up';
import { settle } from '../domain/settle';
import { loadOrder } from '../load-order';
import { orderFacts, orderSubject } from '../order-facts';
import { saveOrderProgress, toOrderState } from '../progress';
import { statusFacts } from '../status-facts';
import { presentOrder } from '../workorders.presenter';

/** Lets the workshop make scrapped pieces again (B-1.16). Refuses `make_up_above_short` with what is short, `order_not_open`. */
export const makeUpScrap = defineCommand({
  name: 'workorders.make-up-scrap',
  permission: 'workorders.change',
  input: makeUpBody,
  async run({ workOrderId, qty }, { scope, now, publish }) {
    const before = toOrderState(await loadOrder(scope, workOrderId));
    const decision = decideMakeUp(before, qty === undefined ? null : parseQuantity(qty));
    if (decision.kind === 'refused') return decision;
    const { order } = settle(decision.value.order, now);
    await saveOrderProgress(before, order);
    publish({
      type: 'workorders.scrap_made_up',
      version: 1,
      subject: orderSubject(order),
      payload: { ...orderFacts(order), qty: formatQuantity(decision.value.qty) },
    } satisfies ScrapMadeUp);
    for (const fact of statusFacts(before, order)) publish(fact);
    return accepted(await presentOrder(await loadOrder(scope, workOrderId), now));
  },
});
