import { requestCorrectionBody } from '../../../contracts/api/reporting';
import { formatQuantity } from '../../../contracts/quantity';
import { accepted, defineCommand, refused } from '../../../platform';
import { ONE_PENDING_APPROVAL, openApproval } from '../../approvals';
import { namesOf, peopleWho } from '../../identity';
import { totalScrap } from '../../workorders';
import { readQuantities } from '../domain/quantities';
import { loadReport, reversalOf } from '../load-report';
import { isLeader } from '../worker';

/**
 * Asks for an approval to put right a report that is too old to be put right without (B-1.10). What is then carried out is exactly
 * what was asked here. Refuses with `not_own_report`, `already_reversed`, `reversal_is_final`, `scrap_reason_unknown` or
 * `approval_already_requested`.
 */
export const requestCorrection = defineCommand({
  name: 'reporting.request-correction',
  permission: 'reporting.request_correction',
  input: requestCorrectionBody,
  againIfLostTo: [ONE_PENDING_APPROVAL],
  async run(input, context) {
    const { actor, scope } = context;
    const replacement = input.replacement ? readQuantities(input.replacement) : accepted(null);
    if (replacement.kind === 'refused') return replacement;
    const report = await loadReport(scope, input.reportId);
    if (report.kind === 'reversal' || report.kind === 'surplus') return refused({ code: 'reversal_is_final' });
    if (report.personId !== actor.id && !isLeader(actor)) return refused({ code: 'not_own_report' });
    const taken = await reversalOf(report);
    if (taken) return refused({ code: 'already_reversed', reportNo: taken.reportNo, at: taken.receivedAt.toISOString() });

    const right = replacement.value;
    const approvers = await peopleWho(scope.factoryId, 'approvals.decide', report.workshopId);
    const names = await namesOf(scope.factoryId, [report.personId]);
    const approvalId = await openApproval(
      {
        kind: 'correct_old_report',
        subject: `report:${input.reportId}`,
        workshopId: report.workshopId,
        facts: [
          { label: 'orderNo', value: report.orderNo },
          { label: 'operation', value: report.operationName },
          { label: 'reportNo', value: report.reportNo },
          { label: 'person', value: names.get(report.personId) ?? report.personId },
          { label: 'occurredAt', value: report.occurredAt.toISOString() },
          { label: 'from', value: inFigures(report.goodQty, report.scrapQty, report.reworkQty) },
          { label: 'to', value: right ? inFigures(right.goodQty, totalScrap(right.scrap), right.reworkQty) : inFigures(0, 0, 0) },
        ],
        reason: input.reason,
        approverIds: approvers.map(({ id }) => id),
        carry: { correction: input, requestedById: actor.id },
        attached: { photoIds: report.photoIds, voiceId: report.voiceId },
      },
      context,
    );
    return accepted({ approvalId });
  },
});

/** Good, scrap and rework, e.g. `20 / 2 / 0`: figures need no words, and the card has no room for them. */
const inFigures = (...quantities: readonly number[]): string => quantities.map(formatQuantity).join(' / ');
