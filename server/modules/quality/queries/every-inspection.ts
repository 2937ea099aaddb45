import type { InspectionDto } from '../../../contracts/api/quality';
import { inBatches, type Scope, withinScope } from '../../../platform';
import { type Inspection, InspectionModel } from '../models/inspection.model';
import { presentInspections } from '../quality.presenter';

const BATCH = 50;
const STATES: readonly InspectionDto['state'][] = ['open', 'failed', 'passed', 'withdrawn'];

/** Inspections that the asker may see, in batches: those that wait first, then by verdict, the oldest first. */
export async function* everyInspection(scope: Scope): AsyncGenerator<InspectionDto[]> {
  for (const state of STATES) {
    const rows = InspectionModel.find({ ...withinScope(scope), state })
      .sort({ openedAt: 1, _id: 1 })
      .lean<Inspection[]>()
      .cursor({ batchSize: BATCH });
    for await (const batch of inBatches(rows, BATCH)) yield await presentInspections(scope.factoryId, batch as Inspection[]);
  }
}
