import { createWorkOrderBody } from '../../../contracts/api/workorders';
import { fitsUnit, parseQuantity } from '../../../contracts/quantity';
import { AppError, accepted, coversWorkshop, defineCommand, refused } from '../../../platform';
import { factoryOf } from '../../identity';
import { type Item, ItemModel } from '../models/item.model';
import { type Routing, RoutingModel } from '../models/routing.model';
import { ONE_ORDER_PER_NUMBER, type WorkOrder, WorkOrderModel } from '../models/work-order.model';
import { newOrder } from '../new-order';
import { orderExists, releasedFact } from '../order-facts';
import { presentOrder } from '../workorders.presenter';

/**
 * Makes a work order with the newest routing of its item frozen into it (B-1.13), and releases it at once when asked to (which needs
 * `workorders.release` too). Refuses with `out_of_scope`, `item_unknown`, `routing_unknown`, `quantity_not_in_unit`, or `order_exists`
 * with what the order of that number says.
 */
export const createWorkOrder = defineCommand({
  name: 'workorders.create-work-order',
  permission: 'workorders.create',
  input: createWorkOrderBody,
  // Of two who take one number at once, the index lets one through; the other runs again and is told what is there.
  againIfLostTo: [ONE_ORDER_PER_NUMBER],
  async run(input, { actor, scope, now, publish }) {
    if (input.release && !actor.permissions.has('workorders.release'))
      throw new AppError('forbidden', { permission: 'workorders.release' });
    const { factoryId } = scope;
    const factory = await factoryOf(factoryId);
    if (!coversWorkshop(scope, input.workshopId) || !factory.workshops.some(({ id }) => id === input.workshopId)) {
      return refused({ code: 'out_of_scope', workshopId: input.workshopId });
    }
    const existing = await WorkOrderModel.findOne({ factoryId, orderNo: input.orderNo, deletedAt: null }).lean<WorkOrder>();
    if (existing) return refused(orderExists(existing, scope));
    const item = await ItemModel.findOne({ factoryId, code: input.itemCode }).lean<Item>();
    if (!item) return refused({ code: 'item_unknown', itemCode: input.itemCode });
    const routing = await RoutingModel.findOne({ factoryId, itemCode: item.code }).sort({ version: -1 }).lean<Routing>();
    if (!routing) return refused({ code: 'routing_unknown', itemCode: item.code });
    const plannedQty = parseQuantity(input.plannedQty) ?? 0;
    if (!fitsUnit(plannedQty, item.unit.decimals)) {
      return refused({ code: 'quantity_not_in_unit', qty: input.plannedQty, unit: item.unit.name, decimals: item.unit.decimals });
    }

    const order = newOrder(input, { item, routing, factory, createdById: actor.id, now });
    await WorkOrderModel.create([order]);
    if (input.release) publish(releasedFact(order));
    return accepted(await presentOrder(order, now));
  },
});
