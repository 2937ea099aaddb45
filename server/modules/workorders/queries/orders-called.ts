import { ordersCalledQuery } from '../../../contracts/api/workorders';
import { defineQuery, withinScope } from '../../../platform';
import { orderNoCalled, orderNoContaining } from '../domain/order-called';
import { type WorkOrder, WorkOrderModel } from '../models/work-order.model';

const MOST = 6;
type Named = Pick<WorkOrder, '_id' | 'orderNo' | 'item' | 'status'>;

/**
 * The orders somebody may mean by a number as people say it. `sure`: the number itself, however it was written; otherwise orders whose
 * number only looks alike, to choose from. Those still being made come first.
 */
export const ordersCalled = defineQuery({
  name: 'workorders.orders-called',
  permission: 'workorders.read',
  input: ordersCalledQuery,
  async run({ said }, { scope }) {
    const find = async (orderNo: string | RegExp | null): Promise<Named[]> =>
      orderNo === null
        ? []
        : WorkOrderModel.find({ ...withinScope(scope), orderNo, status: { $ne: 'deleted' } }, { orderNo: 1, 'item.name': 1, status: 1 })
            .sort({ completedAt: 1, orderNo: 1 })
            .limit(MOST)
            .lean<Named[]>();
    const exact = await find(said);
    const meant = exact.length > 0 ? exact : await find(orderNoCalled(said));
    const shown = meant.length > 0 ? meant : await find(orderNoContaining(said));
    return {
      sure: meant.length > 0,
      items: shown.map(({ _id, orderNo, item, status }) => ({ id: _id.toHexString(), orderNo, itemName: item.name, status })),
    };
  },
});
