import { model, Schema, type Types } from 'mongoose';
import { CONCESSION_STATES, FIRST_ARTICLE_TRIGGERS, type FirstArticleTrigger, INSPECTION_KINDS } from '../../../contracts/api/quality';
import type { InspectionKind, InspectionState } from '../domain/inspection';

/** What was asked for instead of a failure: the document, what deviates, and what became of it (B-1.15). `qty` in ten-thousandths. */
export type AskedConcession = {
  approvalId: string;
  state: (typeof CONCESSION_STATES)[number];
  deviation: string;
  reason: string;
  qty: number;
  photoIds: string[];
  requestedById: string;
  requestedAt: Date;
  decidedById: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
};

/** What an inspector is asked and what they answered. Whether production may go on is the gate of the operation, not this. */
export type Inspection = {
  _id: Types.ObjectId;
  factoryId: string;
  workshopId: string;
  kind: InspectionKind;
  state: InspectionState;
  workOrderId: string;
  orderNo: string;
  itemCode: string;
  itemName: string;
  operationId: string;
  operationName: string;
  /** Frozen when it was opened (B-6.3); ten-thousandths of the item's unit, null for a final release. */
  plan: { capQty: number | null };
  /** Who made or started the pieces, as far as known when it was opened or decided. */
  producerIds: string[];
  openedAt: Date;
  decidedById: string | null;
  decidedAt: Date | null;
  reason: string | null;
  /** Attached to the verdict. Absent in inspections from before photos could be. */
  photoIds?: string[];
  voiceId?: string | null;
  /** Why a first article was asked for again; null the first time. */
  trigger: FirstArticleTrigger | null;
  concession: AskedConcession | null;
};

/** Of two who open the same inspection at once, one is too late and finds it open. */
export const ONE_OPEN_INSPECTION = 'one_open_inspection_per_operation_and_kind';

const text = { type: String, required: true };
const concession = new Schema<AskedConcession>(
  {
    approvalId: text,
    state: { ...text, enum: CONCESSION_STATES },
    deviation: text,
    reason: text,
    qty: { type: Number, required: true },
    photoIds: { type: [String], default: [] },
    requestedById: text,
    requestedAt: { type: Date, required: true },
    decidedById: { type: String, default: null },
    decidedAt: { type: Date, default: null },
    decisionReason: { type: String, default: null },
  },
  { _id: false },
);
const schema = new Schema<Inspection>(
  {
    factoryId: text,
    workshopId: text,
    kind: { ...text, enum: INSPECTION_KINDS },
    state: { ...text, enum: ['open', 'passed', 'failed', 'withdrawn'] },
    workOrderId: text,
    orderNo: text,
    itemCode: text,
    itemName: text,
    operationId: text,
    operationName: text,
    plan: new Schema({ capQty: { type: Number, default: null } }, { _id: false }),
    producerIds: { type: [String], default: [] },
    openedAt: { type: Date, required: true },
    decidedById: { type: String, default: null },
    decidedAt: { type: Date, default: null },
    reason: { type: String, default: null },
    photoIds: { type: [String], default: [] },
    voiceId: { type: String, default: null },
    trigger: { type: String, enum: [...FIRST_ARTICLE_TRIGGERS, null], default: null },
    concession: { type: concession, default: null },
  },
  { collection: 'inspections', versionKey: false },
);
schema.index(
  { factoryId: 1, operationId: 1, kind: 1 },
  { name: ONE_OPEN_INSPECTION, unique: true, partialFilterExpression: { state: 'open' } },
);
schema.index({ factoryId: 1, operationId: 1 });
schema.index({ factoryId: 1, workOrderId: 1, state: 1 });
schema.index({ factoryId: 1, workOrderId: 1, openedAt: -1, _id: -1 });
schema.index({ factoryId: 1, state: 1, openedAt: 1, _id: 1 });
schema.index({ factoryId: 1, workshopId: 1, state: 1, openedAt: 1, _id: 1 });

export const InspectionModel = model('Inspection', schema);
