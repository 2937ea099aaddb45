import type { ReportReversed } from '../../../contracts/events/reporting';
import { defineSubscriber } from '../../../platform';
import { takeBackPay } from '../commands/take-back-pay';

/** What is taken back is no longer paid (B-8.11). */
export const onReportReversed = defineSubscriber<ReportReversed>({
  name: 'payroll.take-back-pay',
  on: 'reporting.report_reversed',
  permissions: ['payroll.write_lines'],
  async handle({ payload }, { run }) {
    await run(takeBackPay, {
      reportId: payload.reversedReportId,
      personId: payload.personId,
      workshopId: payload.workshopId,
      workOrderId: payload.workOrderId,
      orderNo: payload.orderNo,
      operationId: payload.operationId,
      operationName: payload.operationName,
      itemCode: payload.itemCode,
      itemName: payload.itemName,
      occurredAt: payload.occurredAt,
      businessDate: payload.businessDate,
    });
  },
});
