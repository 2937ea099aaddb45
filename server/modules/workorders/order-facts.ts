import type { OrderFacts, WorkOrderCancelled, WorkOrderReleased } from '../../contracts/events/workorders';
import { formatQuantity } from '../../contracts/quantity';
import { coversWorkshop, type Refusal, type Scope } from '../../platform';
import type { OrderState } from './domain/order-state';
import type { WorkOrder } from './models/work-order.model';
import { toOrderState } from './progress';

/** What every fact about an order says of it, so that nobody who hears it has to ask. */
export const orderFacts = (order: OrderState): OrderFacts => ({
  workOrderId: order.id,
  orderNo: order.orderNo,
  itemCode: order.itemCode,
  itemName: order.itemName,
  workshopId: order.workshopId,
});

export const orderSubject = (order: OrderState): string => `workOrder:${order.id}`;

/** Who has something of an order in hand or is to have it, but whoever does this to it. */
export function handsOn({ operations }: OrderState, byId: string): string[] {
  const unfinished = operations.filter(({ status }) => status !== 'finished');
  const hands = unfinished.flatMap(({ workingPersonIds, assignedPersonIds }) => [...workingPersonIds, ...assignedPersonIds]);
  return [...new Set(hands)].filter((id) => id !== byId);
}

/** `before` is the order as it was: cancelled, nobody has it in hand any more. */
export function cancelledFact(before: OrderState, reason: string, byId: string): WorkOrderCancelled {
  const payload = { ...orderFacts(before), reason, byId, toldIds: handsOn(before, byId) };
  return { type: 'workorders.cancelled', version: 1, subject: orderSubject(before), payload };
}

export function releasedFact(order: WorkOrder): WorkOrderReleased {
  const state = toOrderState(order);
  return {
    type: 'workorders.released',
    version: 1,
    subject: orderSubject(state),
    payload: { ...orderFacts(state), dueAt: order.dueAt.toISOString(), plannedQty: formatQuantity(order.plannedQty) },
  };
}

/** Says what stands under a number that is taken, so that an import can tell "the same again" from "another one"; a stranger learns only that it is taken. */
export function orderExists(order: WorkOrder, scope: Scope): Refusal {
  if (!coversWorkshop(scope, order.workshopId)) return { code: 'order_exists', orderNo: order.orderNo };
  return {
    code: 'order_exists',
    orderNo: order.orderNo,
    workOrderId: order._id.toHexString(),
    itemCode: order.item.code,
    plannedQty: formatQuantity(order.plannedQty),
    dueAt: order.dueAt.toISOString(),
    workshopId: order.workshopId,
    status: order.status,
  };
}
