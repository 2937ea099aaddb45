import type { WorkReportDto } from '../../contracts/api/reporting';
import { formatQuantity } from '../../contracts/quantity';
import { attachedTo } from '../media';
import type { WorkReport } from './models/work-report.model';

/** `names` has the workers' names; `reversed` the ids of rows that were taken back. */
export function presentReport(
  row: WorkReport,
  names: ReadonlyMap<string, string>,
  reversed: ReadonlySet<string> = new Set(),
): WorkReportDto {
  const id = row._id.toHexString();
  return {
    id,
    reportNo: row.reportNo,
    kind: row.kind,
    operationId: row.operationId,
    operationName: row.operationName,
    workOrderId: row.workOrderId,
    orderNo: row.orderNo,
    itemName: row.itemName,
    person: { id: row.personId, name: names.get(row.personId) ?? row.personId },
    goodQty: formatQuantity(row.goodQty),
    scrap: row.scrap.map(({ reasonCode, qty }) => ({ reasonCode, qty: formatQuantity(qty) })),
    scrapQty: formatQuantity(row.scrapQty),
    reworkQty: formatQuantity(row.reworkQty),
    occurredAt: row.occurredAt.toISOString(),
    receivedAt: row.receivedAt.toISOString(),
    businessDate: row.businessDate,
    reversesId: row.reversesId ?? null,
    replacesId: row.replacesId ?? null,
    reversed: reversed.has(id),
    reason: row.reason,
    ...attachedTo(row),
  };
}
