import type { WorkReportDto } from '../../../contracts/api/reporting';
import { type Scope, withinScope } from '../../../platform';
import { namesOf } from '../../identity';
import { type WorkReport, WorkReportModel } from '../models/work-report.model';
import { presentReport } from '../reporting.presenter';

const BATCH = 50;

/** Rows of the ledger that the asker may see, business date by business date, in batches; of some business dates when they are given. */
export async function* everyReport(
  scope: Scope,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): AsyncGenerator<WorkReportDto[]> {
  const dates = { ...(from === undefined ? {} : { $gte: from }), ...(to === undefined ? {} : { $lte: to }) };
  const rows = WorkReportModel.find({ ...withinScope(scope), ...((from ?? to) ? { businessDate: dates } : {}) })
    .sort({ businessDate: 1, _id: -1 })
    .lean<WorkReport[]>()
    .cursor({ batchSize: BATCH });
  let batch: WorkReport[] = [];
  for await (const row of rows) {
    batch.push(row as WorkReport);
    if (batch.length < BATCH) continue;
    yield await presented(scope.factoryId, batch);
    batch = [];
  }
  if (batch.length > 0) yield await presented(scope.factoryId, batch);
}

async function presented(factoryId: string, batch: readonly WorkReport[]): Promise<WorkReportDto[]> {
  const names = await namesOf(
    factoryId,
    batch.map(({ personId }) => personId),
  );
  const ids = batch.map(({ _id }) => _id.toHexString());
  const takenBack = await WorkReportModel.find({ factoryId, reversesId: { $in: ids } }, { reversesId: 1 }).lean<WorkReport[]>();
  const reversed = new Set(takenBack.flatMap(({ reversesId }) => reversesId ?? []));
  return batch.map((row) => presentReport(row, names, reversed));
}
