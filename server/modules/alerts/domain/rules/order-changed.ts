import type { WorkOrderChangeRequested } from '../../../../contracts/events/workorders';
import type { Finding, RuleDefinition } from '../rule';

export const orderChanged: RuleDefinition = { lamp: 'note', urgency: 'p2', ownedBy: 'workorders.answer_change' };

/** A change of quantity or due date that waits for the workshop's answer; only what changes is told. */
export function findUnanswered(change: WorkOrderChangeRequested['payload']): Finding {
  const { changeId, workOrderId, orderNo, itemName, workshopId, from, to } = change;
  return {
    rule: 'order_changed',
    about: aboutChange(changeId),
    workshopId,
    workOrderId,
    facts: {
      orderNo,
      itemName,
      ...(from.plannedQty === to.plannedQty ? {} : { fromQty: from.plannedQty, toQty: to.plannedQty }),
      ...(Date.parse(from.dueAt) === Date.parse(to.dueAt) ? {} : { fromDueAt: from.dueAt, toDueAt: to.dueAt }),
    },
  };
}

export const aboutChange = (changeId: string): string => `change:${changeId}`;
