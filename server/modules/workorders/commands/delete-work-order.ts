import * as z from 'zod/mini';
import { id, line } from '../../../contracts/api/primitives';
import type { WorkOrderDeleted } from '../../../contracts/events/workorders';
import { AppError, accepted, defineCommand, refused, withinScope } from '../../../platform';
import { saveOrder } from '../load-order';
import { type WorkOrder, WorkOrderModel } from '../models/work-order.model';
import { orderFacts, orderSubject } from '../order-facts';
import { toOrderState } from '../progress';

/**
 * Takes an order out of everybody's sight after its approval; the record, its reports and its reason stay (B-13.2). Deleting twice
 * changes nothing. Work that somebody is at is not deleted under their hands: `order_has_open_quantity`.
 */
export const deleteWorkOrder = defineCommand({
  name: 'workorders.delete-work-order',
  permission: 'workorders.delete',
  input: z.strictObject({ workOrderId: id, reason: line }),
  async run({ workOrderId, reason }, { scope, now, publish }) {
    const order = await WorkOrderModel.findOne({ ...withinScope(scope), _id: workOrderId }).lean<WorkOrder>();
    if (!order) throw new AppError('not_found', { what: 'workOrder' });
    if (order.status === 'deleted') return accepted({ changed: false });
    const working = order.operations.filter(({ openSegments }) => openSegments > 0);
    if (working.length > 0) {
      const operations = working.map(({ _id, name, openSegments }) => ({ operationId: _id.toHexString(), name, working: openSegments }));
      return refused({ code: 'order_has_open_quantity', operations });
    }
    await saveOrder(order, { status: 'deleted', deletedAt: now, deletionReason: reason });
    const state = toOrderState(order);
    publish({
      type: 'workorders.deleted',
      version: 1,
      subject: orderSubject(state),
      payload: { ...orderFacts(state), reason },
    } satisfies WorkOrderDeleted);
    return accepted({ changed: true });
  },
});
