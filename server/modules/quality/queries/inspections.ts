import { inspectionsQuery } from '../../../contracts/api/quality';
import { defineQuery, withinScope } from '../../../platform';
import { showAttached } from '../../media';
import { type Inspection, InspectionModel } from '../models/inspection.model';
import { presentInspections } from '../quality.presenter';

/** What waits for an inspector, longest first; decided ones newest first. Of one operation when it is given. */
export const inspections = defineQuery({
  name: 'quality.inspections',
  permission: 'quality.read',
  input: inspectionsQuery,
  async run({ state = 'open', operationId, limit }, { scope, now }) {
    const order = state === 'open' ? 1 : -1;
    const found = await InspectionModel.find({ ...withinScope(scope), state, ...(operationId === undefined ? {} : { operationId }) })
      .sort({ openedAt: order, _id: order })
      .limit(limit)
      .lean<Inspection[]>();
    return { items: await showAttached(scope, await presentInspections(scope.factoryId, found), now) };
  },
});
