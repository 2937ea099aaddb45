import type { ItemDto, WorkOrderDto } from '../../../contracts/api/workorders';
import { type Scope, withinScope } from '../../../platform';
import { presentItem } from '../master.presenter';
import { type Item, ItemModel } from '../models/item.model';
import { type Routing, RoutingModel } from '../models/routing.model';
import { type WorkOrder, WorkOrderModel } from '../models/work-order.model';
import { presentOrders } from '../workorders.presenter';

const BATCH = 50;

/** All items of a factory, by code, in batches; who asks must have been allowed to. */
export async function* everyItem({ factoryId }: Scope): AsyncGenerator<ItemDto[]> {
  for await (const batch of batches(ItemModel.find({ factoryId }).sort({ code: 1 }).lean<Item[]>().cursor({ batchSize: BATCH }))) {
    yield (batch as Item[]).map(presentItem);
  }
}

/** The newest routing of every item, by item, in batches. Quantities are ten-thousandths. */
export async function* everyRouting({ factoryId }: Scope): AsyncGenerator<Routing[]> {
  let last: string | null = null;
  const rows = RoutingModel.find({ factoryId }).sort({ itemCode: 1, version: -1 }).lean<Routing[]>().cursor({ batchSize: BATCH });
  for await (const batch of batches(rows)) {
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
  for await (const batch of batches(rows)) yield await presentOrders(scope.factoryId, batch as WorkOrder[], now);
}

async function* batches<T>(rows: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
