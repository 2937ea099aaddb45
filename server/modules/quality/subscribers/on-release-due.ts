import type { ReportReversed } from '../../../contracts/events/reporting';
import type { OperationFinished } from '../../../contracts/events/workorders';
import { defineSubscriber } from '../../../platform';
import { ORDER_DELETED, openDueInspection } from '../commands/open-due-inspection';

/** A correction or a smaller order can finish an operation without a report; its release is due all the same (B-6.2). */
export const onReleaseDue = defineSubscriber<ReportReversed | OperationFinished>({
  name: 'quality.open-final-release',
  on: ['reporting.report_reversed', 'workorders.operation_finished'],
  permissions: ['quality.request_inspection'],
  async handle({ payload: { operationId, finalReleaseDue } }, { run }) {
    if (!finalReleaseDue) return;
    await run(openDueInspection, { operationId, kind: 'final_release', personId: null }, { expected: [ORDER_DELETED] });
  },
});
