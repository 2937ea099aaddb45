import type { WorkReported } from '../../../contracts/events/reporting';
import { defineSubscriber } from '../../../platform';
import { addPayLine } from '../commands/add-pay-line';

/** What is reported is paid (B-8.1, B-8.2). */
export const onWorkReported = defineSubscriber<WorkReported>({
  name: 'payroll.pay-report',
  on: 'reporting.work_reported',
  permissions: ['payroll.write_lines'],
  async handle({ payload }, { run }) {
    await run(addPayLine, {
      reportId: payload.reportId,
      reportKind: payload.kind,
      personId: payload.personId,
      workshopId: payload.workshopId,
      workOrderId: payload.workOrderId,
      orderNo: payload.orderNo,
      operationId: payload.operationId,
      operationName: payload.operationName,
      itemCode: payload.itemCode,
      itemName: payload.itemName,
      goodQty: payload.goodQty,
      scrapQty: payload.scrapQty,
      occurredAt: payload.occurredAt,
      businessDate: payload.businessDate,
    });
  },
});
