import type { ReportReversed, WorkReported } from '../../../server/contracts/events/reporting';
import { type PayLine, PayLineModel } from '../../../server/modules/payroll/models/pay-line.model';
import { onReportReversed } from '../../../server/modules/payroll/subscribers/on-report-reversed';
import { onWorkReported } from '../../../server/modules/payroll/subscribers/on-work-reported';
import type { PublishedFact, Subscriber } from '../../../server/platform';

export const NOON = new Date('2026-11-22T12:00:00+08:00');
export const TURNING = { itemCode: 'FL-80', operationName: '车外圆' } as const;

const OF_ORDER = {
  workOrderId: '665f1c2ab3d4e5f607182900',
  orderNo: 'WO-2001',
  itemCode: TURNING.itemCode,
  itemName: '法兰盘 80',
  workshopId: 'w1',
  operationId: '665f1c2ab3d4e5f607182901',
  operationName: TURNING.operationName,
} as const;

/** The fact of a report; what a test does not say is twenty good pieces at noon. */
export function reported(reportId: string, personId: string, says: Partial<WorkReported['payload']> = {}): WorkReported {
  return {
    type: 'reporting.work_reported',
    version: 1,
    subject: `workOrder:${OF_ORDER.workOrderId}`,
    payload: {
      ...OF_ORDER,
      reportId,
      reportNo: `R-${reportId}`,
      kind: 'report',
      personId,
      goodQty: '20',
      scrapQty: '0',
      scrap: [],
      reworkQty: '0',
      occurredAt: NOON.toISOString(),
      businessDate: '2026-11-22',
      operationGoodQty: '20',
      operationScrapQty: '0',
      operationFinished: false,
      orderCompleted: false,
      finalReleaseDue: false,
      firstArticleDue: false,
      ...says,
    },
  };
}

/** The fact of a report taken back, by its team leader two hours later. */
export function reversed(reportId: string, personId: string, says: Partial<ReportReversed['payload']> = {}): ReportReversed {
  return {
    type: 'reporting.report_reversed',
    version: 1,
    subject: `workOrder:${OF_ORDER.workOrderId}`,
    payload: {
      ...OF_ORDER,
      reversalId: `${reportId}-back`,
      reversedReportId: reportId,
      personId,
      occurredAt: '2026-11-22T14:00:00+08:00',
      businessDate: '2026-11-22',
      operationGoodQty: '0',
      operationScrapQty: '0',
      finalReleaseDue: false,
      ...says,
    },
  };
}

let delivered = 0;

/** Hands a fact to a subscriber as the relay would. The same `factId` again is the same fact delivered again. */
export async function deliver(
  subscriber: Subscriber,
  fact: PublishedFact,
  factoryId: string,
  factId = `fact-${++delivered}.0`,
): Promise<void> {
  await subscriber.deliver(fact, { factoryId, factId, now: NOON, requestId: 'test' });
}

export const pays = (factoryId: string, fact: WorkReported, factId?: string) => deliver(onWorkReported, fact, factoryId, factId);
export const takesBack = (factoryId: string, fact: ReportReversed, factId?: string) => deliver(onReportReversed, fact, factoryId, factId);

export async function ledgerOf(factoryId: string): Promise<PayLine[]> {
  return PayLineModel.find({ factoryId }).sort({ _id: 1 }).lean<PayLine[]>();
}
export const sumOf = (lines: readonly { amount: number }[]): number => lines.reduce((total, { amount }) => total + amount, 0);
