import { type HydratedDocument, model, Schema } from 'mongoose';
import type { WorkOrderStatus } from '../../../contracts/statuses';
import type { WorkReport } from './work-report.model';

/**
 * What somebody made for an order that was over when it arrived (B-11.5): a fact to be looked at, no row of the ledger. Quantities are
 * what the report said, as a row would have them.
 */
export type UnplacedReport = Omit<WorkReport, 'kind' | 'bookedById' | 'reversesId' | 'replacesId' | 'reason'> & {
  kind: 'report' | 'rework';
  /** How the order stood, since when, who did it and why. */
  because: { status: WorkOrderStatus; since: Date | null; byId: string | null; reason: string | null };
  state: 'open' | 'resolved';
  resolvedById: string | null;
  resolvedAt: Date | null;
  resolution: string | null;
};
export type UnplacedReportDocument = HydratedDocument<UnplacedReport>;

const schema = new Schema<UnplacedReport>(
  {
    factoryId: { type: String, required: true },
    reportNo: { type: String, required: true },
    kind: { type: String, enum: ['report', 'rework'], required: true },
    workOrderId: { type: String, required: true },
    orderNo: { type: String, required: true },
    operationId: { type: String, required: true },
    operationName: { type: String, required: true },
    itemName: { type: String, required: true },
    workshopId: { type: String, required: true },
    personId: { type: String, required: true },
    goodQty: { type: Number, required: true },
    scrap: [new Schema({ reasonCode: { type: String, required: true }, qty: { type: Number, required: true } }, { _id: false })],
    scrapQty: { type: Number, required: true },
    reworkQty: { type: Number, required: true },
    occurredAt: { type: Date, required: true },
    receivedAt: { type: Date, required: true },
    businessDate: { type: String, required: true },
    photoIds: { type: [String], default: [] },
    voiceId: { type: String, default: null },
    note: { type: String, default: null },
    because: new Schema(
      {
        status: { type: String, required: true },
        since: { type: Date, default: null },
        byId: { type: String, default: null },
        reason: { type: String, default: null },
      },
      { _id: false },
    ),
    state: { type: String, enum: ['open', 'resolved'], required: true },
    resolvedById: { type: String, default: null },
    resolvedAt: { type: Date, default: null },
    resolution: { type: String, default: null },
  },
  { collection: 'unplaced_reports', versionKey: false },
);
schema.index({ factoryId: 1, state: 1, _id: -1 });
schema.index({ factoryId: 1, workshopId: 1, state: 1, _id: -1 });
schema.index({ factoryId: 1, personId: 1, _id: -1 });

export const UnplacedReportModel = model('UnplacedReport', schema);
