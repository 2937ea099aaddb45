import * as z from 'zod/mini';
import { id, line } from '../../../contracts/api/primitives';
import type { ApprovalDecided } from '../../../contracts/events/approvals';
import { defineSubscriber } from '../../../platform';
import { noteNotCarriedOut } from '../../approvals';
import { deleteWorkOrder } from '../commands/delete-work-order';

const carried = z.object({ workOrderId: id, reason: line });

/** Carries out an approved deletion. An order that is being worked on stays, and who asked and who approved are told. */
export const deleteApprovedOrder = defineSubscriber<ApprovalDecided>({
  name: 'workorders.delete-approved-order',
  on: 'approvals.decided',
  permissions: ['workorders.delete', 'approvals.note_outcome'],
  async handle({ payload }, { run, runOr }) {
    if (payload.kind !== 'delete_work_order' || payload.decision !== 'approved') return;
    await runOr(deleteWorkOrder, carried.parse(payload.carry), (refusal) =>
      run(noteNotCarriedOut, { approvalId: payload.approvalId, refusal }, { expected: [], part: 'refused' }),
    );
  },
});
