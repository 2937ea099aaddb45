import type { WorkOrderCancelled, WorkOrderClosed, WorkOrderDeleted } from '../../../contracts/events/workorders';
import { defineSubscriber } from '../../../platform';
import { withdrawInspections } from '../commands/withdraw-inspections';

/** Of an order that is closed, cancelled or deleted there is nothing left to inspect. */
export const onOrderOver = defineSubscriber<WorkOrderClosed | WorkOrderCancelled | WorkOrderDeleted>({
  name: 'quality.withdraw-inspections',
  on: ['workorders.closed', 'workorders.cancelled', 'workorders.deleted'],
  permissions: ['quality.request_inspection'],
  async handle({ payload: { workOrderId } }, { run }) {
    await run(withdrawInspections, { workOrderId }, { expected: [] });
  },
});
