import { inspectionsQuery } from '../../../contracts/api/quality';
import { defineQuery, withinScope } from '../../../platform';
import { showAttached } from '../../media';
import { type Inspection, InspectionModel } from '../models/inspection.model';
import { presentInspections } from '../quality.presenter';

/**
 * What waits for an inspector, longest first; decided ones newest first. Of one order: its inspections with every verdict, newest first.
 * Of one operation when it is given.
 */
export const inspections = defineQuery({
  name: 'quality.inspections',
  permission: 'quality.read',
  input: inspectionsQuery,
  async run({ state, operationId, workOrderId, limit }, { scope, now }) {
    const wanted = state ?? (workOrderId === undefined ? 'open' : undefined);
    const order = wanted === 'open' ? 1 : -1;
    const found = await InspectionModel.find({
      ...withinScope(scope),
      ...(workOrderId === undefined ? {} : { workOrderId }),
      ...(operationId === undefined ? {} : { operationId }),
      ...(wanted === undefined ? {} : { state: wanted }),
    })
      .sort({ openedAt: order, _id: order })
      .limit(limit)
      .lean<Inspection[]>();
    return { items: await showAttached(scope, await presentInspections(scope.factoryId, found), now) };
  },
});
