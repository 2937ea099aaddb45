import { Types } from 'mongoose';
import type { OperationState, OrderState } from '../workorders';
import { type WorkReport, WorkReportModel } from './models/work-report.model';
import { nextReportNo } from './report-number';

export type NewRow = Pick<
  WorkReport,
  'kind' | 'personId' | 'bookedById' | 'goodQty' | 'scrap' | 'scrapQty' | 'reworkQty' | 'occurredAt' | 'receivedAt' | 'businessDate'
> &
  Partial<Pick<WorkReport, 'reversesId' | 'replacesId' | 'reason' | 'photoIds' | 'voiceId' | 'note'>>;

/** A row about an operation as it is named now; the names stay with the row whatever is renamed later. */
export function rowOf(order: OrderState, operation: OperationState, row: NewRow): WorkReport {
  return {
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
}

/** Adds rows to the ledger. They were built field by field, so they go there without being made into documents first. */
export async function addRows(rows: readonly WorkReport[]): Promise<void> {
  if (rows.length > 0) await WorkReportModel.insertMany([...rows], { lean: true });
}

export async function addRow(order: OrderState, operation: OperationState, row: NewRow): Promise<WorkReport> {
  const stored = rowOf(order, operation, row);
  await addRows([stored]);
  return stored;
}
