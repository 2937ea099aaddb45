import { type HydratedDocument, model, Schema, type Types } from 'mongoose';
import type { SignedInDeviceDto } from '../../../contracts/api/identity';

/**
 * One sign-in on one device. Each refresh replaces the token; the hashes of those before are kept, so that one that is used again
 * later than a retry is recognised as stolen and the whole sign-in ends.
 */
export type Session = {
  _id: Types.ObjectId;
  factoryId: string;
  personId: string;
  tokenHash: string;
  usedTokenHashes: string[];
  startedAt: Date;
  refreshedAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  endedBecause: 'signed_out' | 'ended_by_another' | 'bound_elsewhere' | 'stolen' | 'departed' | null;
  /** How and on what; absent in sign-ins from before this was kept. */
  way?: SignedInDeviceDto['way'];
  channel?: SignedInDeviceDto['channel'];
  deviceName?: string | null;
};
export type SessionDocument = HydratedDocument<Session>;

const schema = new Schema<Session>(
  {
    factoryId: { type: String, required: true },
    personId: { type: String, required: true },
    tokenHash: { type: String, required: true },
    usedTokenHashes: { type: [String], default: [] },
    startedAt: { type: Date, required: true },
    refreshedAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
    endedAt: { type: Date, default: null },
    endedBecause: { type: String, default: null },
    way: { type: String, default: null },
    channel: { type: String, default: null },
    deviceName: { type: String, default: null },
  },
  { collection: 'sessions', versionKey: false },
);
schema.index({ tokenHash: 1 }, { unique: true });
schema.index({ usedTokenHashes: 1 });
schema.index({ factoryId: 1, personId: 1, endedAt: 1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 30 * 86_400 });

export const SessionModel = model('Session', schema);
