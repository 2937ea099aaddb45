import type { ItemDto, OrderChangeDto, StationDto, WorkOrderDto } from '../../../contracts/api/workorders';
import { inBatches, type Scope, withinScope } from '../../../platform';
import { presentItem, presentStation } from '../master.presenter';
import { type Item, ItemModel } from '../models/item.model';
import { type OrderChange, OrderChangeModel } from '../models/order-change.model';
import { type Routing, RoutingModel } from '../models/routing.model';
import { type Station, StationModel } from '../models/station.model';
import { type WorkOrder, WorkOrderModel } from '../models/work-order.model';
import { presentChanges } from '../order-change.presenter';
import { presentOrders } from '../workorders.presenter';

const BATCH = 50;

/** All items of a factory, by code, in batches; who asks must have been allowed to. */
export async function* everyItem({ factoryId }: Scope): AsyncGenerator<ItemDto[]> {
  for await (const batch of inBatches(ItemModel.find({ factoryId }).sort({ code: 1 }).lean<Item[]>().cursor({ batchSize: BATCH }), BATCH)) {
    yield (batch as Item[]).map(presentItem);
  }
}

/** The newest routing of every item, by item, in batches. Quantities are ten-thousandths. */
export async function* everyRouting({ factoryId }: Scope): AsyncGenerator<Routing[]> {
  let last: string | null = null;
  const rows = RoutingModel.find({ factoryId }).sort({ itemCode: 1, version: -1 }).lean<Routing[]>().cursor({ batchSize: BATCH });
  for await (const batch of inBatches(rows, BATCH)) {
    const newest: Routing[] = [];
    for (const routing of batch as Routing[]) {
      if (routing.itemCode !== last) newest.push(routing);
      last = routing.itemCode;
    }
    yield newest;
  }
}

/** All orders that the asker may see but deleted ones, with their operations, by number, in batches. */
export async function* everyOrder(scope: Scope, now: Date): AsyncGenerator<WorkOrderDto[]> {
  const rows = WorkOrderModel.find({ ...withinScope(scope), deletedAt: null })
    .sort({ orderNo: 1 })
    .lean<WorkOrder[]>()
    .cursor({ batchSize: BATCH });
  for await (const batch of inBatches(rows, BATCH)) yield await presentOrders(scope.factoryId, batch as WorkOrder[], now);
}

/** Stations of the workshops that the asker may see, by code, in batches. */
export async function* everyStation(scope: Scope): AsyncGenerator<StationDto[]> {
  const rows = StationModel.find(withinScope(scope)).sort({ code: 1 }).lean<Station[]>().cursor({ batchSize: BATCH });
  for await (const batch of inBatches(rows, BATCH)) yield (batch as Station[]).map(presentStation);
}

/** Changes asked of the workshops that the asker may see, in batches: unanswered ones first, newest first. */
export async function* everyOrderChange(scope: Scope): AsyncGenerator<OrderChangeDto[]> {
  for (const state of ['open', 'question', 'accepted', 'refused'] as const) {
    const rows = OrderChangeModel.find({ ...withinScope(scope), state })
      .sort({ _id: -1 })
      .lean<OrderChange[]>()
      .cursor({ batchSize: BATCH });
    for await (const batch of inBatches(rows, BATCH)) yield await presentChanges(scope.factoryId, batch as OrderChange[]);
  }
}
