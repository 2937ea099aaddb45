import { MongoServerError } from 'mongodb';
import { model, Schema } from 'mongoose';
import type { CallbackStore, InboundMessage } from '../wecom';

type Received = { _id: string; message: InboundMessage; at: Date; attempts: number; doneAt: Date | null };

const KEPT_SECONDS = 7 * 24 * 3600;

const schema = new Schema<Received>(
  {
    _id: { type: String, required: true },
    message: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
    attempts: { type: Number, required: true },
    doneAt: { type: Date, default: null },
  },
  { collection: 'wecomcallbacks', versionKey: false, minimize: false },
);
schema.index({ doneAt: 1, at: 1 });
// Longer than the platform repeats and than an old envelope is accepted, so that no repeat finds its key forgotten.
schema.index({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
export const WecomCallbackModel = model('WecomCallback', schema);

const DUPLICATE = 11000;

/** What was received and not yet dealt with, surviving the process: once the platform has its empty 200 it does not send again. */
export function createCallbackStore(): CallbackStore {
  return {
    async claim(message, at) {
      try {
        await WecomCallbackModel.create({ _id: message.key, message, at, attempts: 1, doneAt: null });
        return 'new';
      } catch (error) {
        if (!(error instanceof MongoServerError) || error.code !== DUPLICATE) throw error;
      }
      const known = await WecomCallbackModel.findById(message.key, { doneAt: 1 }).lean<Pick<Received, 'doneAt'>>();
      return known?.doneAt ? 'done' : 'stored';
    },

    async finish(key, at) {
      await WecomCallbackModel.updateOne({ _id: key }, { $set: { doneAt: at } });
    },

    async takeUnfinished(before, at) {
      const taken: { message: InboundMessage; attempts: number }[] = [];
      for (;;) {
        const left = await WecomCallbackModel.findOneAndUpdate(
          { doneAt: null, at: { $lt: before } },
          { $set: { at }, $inc: { attempts: 1 } },
          { sort: { at: 1 }, returnDocument: 'before' },
        ).lean<Received>();
        if (!left) return taken;
        taken.push({ message: left.message, attempts: left.attempts });
      }
    },
  };
}
