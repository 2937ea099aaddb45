import { model, Schema } from 'mongoose';
import type { SentLog } from '../wecom';

type MemberSend = { userId: string; at: Date };

const schema = new Schema<MemberSend>(
  { userId: { type: String, required: true }, at: { type: Date, required: true } },
  { collection: 'wecommembersends', versionKey: false },
);
schema.index({ userId: 1, at: 1 });
schema.index({ at: 1 }, { expireAfterSeconds: 2 * 3600 });
export const MemberSendModel = model('WecomMemberSend', schema);

/** What every member was sent lately, for all processes together: the platform counts them together too (B-11.10). */
export function createSentLog(): SentLog {
  return {
    async sentSince(userId, since) {
      const sends = await MemberSendModel.find({ userId: userId.toLowerCase(), at: { $gt: since } }, { at: 1 })
        .sort({ at: 1 })
        .lean<MemberSend[]>();
      return sends.map(({ at }) => at);
    },
    async record(userId, at) {
      await MemberSendModel.create({ userId: userId.toLowerCase(), at });
    },
  };
}
