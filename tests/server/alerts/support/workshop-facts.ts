import * as z from 'zod/mini';
import type { InspectionOpened, InspectionPassed } from '../../../../server/contracts/events/quality';
import type { WorkReported } from '../../../../server/contracts/events/reporting';
import { alerts } from '../../../../server/modules/alerts';
import { AlertModel } from '../../../../server/modules/alerts/models/alert.model';
import { accepted, defineCommand, type PublishedFact } from '../../../../server/platform';
import { JournalEntryModel } from '../../../../server/platform/journal/journal-entry.model';
import { asSystem, relay, type TestFactory } from '../../../support';

/** Stands for the rooms whose facts the alerts follow. */
const publishFact = defineCommand({
  name: 'test.publish-fact',
  permission: 'alerts.raise',
  input: z.strictObject({ fact: z.custom<PublishedFact>() }),
  run: async ({ fact }, { publish }) => {
    publish(fact);
    return accepted({});
  },
});

/** Something happened in the workshop, and the alerts have heard of it. */
export async function happened(factory: TestFactory, ...facts: PublishedFact[]): Promise<void> {
  for (const fact of facts) await asSystem(factory, 'alerts.raise').must(publishFact, { fact });
  await relay(...alerts.subscribers);
}

/** Everything that happened is handed on once more, as after a crash. */
export async function deliveredAgain(factory: TestFactory): Promise<void> {
  await JournalEntryModel.updateMany(
    { factoryId: factory.id, command: 'test.publish-fact' },
    { $set: { relay: { state: 'due', attempts: 0 } } },
  );
  await relay(...alerts.subscribers);
}

export const standingOf = (factory: TestFactory) =>
  AlertModel.find({ factoryId: factory.id, standing: true }, { rule: 1, about: 1, state: 1, _id: 0 }).sort({ raisedAt: 1 }).lean();

export const ORDER = {
  workOrderId: '665f1c2ab3d4e5f607182901',
  orderNo: 'WO-0309',
  itemCode: 'P-1',
  itemName: '阀体',
  workshopId: 'w1',
} as const;
const OPERATION = { ...ORDER, operationId: '665f1c2ab3d4e5f607182911', operationName: '车外圆' } as const;
const SUBJECT = `workOrder:${ORDER.workOrderId}`;
const fact = (type: string, payload: object): PublishedFact => ({ type, version: 1, subject: SUBJECT, payload });

export const released = (dueAt: string) => fact('workorders.released', { ...ORDER, dueAt, plannedQty: '100' });
export const completed = () => fact('workorders.completed', { ...ORDER, goodQty: '100' });
export const closed = () => fact('workorders.closed', { ...ORDER, short: true });
export const changeAsked = (changeId: string, dueAt: string) =>
  fact('workorders.change_requested', {
    ...ORDER,
    changeId,
    from: { plannedQty: '100', dueAt: '2026-11-20T09:00:00.000Z' },
    to: { plannedQty: '120', dueAt },
    requestedById: 'liu',
  });
export const changeAnswered = (changeId: string, answer: 'accepted' | 'refused' | 'question') =>
  fact('workorders.change_answered', { ...ORDER, changeId, answer, answeredById: 'chen', choice: null, reason: null });
export const reported = (operationGoodQty: string, operationScrapQty: string, extra: Partial<WorkReported['payload']> = {}) =>
  fact('reporting.work_reported', { ...OPERATION, operationGoodQty, operationScrapQty, ...extra });
export const reversed = (operationGoodQty: string, operationScrapQty: string) =>
  fact('reporting.report_reversed', { ...OPERATION, operationGoodQty, operationScrapQty });
const INSPECTION = { ...OPERATION, inspectionId: '665f1c2ab3d4e5f607182921', kind: 'first_article' } as const;
export const gateOpened = (openedAt: string) =>
  fact('quality.inspection_opened', { ...INSPECTION, openedAt } satisfies InspectionOpened['payload']);
export const gatePassed = () =>
  fact('quality.inspection_passed', {
    ...INSPECTION,
    decidedById: 'zhang',
    concessionId: null,
    reason: null,
  } satisfies InspectionPassed['payload']);
export const rateMissing = (businessDate: string) =>
  ({
    ...fact('payroll.rate_missing', { itemCode: 'P-1', operationName: '车外圆', businessDate, reportId: 'r' }),
    subject: 'rate:P-1',
  }) as const;
export const rateSet = (validFrom: string, validTo: string | null = null) =>
  ({
    ...fact('payroll.rate_set', { rateId: 'x', itemCode: 'P-1', operationName: '车外圆', validFrom, validTo }),
    subject: 'rate:P-1',
  }) as const;
