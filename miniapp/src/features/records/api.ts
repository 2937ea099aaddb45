import type { InspectionDto } from '@contracts/api/quality';
import type { WorkReportDto } from '@contracts/api/reporting';
import { get, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

/** Of one operation, or of a whole order. */
export type RecordsOf = { readonly operationId: string } | { readonly workOrderId: string };
export type Record = { readonly at: string } & (
  | { readonly kind: 'report'; readonly report: WorkReportDto }
  | { readonly kind: 'verdict'; readonly inspection: InspectionDto }
);

/** What was reported and how it was judged, newest first. */
export async function loadRecords(of: RecordsOf): Promise<Answer<readonly Record[]>> {
  const [reports, passed, failed] = await Promise.all([
    get<{ readonly items: readonly WorkReportDto[] }>(withQuery('/work-reports', of)),
    get<{ readonly items: readonly InspectionDto[] }>(withQuery('/inspections', { ...of, state: 'passed' })),
    get<{ readonly items: readonly InspectionDto[] }>(withQuery('/inspections', { ...of, state: 'failed' })),
  ]);
  if (!reports.ok) return reports;
  if (!passed.ok) return passed;
  if (!failed.ok) return failed;
  const records: Record[] = [
    ...reports.value.items.map((report) => ({ kind: 'report' as const, at: report.receivedAt, report })),
    ...[...passed.value.items, ...failed.value.items].map((inspection) => ({
      kind: 'verdict' as const,
      at: inspection.decidedAt ?? inspection.openedAt,
      inspection,
    })),
  ];
  return { ok: true, value: records.sort((a, b) => (a.at < b.at ? 1 : -1)) };
}
