import { workOrdersQuery } from '../../../contracts/api/workorders';
import { WORK_ORDER_STATUSES } from '../../../contracts/statuses';
import { defineQuery, type Scope, withinScope } from '../../../platform';
import { type WorkOrder, WorkOrderModel } from '../models/work-order.model';
import { presentOrders } from '../workorders.presenter';
import { beginsWith } from './prefix';

const NOT_DELETED = WORK_ORDER_STATUSES.filter((status) => status !== 'deleted');

/** Orders by due date, one page after another; `q` takes the beginning of a number, an item or a customer. Deleted ones only when asked for. */
export const workOrders = defineQuery({
  name: 'workorders.work-orders',
  permission: 'workorders.read',
  input: workOrdersQuery,
  async run({ status, q, after, limit }, { scope, now }) {
    const filter = { ...withinScope(scope), status: status ?? { $in: NOT_DELETED }, ...searched(q) };
    const page = await WorkOrderModel.find({ $and: [filter, await beyond(scope, after)] })
      .sort({ dueAt: 1, _id: 1 })
      .limit(limit + 1)
      .lean<WorkOrder[]>();
    const shown = page.slice(0, limit);
    return {
      items: await presentOrders(scope.factoryId, shown, now),
      nextAfter: page.length > limit ? (shown.at(-1)?._id.toHexString() ?? null) : null,
      total: await WorkOrderModel.countDocuments(filter),
    };
  },
});

function searched(q: string | undefined) {
  const text = q?.trim();
  if (!text) return {};
  const beginning = beginsWith(text);
  return { $or: [{ orderNo: beginning }, { 'item.code': beginning }, { 'item.name': beginning }, { customer: beginning }] };
}

/** What comes after the last order of the page before. An order that is gone meanwhile leaves nothing to go on from, and so no more pages. */
async function beyond(scope: Scope, after: string | undefined) {
  if (after === undefined) return {};
  const last = await WorkOrderModel.findOne({ ...withinScope(scope), _id: after }, { dueAt: 1 }).lean<Pick<WorkOrder, '_id' | 'dueAt'>>();
  if (!last) return { _id: { $in: [] } };
  return { $or: [{ dueAt: { $gt: last.dueAt } }, { dueAt: last.dueAt, _id: { $gt: last._id } }] };
}
