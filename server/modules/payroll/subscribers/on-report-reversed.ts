import type { ReportReversed } from '../../../contracts/events/reporting';
import { defineSubscriber } from '../../../platform';
import { takeBackPay } from '../commands/take-back-pay';
import { workIn } from '../reported-work';

/** What is taken back is no longer paid (B-8.11). */
export const onReportReversed = defineSubscriber<ReportReversed>({
  name: 'payroll.take-back-pay',
  on: 'reporting.report_reversed',
  permissions: ['payroll.write_lines'],
  async handle({ payload }, { run }) {
    await run(takeBackPay, { ...workIn(payload), reportId: payload.reversedReportId }, { expected: [] });
  },
});
