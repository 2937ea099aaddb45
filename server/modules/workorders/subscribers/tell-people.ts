import type { WorkOrderCancelled, WorkOrderChangeAnswered, WorkOrderHeld } from '../../../contracts/events/workorders';
import { defineSubscriber, type Notify, type Subscriber } from '../../../platform';
import { namesOf } from '../../identity';
import { OrderChangeModel } from '../models/order-change.model';
import { type WorkOrder, WorkOrderModel } from '../models/work-order.model';
import { handsOn } from '../order-facts';
import { toOrderState } from '../progress';

/** What became of a wish to change an order; the channel makes it into words. Quantities are decimal text, instants ISO 8601. */
export type OrderChangeNotice = Pick<
  WorkOrderChangeAnswered['payload'],
  'orderNo' | 'itemName' | 'answer' | 'from' | 'to' | 'choice' | 'reason'
> & { readonly answeredBy: string };

/** An order was put on hold or cancelled under the hands of those who are told. */
export type OrderStoppedNotice = Pick<WorkOrderHeld['payload'], 'orderNo' | 'itemName' | 'reason'> & {
  readonly how: 'held' | 'cancelled';
  readonly by: string;
};

/**
 * Tells whoever wanted an order changed what the workshop says, and, when it holds, those who have the order in hand that it has another
 * quantity or due date (B-1.18). Delivered twice, the same answer is told once.
 */
export function tellPeople(notify: Notify): Subscriber[] {
  return [
    defineSubscriber<WorkOrderChangeAnswered>({
      name: 'workorders.tell-change-answered',
      on: 'workorders.change_answered',
      permissions: [],
      async handle({ payload }, { factoryId, factId }) {
        const { workOrderId, changeId, answeredById, orderNo, itemName, answer, from, to, choice, reason } = payload;
        const change = await OrderChangeModel.findOne({ factoryId, _id: changeId }, { requestedById: 1 }).lean<{ requestedById: string }>();
        const order = await WorkOrderModel.findOne({ factoryId, _id: workOrderId }).lean<WorkOrder>();
        const hands = answer === 'accepted' && order ? handsOn(toOrderState(order), answeredById) : [];
        const asked = change && change.requestedById !== answeredById ? [change.requestedById] : [];
        const toPersonIds = [...new Set([...asked, ...hands])];
        if (toPersonIds.length === 0) return;
        const answeredBy = (await namesOf(factoryId, [answeredById])).get(answeredById) ?? answeredById;
        const facts: OrderChangeNotice = { orderNo, itemName, answer, from, to, choice, reason, answeredBy };
        await notify({
          key: `change:${changeId}:${factId}`,
          factoryId,
          toPersonIds,
          kind: 'order_change',
          urgency: 'p2',
          subjectId: changeId,
          facts,
        });
      },
    }),
    defineSubscriber<WorkOrderHeld | WorkOrderCancelled>({
      name: 'workorders.tell-stopped',
      on: ['workorders.held', 'workorders.cancelled'],
      permissions: [],
      async handle({ type, payload: { workOrderId, orderNo, itemName, reason, byId, toldIds } }, { factoryId, factId }) {
        if (toldIds.length === 0) return;
        const by = (await namesOf(factoryId, [byId])).get(byId) ?? byId;
        const how = type === 'workorders.held' ? 'held' : 'cancelled';
        const facts: OrderStoppedNotice = { orderNo, itemName, reason, how, by };
        await notify({
          key: `stopped:${factId}`,
          factoryId,
          toPersonIds: toldIds,
          kind: 'order_stopped',
          urgency: 'p2',
          subjectId: workOrderId,
          facts,
        });
      },
    }),
  ];
}
