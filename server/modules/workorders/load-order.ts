import { Types } from 'mongoose';
import { AppError, type Scope, withinScope } from '../../platform';
import type { OrderState } from './domain/order-state';
import { type WorkOrder, WorkOrderModel } from './models/work-order.model';
import { lostRevision, toOrderState } from './progress';

/** An order by its id. Throws `not_found` for what does not exist, was deleted, or lies outside the scope: the three look alike. */
export async function loadOrder(scope: Scope, workOrderId: string): Promise<WorkOrder> {
  return orderWhere(scope, { _id: new Types.ObjectId(workOrderId) }, 'workOrder');
}

export async function loadOrderByNo(scope: Scope, orderNo: string): Promise<WorkOrder> {
  return orderWhere(scope, { orderNo }, 'workOrder');
}

/** The order that an operation belongs to. */
export async function loadOrderOf(scope: Scope, operationId: string): Promise<WorkOrder> {
  return orderWhere(scope, { 'operations._id': new Types.ObjectId(operationId) }, 'operation');
}

async function orderWhere(scope: Scope, filter: Record<string, unknown>, what: string): Promise<WorkOrder> {
  const order = await WorkOrderModel.findOne({ ...withinScope(scope), ...filter, status: { $ne: 'deleted' } }).lean<WorkOrder>();
  if (!order) throw new AppError('not_found', { what });
  return order;
}

/** Those of some orders that lie inside the scope, as their rules see them, by id. */
export async function loadOrders(scope: Scope, workOrderIds: readonly string[]): Promise<ReadonlyMap<string, OrderState>> {
  const ids = [...new Set(workOrderIds)].map((id) => new Types.ObjectId(id));
  if (ids.length === 0) return new Map();
  const found = await WorkOrderModel.find({ ...withinScope(scope), _id: { $in: ids }, status: { $ne: 'deleted' } }).lean<WorkOrder[]>();
  return new Map(found.map((order) => [order._id.toHexString(), toOrderState(order)]));
}

type Changes = Partial<
  Pick<
    WorkOrder,
    | 'status'
    | 'halt'
    | 'operations'
    | 'routingVersion'
    | 'completedAt'
    | 'releasedAt'
    | 'closedAt'
    | 'closedShort'
    | 'closeReason'
    | 'deletedAt'
    | 'deletionReason'
  >
>;

/** Writes changes to an order as it was read, and answers it as it is then. A lost revision makes the command run again. */
export async function saveOrder(order: WorkOrder, changes: Changes): Promise<WorkOrder> {
  const written = await WorkOrderModel.updateOne(
    { _id: order._id, factoryId: order.factoryId, revision: order.revision },
    { $set: changes, $inc: { revision: 1 } },
  );
  if (written.matchedCount === 0) throw lostRevision(order);
  return { ...order, ...changes, revision: order.revision + 1 };
}
