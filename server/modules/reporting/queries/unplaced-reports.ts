import { Types } from 'mongoose';
import { unplacedReportsQuery } from '../../../contracts/api/reporting';
import { defineQuery, withinScope } from '../../../platform';
import { showAttached } from '../../media';
import { type UnplacedReport, UnplacedReportModel } from '../models/unplaced-report.model';
import { presentUnplaced } from '../unplaced.presenter';

/** Work that arrived for orders that were over: one's own, or all of the workshops for whoever settles it. Newest first. */
export const unplacedReports = defineQuery({
  name: 'reporting.unplaced-reports',
  permission: 'reporting.read',
  input: unplacedReportsQuery,
  async run({ state, after, limit }, { actor, scope, now }) {
    const rows = await UnplacedReportModel.find({
      ...withinScope(scope),
      ...(actor.permissions.has('reporting.resolve_unplaced') ? {} : { personId: actor.id }),
      ...(state === undefined ? {} : { state }),
      ...(after === undefined ? {} : { _id: { $lt: new Types.ObjectId(after) } }),
    })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean<UnplacedReport[]>();
    const page = rows.slice(0, limit);
    return {
      items: await showAttached(scope, await presentUnplaced(scope.factoryId, page), now),
      nextAfter: rows.length > limit ? (page.at(-1)?._id.toHexString() ?? null) : null,
    };
  },
});
