import type { WorkOrderChangeAnswered } from '../../../contracts/events/workorders';
import { defineSubscriber, type Notify, type Subscriber } from '../../../platform';
import { namesOf } from '../../identity';
import type { OrderState } from '../domain/order-state';
import { OrderChangeModel } from '../models/order-change.model';
import { type WorkOrder, WorkOrderModel } from '../models/work-order.model';
import { toOrderState } from '../progress';

/** What became of a wish to change an order; the channel makes it into words. Quantities are decimal text, instants ISO 8601. */
export type OrderChangeNotice = Pick<
  WorkOrderChangeAnswered['payload'],
  'orderNo' | 'itemName' | 'answer' | 'from' | 'to' | 'choice' | 'reason'
> & { readonly answeredBy: string };

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
        const concerned = [
          ...(change ? [change.requestedById] : []),
          ...(answer === 'accepted' && order ? handsOn(toOrderState(order)) : []),
        ];
        const toPersonIds = [...new Set(concerned)].filter((personId) => personId !== answeredById);
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
  ];
}

/** Who has something of it in hand or is to have it. */
const handsOn = ({ operations }: OrderState): string[] =>
  operations
    .filter(({ status }) => status !== 'finished')
    .flatMap(({ workingPersonIds, assignedPersonIds }) => [...workingPersonIds, ...assignedPersonIds]);
