import type { ReportWorkBody } from '../../../server/contracts/api/reporting';
import type { OperationDto, WorkOrderDto } from '../../../server/contracts/api/workorders';
import { reportWork, startWork } from '../../../server/modules/reporting';
import { type WorkReport, WorkReportModel } from '../../../server/modules/reporting/models/work-report.model';
import { type WorkSegment, WorkSegmentModel } from '../../../server/modules/reporting/models/work-segment.model';
import { JournalEntryModel } from '../../../server/platform/journal/journal-entry.model';
import { asPerson, type TestPerson } from '../../support';

export const minutesAgo = (minutes: number, now = new Date()): string => new Date(now.getTime() - minutes * 60_000).toISOString();

export function operationAt(order: WorkOrderDto, seq: number): OperationDto {
  const found = order.operations.find((operation) => operation.seq === seq);
  if (!found) throw new Error(`no operation ${seq}`);
  return found;
}

/** The body of a report made just now; `made` says what is not zero. */
export function reportOf(
  operationId: string,
  made: { good?: string; scrap?: string; rework?: string; occurredAt?: string } = {},
): ReportWorkBody {
  return {
    operationId,
    goodQty: made.good ?? '0',
    scrap: made.scrap ? [{ reasonCode: 'scratch', qty: made.scrap }] : [],
    reworkQty: made.rework ?? '0',
    occurredAt: made.occurredAt ?? minutesAgo(0),
    photoIds: [],
  };
}

/** Somebody starts and reports, and nothing stands in the way. */
export async function makes(person: TestPerson, operationId: string, made: { good?: string; scrap?: string; rework?: string }) {
  await asPerson(person).must(startWork, { operationId, occurredAt: minutesAgo(1) });
  return asPerson(person).must(reportWork, reportOf(operationId, made));
}

export const ledgerOf = (operationId: string): Promise<WorkReport[]> =>
  WorkReportModel.find({ operationId }).sort({ _id: 1 }).lean<WorkReport[]>();

export const segmentsOf = (operationId: string): Promise<WorkSegment[]> =>
  WorkSegmentModel.find({ operationId }).sort({ startedAt: 1 }).lean<WorkSegment[]>();

/** The types of the facts published in a factory so far, in order. */
export async function factsOf(factoryId: string): Promise<string[]> {
  const entries = await JournalEntryModel.find({ factoryId, outcome: 'accepted' }).sort({ _id: 1 }).lean();
  return entries.flatMap(({ facts }) => facts.map(({ type }) => type));
}

export const refusals = (outcomes: readonly { kind: string }[]) =>
  outcomes.flatMap((outcome) => ('refusal' in outcome ? [outcome.refusal as { code: string }] : []));
