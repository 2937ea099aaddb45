import type { UnplacedReportDto } from '../../../contracts/api/reporting';
import { inBatches, type Scope, withinScope } from '../../../platform';
import { type UnplacedReport, UnplacedReportModel } from '../models/unplaced-report.model';
import { presentUnplaced } from '../unplaced.presenter';

const BATCH = 50;

/** Work that arrived for orders that were over, of the workshops that the asker may see, in batches: unsettled first, newest first. */
export async function* everyUnplacedReport(scope: Scope): AsyncGenerator<UnplacedReportDto[]> {
  for (const state of ['open', 'resolved'] as const) {
    const rows = UnplacedReportModel.find({ ...withinScope(scope), state })
      .sort({ _id: -1 })
      .lean<UnplacedReport[]>()
      .cursor({ batchSize: BATCH });
    for await (const batch of inBatches(rows, BATCH)) yield await presentUnplaced(scope.factoryId, batch as UnplacedReport[]);
  }
}
