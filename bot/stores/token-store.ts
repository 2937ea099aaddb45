import { model, Schema } from 'mongoose';
import type { TokenStore } from '../wecom';

type Token = { _id: string; accessToken: string; expiresAt: Date };
const schema = new Schema<Token>(
  { _id: { type: String, required: true }, accessToken: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  { collection: 'wecomtokens', versionKey: false },
);
export const WecomTokenModel = model('WecomToken', schema);

/** The app's token, shared by all processes: the platform has one per app and counts how often it is asked for. */
export function createTokenStore(): TokenStore {
  return {
    async read(key) {
      const token = await WecomTokenModel.findById(key).lean<Token>();
      return token ? { accessToken: token.accessToken, expiresAt: token.expiresAt } : undefined;
    },
    async write(key, { accessToken, expiresAt }) {
      await WecomTokenModel.updateOne({ _id: key }, { $set: { accessToken, expiresAt } }, { upsert: true });
    },
  };
}
