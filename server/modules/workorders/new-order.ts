import { Types } from 'mongoose';
import type * as z from 'zod/mini';
import type { createWorkOrderBody } from '../../contracts/api/workorders';
import { parseQuantity } from '../../contracts/quantity';
import type { FactorySettings } from '../identity';
import { notBegun } from './domain/not-begun';
import { freezeRouting } from './domain/work-order';
import type { Item } from './models/item.model';
import type { Routing } from './models/routing.model';
import type { WorkOrder } from './models/work-order.model';
import { toStoredOperation } from './progress';

export type CreateWorkOrderBody = z.infer<typeof createWorkOrderBody>;

/** A new order as it is stored: the item copied, the routing frozen into it (B-1.13), nothing made yet. */
export function newOrder(
  input: CreateWorkOrderBody,
  from: {
    readonly item: Item;
    readonly routing: Routing;
    readonly factory: FactorySettings;
    readonly createdById: string;
    readonly now: Date;
  },
): WorkOrder {
  const { item, routing, factory, createdById, now } = from;
  return {
    _id: new Types.ObjectId(),
    factoryId: factory.id,
    orderNo: input.orderNo,
    item: { code: item.code, name: item.name, drawing: item.drawing, unit: item.unit },
    customer: input.customer || null,
    workshopId: input.workshopId,
    status: input.release ? 'released' : 'draft',
    plannedQty: parseQuantity(input.plannedQty) ?? 0,
    overProductionRate:
      input.overProductionPercent === undefined ? factory.overProductionRate : Math.round(input.overProductionPercent * 100),
    overProductionQty: 0,
    makeUpQty: 0,
    dueAt: new Date(input.dueAt),
    routingVersion: routing.version,
    operations: freezeRouting(routing, () => new Types.ObjectId().toHexString()).map((step) => toStoredOperation(notBegun(step))),
    halt: null,
    splitFrom: null,
    revision: 0,
    createdAt: now,
    createdById,
    releasedAt: input.release ? now : null,
    completedAt: null,
    closedAt: null,
    closedShort: false,
    closeReason: null,
    deletedAt: null,
    deletionReason: null,
  };
}
