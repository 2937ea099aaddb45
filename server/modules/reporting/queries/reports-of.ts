import { Types } from 'mongoose';
import { workReportsQuery } from '../../../contracts/api/reporting';
import { defineQuery, withinScope } from '../../../platform';
import { businessDateOf, factoryOf, namesOf } from '../../identity';
import { showAttached } from '../../media';
import { type WorkReport, WorkReportModel } from '../models/work-report.model';
import { presentReport } from '../reporting.presenter';

/** Rows of the ledger, newest first: of an operation, of an order, or of one business date, today's when nothing is given. */
export const reportsOf = defineQuery({
  name: 'reporting.reports',
  permission: 'reporting.read',
  input: workReportsQuery,
  async run({ operationId, workOrderId, mine, date, after, limit }, { actor, scope, now }) {
    const { factoryId } = scope;
    const anyDate = operationId !== undefined || workOrderId !== undefined;
    const businessDate = date ?? (anyDate ? undefined : businessDateOf(await factoryOf(factoryId), now));
    const rows = await WorkReportModel.find({
      ...withinScope(scope),
      ...(operationId === undefined ? {} : { operationId }),
      ...(workOrderId === undefined ? {} : { workOrderId }),
      ...(mine === 'true' ? { personId: actor.id } : {}),
      ...(businessDate === undefined ? {} : { businessDate }),
      ...(after === undefined ? {} : { _id: { $lt: new Types.ObjectId(after) } }),
    })
      .sort({ _id: -1 })
      .limit(limit + 1)
      .lean<WorkReport[]>();
    const page = rows.slice(0, limit);
    const ids = page.map(({ _id }) => _id.toHexString());
    const names = await namesOf(
      factoryId,
      page.map(({ personId }) => personId),
    );
    const takenBack = await WorkReportModel.find({ factoryId, reversesId: { $in: ids } }, { reversesId: 1 }).lean<WorkReport[]>();
    const reversed = new Set(takenBack.flatMap(({ reversesId }) => reversesId ?? []));
    return {
      items: await showAttached(
        scope,
        page.map((row) => presentReport(row, names, reversed)),
        now,
      ),
      nextAfter: rows.length > limit ? (ids.at(-1) ?? null) : null,
    };
  },
});
