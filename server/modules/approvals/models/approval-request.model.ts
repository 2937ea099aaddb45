import { type HydratedDocument, model, Schema, type Types } from 'mongoose';
import { APPROVAL_KINDS, APPROVAL_STATES, type ApprovalKind } from '../../../contracts/api/approvals';
import type { ErrorCode } from '../../../contracts/errors';

export type ApprovalRequest = {
  _id: Types.ObjectId;
  factoryId: string;
  kind: ApprovalKind;
  /** What it is about, e.g. `operation:<id>`. */
  subject: string;
  /** Where it is about; null when it belongs to no workshop, and then only the people listed decide. */
  workshopId: string | null;
  facts: { label: string; value: string }[];
  reason: string;
  approverIds: string[];
  /** Who had a hand in what it is about and so may not decide, whatever they may otherwise. */
  excludedIds: string[];
  /** What the room that asked needs to carry the decision out; opaque here. */
  carry: Record<string, unknown>;
  /** Belong to the facts. Absent in requests from before anything could be attached. */
  photoIds?: string[];
  voiceId?: string | null;
  requestedById: string;
  requestedAt: Date;
  state: (typeof APPROVAL_STATES)[number];
  decidedById: string | null;
  decidedAt: Date | null;
  decisionReason: string | null;
  /** Why it could not be carried out although it was approved. */
  carryOutRefusal: ({ code: ErrorCode } & Record<string, unknown>) | null;
};
export type ApprovalRequestDocument = HydratedDocument<ApprovalRequest>;

/** One pending request of a kind per subject: whoever asks second loses here, whatever was read before. */
export const ONE_PENDING_APPROVAL = 'one_pending_approval_per_kind_and_subject';

const schema = new Schema<ApprovalRequest>(
  {
    factoryId: { type: String, required: true },
    kind: { type: String, enum: APPROVAL_KINDS, required: true },
    subject: { type: String, required: true },
    workshopId: { type: String, default: null },
    facts: [new Schema({ label: { type: String, required: true }, value: { type: String, required: true } }, { _id: false })],
    reason: { type: String, required: true },
    approverIds: { type: [String], required: true },
    excludedIds: { type: [String], default: [] },
    carry: { type: Schema.Types.Mixed, required: true },
    photoIds: { type: [String], default: [] },
    voiceId: { type: String, default: null },
    requestedById: { type: String, required: true },
    requestedAt: { type: Date, required: true },
    state: { type: String, enum: APPROVAL_STATES, required: true },
    decidedById: { type: String, default: null },
    decidedAt: { type: Date, default: null },
    decisionReason: { type: String, default: null },
    carryOutRefusal: { type: Schema.Types.Mixed, default: null },
  },
  { collection: 'approvalrequests', versionKey: false, minimize: false },
);
schema.index(
  { factoryId: 1, kind: 1, subject: 1 },
  { name: ONE_PENDING_APPROVAL, unique: true, partialFilterExpression: { state: 'pending' } },
);
schema.index({ factoryId: 1, state: 1, requestedAt: -1 });
schema.index({ factoryId: 1, approverIds: 1, state: 1, requestedAt: -1 });
schema.index({ factoryId: 1, requestedById: 1, requestedAt: -1 });

export const ApprovalRequestModel = model('ApprovalRequest', schema);
