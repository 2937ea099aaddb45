import { model, Schema, type Types } from 'mongoose';

/** A way in that somebody was given on paper or by word of mouth. The code itself is kept nowhere, only its mark. */
export type Invitation = {
  _id: Types.ObjectId;
  factoryId: string;
  personId: string;
  codeMark: string;
  state: 'open' | 'used' | 'revoked';
  createdById: string;
  createdAt: Date;
  expiresAt: Date;
  usedAt: Date | null;
  /** Of the device that used it, so that a lost answer can be given once more; null when a WeChat account was bound. */
  deviceMark: string | null;
};

export const ONE_OPEN_INVITATION_PER_PERSON = 'one_open_invitation_per_person';
const KEPT_S = 90 * 86_400;

const schema = new Schema<Invitation>(
  {
    factoryId: { type: String, required: true },
    personId: { type: String, required: true },
    codeMark: { type: String, required: true },
    state: { type: String, enum: ['open', 'used', 'revoked'], required: true },
    createdById: { type: String, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    usedAt: { type: Date, default: null },
    deviceMark: { type: String, default: null },
  },
  { collection: 'invitations', versionKey: false },
);
schema.index({ codeMark: 1 }, { unique: true });
schema.index(
  { factoryId: 1, personId: 1 },
  { name: ONE_OPEN_INVITATION_PER_PERSON, unique: true, partialFilterExpression: { state: 'open' } },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: KEPT_S });

export const InvitationModel = model('Invitation', schema);
