import { Types } from 'mongoose';
import { resolveUnplacedBody } from '../../../contracts/api/reporting';
import type { UnplacedResolved } from '../../../contracts/events/reporting';
import { AppError, accepted, defineCommand, refused, withinScope } from '../../../platform';
import { namesOf } from '../../identity';
import { type UnplacedReport, UnplacedReportModel } from '../models/unplaced-report.model';
import { presentUnplaced } from '../unplaced.presenter';

/**
 * Settles work that arrived for an order that was over, with a note of what was done about it (B-11.5); what it said stays on record.
 * The first note counts: `unplaced_already_resolved` says whose and which.
 */
export const resolveUnplacedReport = defineCommand({
  name: 'reporting.resolve-unplaced-report',
  permission: 'reporting.resolve_unplaced',
  input: resolveUnplacedBody,
  async run({ unplacedId, resolution }, { actor, scope, now, publish }) {
    const filter = { ...withinScope(scope), _id: new Types.ObjectId(unplacedId) };
    const report = await UnplacedReportModel.findOne(filter).lean<UnplacedReport>();
    if (!report) throw new AppError('not_found', { what: 'unplacedReport' });
    if (report.state === 'resolved') {
      const byId = report.resolvedById ?? '';
      const names = await namesOf(scope.factoryId, [byId]);
      return refused({
        code: 'unplaced_already_resolved',
        resolvedBy: { id: byId, name: names.get(byId) ?? byId },
        resolvedAt: report.resolvedAt?.toISOString() ?? null,
        resolution: report.resolution,
      });
    }
    const settled = { state: 'resolved', resolvedById: actor.id, resolvedAt: now, resolution } as const;
    await UnplacedReportModel.updateOne({ ...filter, state: 'open' }, { $set: settled });
    publish({
      type: 'reporting.unplaced_resolved',
      version: 1,
      subject: `workOrder:${report.workOrderId}`,
      payload: { workOrderId: report.workOrderId, unplacedId, personId: report.personId, resolvedById: actor.id },
    } satisfies UnplacedResolved);
    const [dto] = await presentUnplaced(scope.factoryId, [{ ...report, ...settled }]);
    if (!dto) throw new Error('one report in, one report out');
    return accepted(dto);
  },
});
