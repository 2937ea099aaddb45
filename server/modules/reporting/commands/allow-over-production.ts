import * as z from 'zod/mini';
import { id, quantity } from '../../../contracts/api/primitives';
import { formatQuantity, parseQuantity } from '../../../contracts/quantity';
import { accepted, defineCommand, refused } from '../../../platform';
import { capQty, loadOrderForProgress, refuseUnlessOpen, saveOrderProgress } from '../../workorders';

/** Raises what an order allows on top, because it was approved (B-1.2). Only the product itself runs this. */
export const allowOverProduction = defineCommand({
  name: 'reporting.allow-over-production',
  permission: 'reporting.allow_over_production',
  input: z.strictObject({ operationId: id, qty: quantity, approvalId: id }),
  queueBy: ({ operationId }) => operationId,
  async run({ operationId, qty }, { scope }) {
    const before = await loadOrderForProgress(scope, operationId);
    const refusal = refuseUnlessOpen(before);
    if (refusal) return refused(refusal);
    const order = { ...before, overProductionQty: before.overProductionQty + (parseQuantity(qty) ?? 0) };
    await saveOrderProgress(before, order);
    return accepted({ capQty: formatQuantity(capQty(order)) });
  },
});
