import { Types } from 'mongoose';
import { orderChangesQuery } from '../../../contracts/api/workorders';
import { defineQuery, withinScope } from '../../../platform';
import { type OrderChange, OrderChangeModel } from '../models/order-change.model';
import { presentChanges } from '../order-change.presenter';

/** Changes asked of the workshops that the asker may see, newest first. */
export const orderChanges = defineQuery({
  name: 'workorders.order-changes',
  permission: 'workorders.read',
  input: orderChangesQuery,
  async run({ state, workOrderId, after, limit }, { scope }) {
    const page = await OrderChangeModel.find({
      ...withinScope(scope),
      ...(state === undefined ? {} : { state }),
      ...(workOrderId === undefined ? {} : { workOrderId }),
      ...(after === undefined ? {} : { _id: { $lt: new Types.ObjectId(after) } }),
    })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean<OrderChange[]>();
    const shown = page.slice(0, limit);
    return {
      items: await presentChanges(scope.factoryId, shown),
      nextAfter: page.length > limit ? (shown.at(-1)?._id.toHexString() ?? null) : null,
    };
  },
});
