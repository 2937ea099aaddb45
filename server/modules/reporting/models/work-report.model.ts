import { type HydratedDocument, model, Schema, type Types } from 'mongoose';
import { appendOnly } from '../../../platform';

export type ReportKind = 'report' | 'rework' | 'reversal' | 'surplus';

/**
 * A row of the ledger of work. Quantities are what the row changed at its operation, in ten-thousandths, so that the sum over an
 * operation's rows is its progress: a reversal is negative throughout, and what came back from rework has a negative `reworkQty`; a
 * surplus takes good pieces off and puts them down as scrap, because the order was made smaller (B-1.18).
 */
export type WorkReport = {
  _id: Types.ObjectId;
  factoryId: string;
  reportNo: string;
  kind: ReportKind;
  workOrderId: string;
  orderNo: string;
  operationId: string;
  operationName: string;
  itemName: string;
  workshopId: string;
  /** Whose work it is; `bookedById` is who brought the row in, e.g. the leader who put it right. */
  personId: string;
  bookedById: string;
  goodQty: number;
  scrap: { reasonCode: string; qty: number }[];
  scrapQty: number;
  reworkQty: number;
  occurredAt: Date;
  receivedAt: Date;
  businessDate: string;
  /** Reversal: the row it takes back. Absent otherwise, which is what the unique index looks at. */
  reversesId?: string;
  /** New report after a reversal: the row it replaces. */
  replacesId?: string;
  reason: string | null;
  photoIds: string[];
  voiceId: string | null;
  note: string | null;
};
export type WorkReportDocument = HydratedDocument<WorkReport>;

export const ONE_REPORT_PER_NUMBER = 'one_work_report_per_number';
/** A row is taken back once, however many ask at the same time (B-1.10). */
export const ONE_REVERSAL_PER_REPORT = 'one_reversal_per_work_report';

const schema = new Schema<WorkReport>(
  {
    factoryId: { type: String, required: true },
    reportNo: { type: String, required: true },
    kind: { type: String, enum: ['report', 'rework', 'reversal', 'surplus'], required: true },
    workOrderId: { type: String, required: true },
    orderNo: { type: String, required: true },
    operationId: { type: String, required: true },
    operationName: { type: String, required: true },
    itemName: { type: String, required: true },
    workshopId: { type: String, required: true },
    personId: { type: String, required: true },
    bookedById: { type: String, required: true },
    goodQty: { type: Number, required: true },
    scrap: [new Schema({ reasonCode: { type: String, required: true }, qty: { type: Number, required: true } }, { _id: false })],
    scrapQty: { type: Number, required: true },
    reworkQty: { type: Number, required: true },
    occurredAt: { type: Date, required: true },
    receivedAt: { type: Date, required: true },
    businessDate: { type: String, required: true },
    reversesId: { type: String },
    replacesId: { type: String },
    reason: { type: String, default: null },
    photoIds: { type: [String], default: [] },
    voiceId: { type: String, default: null },
    note: { type: String, default: null },
  },
  { collection: 'work_reports', versionKey: false },
);
schema.index({ factoryId: 1, reportNo: 1 }, { name: ONE_REPORT_PER_NUMBER, unique: true });
schema.index(
  { factoryId: 1, reversesId: 1 },
  { name: ONE_REVERSAL_PER_REPORT, unique: true, partialFilterExpression: { reversesId: { $type: 'string' } } },
);
schema.index({ factoryId: 1, operationId: 1, _id: -1 });
schema.index({ factoryId: 1, workOrderId: 1, _id: -1 });
schema.index({ factoryId: 1, personId: 1, businessDate: 1, _id: -1 });
schema.index({ factoryId: 1, businessDate: 1, _id: -1 });
schema.plugin(appendOnly);

export const WorkReportModel = model('WorkReport', schema);
