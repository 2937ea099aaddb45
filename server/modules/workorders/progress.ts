import { MongoError, MongoErrorLabel } from 'mongodb';
import { Types } from 'mongoose';
import { AppError, type Scope, withinScope } from '../../platform';
import type { OperationState, OrderState } from './domain/order-state';
import { type StoredOperation, type WorkOrder, WorkOrderModel } from './models/work-order.model';

/**
 * The order an operation belongs to, as its rules see it, read inside the caller's transaction.
 * Throws `not_found` for what does not exist, was deleted, or lies outside the scope: the three look alike from outside.
 */
export async function loadOrderForProgress(scope: Scope, operationId: string): Promise<OrderState> {
  const filter = { ...withinScope(scope), 'operations._id': new Types.ObjectId(operationId) };
  const stored = await WorkOrderModel.findOne(filter).lean<WorkOrder>();
  if (!stored || stored.status === 'deleted') throw new AppError('not_found', { what: 'operation' });
  return toOrderState(stored);
}

/**
 * The orders of some operations, deleted or not, by operation: what was made before an order was deleted was made all the same (B-11.5).
 * Read inside the caller's transaction, whatever their workshop.
 */
export async function loadOrdersToReport(factoryId: string, operationIds: readonly string[]): Promise<ReadonlyMap<string, OrderState>> {
  const ids = [...new Set(operationIds)].map((id) => new Types.ObjectId(id));
  const found = await WorkOrderModel.find({ factoryId, 'operations._id': { $in: ids } }).lean<WorkOrder[]>();
  return new Map(found.map(toOrderState).flatMap((order) => order.operations.map(({ id }) => [id, order] as const)));
}

/** An order by its id, deleted or not; null when there is none. For what follows from facts about it. */
export async function findOrderState(scope: Scope, workOrderId: string): Promise<OrderState | null> {
  const stored = await WorkOrderModel.findOne({ ...withinScope(scope), _id: new Types.ObjectId(workOrderId) }).lean<WorkOrder>();
  return stored && toOrderState(stored);
}

/**
 * Writes what changed between two states of an order, and only that. `before` is what was read in this transaction; when somebody has
 * written the order since, the transaction is lost and the command runs again on what is true now.
 */
export async function saveOrderProgress(before: OrderState, after: OrderState): Promise<void> {
  const write = progressWrite(before, after);
  if (!write) return;
  const written = await WorkOrderModel.updateOne(write.filter, write.update);
  if (written.matchedCount === 0) throw lostRevision(before);
}

/** The same for several orders, in one write. */
export async function saveProgressOfOrders(pairs: readonly { readonly before: OrderState; readonly after: OrderState }[]): Promise<void> {
  const [only, ...others] = pairs;
  if (!only) return;
  if (others.length === 0) return saveOrderProgress(only.before, only.after);
  const writes = pairs.map(({ before, after }) => progressWrite(before, after)).filter((write) => write !== null);
  const { matchedCount } = await WorkOrderModel.bulkWrite(writes.map((updateOne) => ({ updateOne })));
  if (matchedCount < writes.length) throw lostRevision(only.before);
}

function progressWrite(before: OrderState, after: OrderState) {
  const changes = changedFields(before, after);
  if (Object.keys(changes).length === 0) return null;
  return {
    filter: { _id: new Types.ObjectId(before.id), factoryId: before.factoryId, revision: before.revision },
    update: { $set: changes, $inc: { revision: 1 } },
  };
}

/** Somebody has written the order since it was read: labelled so that the transaction, and the command with it, runs again. */
export function lostRevision(order: Pick<OrderState, 'orderNo' | 'revision'>): MongoError {
  const error = new MongoError(`order ${order.orderNo} has left revision ${order.revision}`);
  error.addErrorLabel(MongoErrorLabel.TransientTransactionError);
  return error;
}

// The fields progress may change; everything else of an order belongs to the commands about orders.
const OF_ORDER = ['status', 'overProductionQty', 'makeUpQty', 'plannedQty', 'dueAt', 'startedAt', 'completedAt', 'halt'] as const;
const OF_OPERATION = [
  'status',
  'goodQty',
  'scrapQty',
  'inReworkQty',
  'openSegments',
  'runningSince',
  'workingPersonIds',
  'firstArticle',
  'finalRelease',
  'assignedPersonIds',
  'stationCode',
  'producerIds',
] as const;

function changedFields(before: OrderState, after: OrderState): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  for (const field of OF_ORDER) if (after[field] !== before[field]) changes[field] = after[field];
  after.operations.forEach((operation, index) => {
    const was = before.operations[index];
    if (was?.id !== operation.id) throw new Error(`operations of ${before.orderNo} changed places`);
    for (const field of OF_OPERATION) if (operation[field] !== was[field]) changes[`operations.${index}.${field}`] = operation[field];
  });
  return changes;
}

/** A stored order as its rules see it. */
export function toOrderState(stored: WorkOrder): OrderState {
  return {
    id: stored._id.toHexString(),
    factoryId: stored.factoryId,
    revision: stored.revision,
    orderNo: stored.orderNo,
    itemCode: stored.item.code,
    itemName: stored.item.name,
    workshopId: stored.workshopId,
    status: stored.status,
    plannedQty: stored.plannedQty,
    overProductionRate: stored.overProductionRate,
    overProductionQty: stored.overProductionQty,
    makeUpQty: stored.makeUpQty,
    unitName: stored.item.unit.name,
    unitDecimals: stored.item.unit.decimals,
    dueAt: stored.dueAt,
    startedAt: stored.startedAt ?? null,
    completedAt: stored.completedAt,
    // An order from before it could be halted has no such field.
    halt: stored.halt ?? null,
    endedAt: stored.closedAt ?? stored.deletedAt ?? (stored.status === 'cancelled' ? (stored.halt?.at ?? null) : null),
    routingVersion: stored.routingVersion,
    operations: stored.operations.map(toOperationState),
  };
}

/** An operation as it is stored. */
export function toStoredOperation({ id, predecessors, ...rest }: OperationState): StoredOperation {
  return {
    ...rest,
    _id: new Types.ObjectId(id),
    predecessors: predecessors.map((link) => ({ ...link, operationId: new Types.ObjectId(link.operationId) })),
    workingPersonIds: [...rest.workingPersonIds],
    assignedPersonIds: [...rest.assignedPersonIds],
    producerIds: [...rest.producerIds],
  };
}

function toOperationState({ _id, predecessors, ...rest }: StoredOperation): OperationState {
  return {
    ...rest,
    id: _id.toHexString(),
    predecessors: predecessors.map((link) => ({ ...link, operationId: link.operationId.toHexString() })),
  };
}
