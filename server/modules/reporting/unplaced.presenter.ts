import type { PersonRef } from '../../contracts/api/primitives';
import type { UnplacedReportDto } from '../../contracts/api/reporting';
import { formatQuantity } from '../../contracts/quantity';
import { namesOf } from '../identity';
import { attachedTo } from '../media';
import type { UnplacedReport } from './models/unplaced-report.model';

/** A page of work that waits for a leader, with everybody's name looked up once. */
export async function presentUnplaced(factoryId: string, reports: readonly UnplacedReport[]): Promise<UnplacedReportDto[]> {
  const ids = reports.flatMap(({ personId, because, resolvedById }) => [personId, because.byId, resolvedById]);
  const names = await namesOf(
    factoryId,
    ids.filter((id) => id !== null),
  );
  const person = (id: string): PersonRef => ({ id, name: names.get(id) ?? id });
  return reports.map((report) => ({
    id: report._id.toHexString(),
    reportNo: report.reportNo,
    kind: report.kind,
    operationId: report.operationId,
    operationName: report.operationName,
    workOrderId: report.workOrderId,
    orderNo: report.orderNo,
    itemName: report.itemName,
    person: person(report.personId),
    goodQty: formatQuantity(report.goodQty),
    scrap: report.scrap.map(({ reasonCode, qty }) => ({ reasonCode, qty: formatQuantity(qty) })),
    scrapQty: formatQuantity(report.scrapQty),
    reworkQty: formatQuantity(report.reworkQty),
    occurredAt: report.occurredAt.toISOString(),
    receivedAt: report.receivedAt.toISOString(),
    businessDate: report.businessDate,
    note: report.note,
    ...attachedTo(report),
    because: {
      status: report.because.status,
      since: report.because.since?.toISOString() ?? null,
      by: report.because.byId === null ? null : person(report.because.byId),
      reason: report.because.reason,
    },
    state: report.state,
    resolvedBy: report.resolvedById === null ? null : person(report.resolvedById),
    resolvedAt: report.resolvedAt?.toISOString() ?? null,
    resolution: report.resolution,
  }));
}
