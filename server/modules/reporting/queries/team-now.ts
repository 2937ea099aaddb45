import * as z from 'zod/mini';
import { formatQuantity } from '../../../contracts/quantity';
import { defineQuery } from '../../../platform';
import { namesOf } from '../../identity';
import { loadOrders, operationOf, targetQty } from '../../workorders';
import { type WorkSegment, WorkSegmentModel } from '../models/work-segment.model';

/** More people than any one leader has; a factory's whole shift fits. */
const MOST = 1_000;

/** Who is at work on what in the asker's workshops, since when: the open time segments, the longest first. */
export const teamNow = defineQuery({
  name: 'reporting.team-now',
  permission: 'reporting.read',
  input: z.strictObject({}),
  async run(_, { scope, now }) {
    const { factoryId } = scope;
    const open = await WorkSegmentModel.find({ factoryId, endedAt: null }).sort({ startedAt: 1 }).limit(MOST).lean<WorkSegment[]>();
    const orders = await loadOrders(
      scope,
      open.map(({ workOrderId }) => workOrderId),
    );
    // What lies outside the scope has no order here.
    const seen = open.filter(({ workOrderId }) => orders.has(workOrderId));
    const names = await namesOf(
      factoryId,
      seen.map(({ personId }) => personId),
    );
    const items = seen.flatMap(({ personId, startedAt, workOrderId, operationId }) => {
      const order = orders.get(workOrderId);
      if (!order) return [];
      const operation = operationOf(order, operationId);
      return [
        {
          person: { id: personId, name: names.get(personId) ?? personId },
          since: startedAt.toISOString(),
          workOrder: { id: order.id, orderNo: order.orderNo, dueAt: order.dueAt.toISOString() },
          itemName: order.itemName,
          operation: {
            id: operation.id,
            seq: operation.seq,
            name: operation.name,
            goodQty: formatQuantity(operation.goodQty),
            scrapQty: formatQuantity(operation.scrapQty),
            targetQty: formatQuantity(targetQty(order, operation)),
          },
        },
      ];
    });
    return { items, serverTime: now.toISOString() };
  },
});
