import type { OrderChangeDto } from '../../contracts/api/workorders';
import { formatQuantity } from '../../contracts/quantity';
import { namesOf } from '../identity';
import { goesBelowMade } from './domain/order-change';
import type { OrderState } from './domain/order-state';
import { madeQty } from './domain/order-totals';
import { surplusQty } from './domain/surplus';
import type { OrderChange } from './models/order-change.model';
import { type WorkOrder, WorkOrderModel } from './models/work-order.model';
import { toOrderState } from './progress';

export async function presentChange(change: OrderChange): Promise<OrderChangeDto> {
  const [dto] = await presentChanges(change.factoryId, [change]);
  if (!dto) throw new Error('one change in, one change out');
  return dto;
}

export async function presentChanges(factoryId: string, changes: readonly OrderChange[]): Promise<OrderChangeDto[]> {
  const names = await namesOf(
    factoryId,
    changes.flatMap(({ requestedById, answeredById }) => (answeredById === null ? [requestedById] : [requestedById, answeredById])),
  );
  const made = await ordersOfPending(factoryId, changes);
  const person = (id: string) => ({ id, name: names.get(id) ?? id });
  return changes.map((change) => ({
    id: change._id.toHexString(),
    workOrderId: change.workOrderId,
    orderNo: change.orderNo,
    from: presentTerms(change.from),
    to: presentTerms(change.to),
    reason: change.reason,
    state: change.state,
    requestedBy: person(change.requestedById),
    requestedAt: change.requestedAt.toISOString(),
    answeredBy: change.answeredById === null ? null : person(change.answeredById),
    answeredAt: change.answeredAt?.toISOString() ?? null,
    note: change.note,
    surplus: surplusOf(change, made.get(change.workOrderId)),
    // A change from before there was a choice has none.
    choice: change.choice ?? null,
  }));
}

export const presentTerms = ({ plannedQty, dueAt }: OrderChange['to']) => ({
  plannedQty: formatQuantity(plannedQty),
  dueAt: dueAt.toISOString(),
});

/** What stands against a change is asked of the order as it is now: more is made every hour. */
async function ordersOfPending(factoryId: string, changes: readonly OrderChange[]): Promise<ReadonlyMap<string, OrderState>> {
  const ids = changes.filter(({ pending, from, to }) => pending && to.plannedQty < from.plannedQty).map(({ workOrderId }) => workOrderId);
  if (ids.length === 0) return new Map();
  const found = await WorkOrderModel.find({ factoryId, _id: { $in: ids } }).lean<WorkOrder[]>();
  return new Map(found.map((order) => [order._id.toHexString(), toOrderState(order)]));
}

function surplusOf(change: OrderChange, order: OrderState | undefined): OrderChangeDto['surplus'] {
  if (!order || !change.pending || !goesBelowMade(order, change.to)) return null;
  const smaller = { ...order, plannedQty: change.to.plannedQty };
  return { madeQty: formatQuantity(madeQty(order)), surplusQty: formatQuantity(surplusQty(smaller)) };
}
