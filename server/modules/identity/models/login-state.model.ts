import { model, Schema } from 'mongoose';

/** A sign-in over the web that has been finished, by the number in its state: it is finished once. */
export type LoginState = { _id: string; expiresAt: Date };

const schema = new Schema<LoginState>(
  { _id: { type: String, required: true }, expiresAt: { type: Date, required: true } },
  { collection: 'loginstates', versionKey: false },
);
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export const LoginStateModel = model('LoginState', schema);
