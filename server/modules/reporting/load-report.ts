import { Types } from 'mongoose';
import { AppError, type Scope, withinScope } from '../../platform';
import { type WorkReport, WorkReportModel } from './models/work-report.model';

/** A row of the ledger. Throws `not_found` for what does not exist or lies outside the scope: the two look alike. */
export async function loadReport(scope: Scope, reportId: string): Promise<WorkReport> {
  const row = await WorkReportModel.findOne({ ...withinScope(scope), _id: new Types.ObjectId(reportId) }).lean<WorkReport>();
  if (!row) throw new AppError('not_found', { what: 'report' });
  return row;
}

/** The row that took this one back; null while it stands. */
export async function reversalOf(report: WorkReport): Promise<WorkReport | null> {
  return WorkReportModel.findOne({ factoryId: report.factoryId, reversesId: report._id.toHexString() }).lean<WorkReport>();
}
