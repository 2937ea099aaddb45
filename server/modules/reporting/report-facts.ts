import type { ReportReversed, WorkReported } from '../../contracts/events/reporting';
import { formatQuantity } from '../../contracts/quantity';
import { attachedFacts } from '../media';
import { type OperationState, type OrderState, operationOf, orderFacts, orderSubject, type Settled } from '../workorders';
import type { WorkReport } from './models/work-report.model';

/** What came of a decision, as far as the facts about its rows tell it. */
export type Came = Pick<Settled, 'order' | 'releasesDue' | 'orderCompleted'> & { readonly firstArticleDue: boolean };

const operationFacts = (order: OrderState, operation: OperationState) => ({
  ...orderFacts(order),
  operationId: operation.id,
  operationName: operation.name,
  operationGoodQty: formatQuantity(operation.goodQty),
  operationScrapQty: formatQuantity(operation.scrapQty),
});

export function reportedFact(row: WorkReport, kind: 'report' | 'rework', came: Came): WorkReported {
  const operation = operationOf(came.order, row.operationId);
  return {
    type: 'reporting.work_reported',
    version: 1,
    subject: orderSubject(came.order),
    payload: {
      ...operationFacts(came.order, operation),
      ...attachedFacts(row),
      reportId: row._id.toHexString(),
      reportNo: row.reportNo,
      kind,
      personId: row.personId,
      goodQty: formatQuantity(row.goodQty),
      scrapQty: formatQuantity(row.scrapQty),
      scrap: row.scrap.map(({ reasonCode, qty }) => ({ reasonCode, qty: formatQuantity(qty) })),
      reworkQty: formatQuantity(row.reworkQty),
      occurredAt: row.occurredAt.toISOString(),
      businessDate: row.businessDate,
      operationFinished: operation.status === 'finished',
      orderCompleted: came.orderCompleted,
      finalReleaseDue: came.releasesDue.length > 0,
      firstArticleDue: came.firstArticleDue,
    },
  };
}

export function reversedFact(reversal: WorkReport, reversedReportId: string, came: Came): ReportReversed {
  const operation = operationOf(came.order, reversal.operationId);
  return {
    type: 'reporting.report_reversed',
    version: 1,
    subject: orderSubject(came.order),
    payload: {
      ...operationFacts(came.order, operation),
      reversalId: reversal._id.toHexString(),
      reversedReportId,
      personId: reversal.personId,
      occurredAt: reversal.occurredAt.toISOString(),
      businessDate: reversal.businessDate,
      finalReleaseDue: came.releasesDue.length > 0,
    },
  };
}
