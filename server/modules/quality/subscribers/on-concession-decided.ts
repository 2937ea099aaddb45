import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import type { ApprovalDecided } from '../../../contracts/events/approvals';
import { defineSubscriber } from '../../../platform';
import { noteNotCarriedOut } from '../../approvals';
import { lapseConcession } from '../commands/lapse-concession';
import { settleConcession } from '../commands/settle-concession';

const carried = z.object({ inspectionId: id });

/**
 * Carries out what was decided about a concession. What can no longer be done by then (the order was cancelled, the pieces are not
 * finished any more) leaves the gate as it is, and who asked and who approved are told.
 */
export const onConcessionDecided = defineSubscriber<ApprovalDecided>({
  name: 'quality.carry-out-concession',
  on: 'approvals.decided',
  permissions: ['quality.settle_concession', 'approvals.note_outcome'],
  async handle({ payload: { approvalId, kind, decision, decidedById, reason, carry } }, { run, runOr }) {
    if (kind !== 'concession') return;
    const { inspectionId } = carried.parse(carry);
    await runOr(settleConcession, { inspectionId, approvalId, decision, decidedById, reason }, async (refusal) => {
      await run(lapseConcession, { inspectionId, approvalId }, { expected: [], part: 'lapse' });
      if (decision === 'approved') await run(noteNotCarriedOut, { approvalId, refusal }, { expected: [], part: 'refused' });
    });
  },
});
