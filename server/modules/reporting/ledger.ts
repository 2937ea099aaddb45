import { Types } from 'mongoose';
import type { OperationState, OrderState } from '../workorders';
import { type WorkReport, WorkReportModel } from './models/work-report.model';
import { nextReportNo } from './report-number';

export type NewRow = Pick<
  WorkReport,
  'kind' | 'personId' | 'bookedById' | 'goodQty' | 'scrap' | 'scrapQty' | 'reworkQty' | 'occurredAt' | 'receivedAt' | 'businessDate'
> &
  Partial<Pick<WorkReport, 'reversesId' | 'replacesId' | 'reason' | 'photoIds' | 'voiceId' | 'note'>>;

/** Adds a row to the ledger, about an operation as it is named now; the names stay with the row whatever is renamed later. */
export async function addRow(order: OrderState, operation: OperationState, row: NewRow): Promise<WorkReport> {
  const stored: WorkReport = {
    reason: null,
    photoIds: [],
    voiceId: null,
    note: null,
    ...row,
    _id: new Types.ObjectId(),
    factoryId: order.factoryId,
    reportNo: nextReportNo(row.receivedAt),
    workOrderId: order.id,
    orderNo: order.orderNo,
    operationId: operation.id,
    operationName: operation.name,
    itemName: order.itemName,
    workshopId: order.workshopId,
  };
  // Built field by field above, so it goes to the store without being made into a document first: this is the hot path.
  await WorkReportModel.insertMany([stored], { lean: true });
  return stored;
}
