import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import { accepted, defineCommand } from '../../../platform';
import { findOrderState } from '../../workorders';
import { endSegmentsUnknownTo } from '../segments';

/**
 * Ends the time of people whom something other than a pause or a report has stopped: a hold, a cancellation, an operation that a smaller
 * order finished. The order knows who is at work; whoever has begun again meanwhile is, and goes on. Only the product itself runs this.
 */
export const endStoppedSegments = defineCommand({
  name: 'reporting.end-stopped-segments',
  permission: 'reporting.end_stopped',
  input: z.strictObject({ workOrderId: id }),
  async run({ workOrderId }, { scope, now }) {
    const order = await findOrderState(scope, workOrderId);
    if (!order) return accepted({ ended: 0 });
    return accepted({ ended: await endSegmentsUnknownTo(order, order.halt?.at ?? now) });
  },
});
