import type { OperationFinished, WorkOrderCancelled, WorkOrderHeld } from '../../../contracts/events/workorders';
import { defineSubscriber } from '../../../platform';
import { endStoppedSegments } from '../commands/end-stopped-segments';

/** Whoever was at work when an order was held or cancelled, or when an operation ended without a report, is at work no longer. */
export const onWorkStopped = defineSubscriber<WorkOrderHeld | WorkOrderCancelled | OperationFinished>({
  name: 'reporting.end-stopped-segments',
  on: ['workorders.held', 'workorders.cancelled', 'workorders.operation_finished'],
  permissions: ['reporting.end_stopped'],
  async handle({ payload: { workOrderId } }, { run }) {
    await run(endStoppedSegments, { workOrderId }, { expected: [] });
  },
});
