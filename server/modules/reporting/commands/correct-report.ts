import { correctReportBody } from '../../../contracts/api/reporting';
import { defineCommand } from '../../../platform';
import { ONE_REPORT_PER_NUMBER, ONE_REVERSAL_PER_REPORT } from '../models/work-report.model';
import { putRight } from '../put-right';
import { isLeader } from '../worker';

/**
 * Takes a report back and, mostly, puts a right one in its place; both rows stay to be seen, with the reason (B-1.10). One's own
 * report, or anybody's for a team leader.
 * Refuses with `not_own_report`, `correction_needs_approval`, `already_reversed`, `reversal_is_final`, `already_used_downstream`, and with
 * what `reportWork` or `reportRework` would refuse. Publishes `reporting.report_reversed` and `reporting.work_reported`.
 */
export const correctReport = defineCommand({
  name: 'reporting.correct-report',
  permission: 'reporting.correct',
  input: correctReportBody,
  againIfLostTo: [ONE_REPORT_PER_NUMBER, ONE_REVERSAL_PER_REPORT],
  queueBy: ({ reportId }) => reportId,
  run: (input, context) =>
    putRight(input, { personId: context.actor.id, maySpeakForOthers: isLeader(context.actor), approved: false }, context),
});
