import type { TaskDto } from '@contracts/api/workorders';
import type { WorkFacts } from '@/shared/offline/queued-work';

/** What the outbox shows of a task's press, when nobody can be asked any more. */
export function workFacts({ workOrder, item, operation }: TaskDto): WorkFacts {
  return { orderNo: workOrder.orderNo, itemName: item.name, operationName: operation.name };
}

/** How the shop floor names an operation: `WO-0312-20`. */
export function operationNo({ workOrder, operation }: TaskDto): string {
  return `${workOrder.orderNo}-${operation.seq}`;
}
