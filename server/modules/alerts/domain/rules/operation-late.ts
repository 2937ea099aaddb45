import type { Finding, RuleDefinition } from '../rule';

export const operationLate: RuleDefinition = { lamp: 'stop', urgency: 'p2', ownedBy: 'workorders.dispatch' };

export type DatedOrder = {
  readonly workOrderId: string;
  readonly orderNo: string;
  readonly itemName: string;
  readonly workshopId: string;
  readonly dueAt: Date | null;
  readonly closedAt: Date | null;
};

/** An order that is still being made after the moment it was due. */
export function findLate(order: DatedOrder, now: Date): Finding | null {
  if (order.closedAt || !order.dueAt || order.dueAt >= now) return null;
  const { workOrderId, orderNo, itemName, workshopId } = order;
  return {
    rule: 'operation_late',
    about: aboutOrder(workOrderId),
    workshopId,
    workOrderId,
    facts: { orderNo, itemName, dueAt: order.dueAt.toISOString() },
  };
}

export const aboutOrder = (workOrderId: string): string => `workOrder:${workOrderId}`;
