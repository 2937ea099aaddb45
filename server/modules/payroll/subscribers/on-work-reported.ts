import type { WorkReported } from '../../../contracts/events/reporting';
import { defineSubscriber } from '../../../platform';
import { addPayLine } from '../commands/add-pay-line';
import { workIn } from '../reported-work';

/** What is reported is paid (B-8.1, B-8.2). */
export const onWorkReported = defineSubscriber<WorkReported>({
  name: 'payroll.pay-report',
  on: 'reporting.work_reported',
  permissions: ['payroll.write_lines'],
  async handle({ payload }, { run }) {
    const { reportId, kind: reportKind, goodQty, scrapQty } = payload;
    await run(addPayLine, { ...workIn(payload), reportId, reportKind, goodQty, scrapQty }, { expected: [] });
  },
});
