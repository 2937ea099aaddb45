import type { WorkOrderDto } from '@contracts/api/workorders';
import { formatQuantity, parseQuantity } from '@contracts/quantity';

/** What is planned and not made, decimal text; "0" when all is made. */
export function missingQty({ plannedQty, goodQty }: Pick<WorkOrderDto, 'plannedQty' | 'goodQty'>): string {
  return formatQuantity(Math.max(0, (parseQuantity(plannedQty) ?? 0) - (parseQuantity(goodQty) ?? 0)));
}
