import * as z from 'zod/mini';
import { id, quantity } from '../../../contracts/api/primitives';
import { correctReportBody } from '../../../contracts/api/reporting';
import type { ApprovalDecided } from '../../../contracts/events/approvals';
import { defineSubscriber, type Refusal } from '../../../platform';
import { noteNotCarriedOut } from '../../approvals';
import { allowOverProduction } from '../commands/allow-over-production';
import { correctOldReport } from '../commands/correct-old-report';

const carriedOverProduction = z.object({ operationId: id, qty: quantity });
const carriedCorrection = z.object({ correction: correctReportBody, requestedById: id });

/**
 * Carries out what was approved. What can no longer be done by then (the order was closed, the pieces have gone on) is refused by the
 * rules as for anybody, and who asked and who approved are told.
 */
export const onApprovalDecided = defineSubscriber<ApprovalDecided>({
  name: 'reporting.carry-out-approval',
  on: 'approvals.decided',
  permissions: ['reporting.allow_over_production', 'reporting.correct_old', 'approvals.note_outcome'],
  async handle({ payload: { approvalId, kind, decision, carry } }, { run, runOr }) {
    if (decision !== 'approved') return;
    const tell = (refusal: Refusal) => run(noteNotCarriedOut, { approvalId, refusal }, { expected: [], part: 'refused' });
    if (kind === 'over_production') {
      const { operationId, qty } = carriedOverProduction.parse(carry);
      await runOr(allowOverProduction, { operationId, qty, approvalId }, tell);
    }
    if (kind === 'correct_old_report') await runOr(correctOldReport, { ...carriedCorrection.parse(carry), approvalId }, tell);
  },
});
