import { model, Schema } from 'mongoose';

/** The last time somebody nudged about an operation. */
export type Nudge = { factoryId: string; operationId: string; nudgedById: string; at: Date };

export const ONE_LAST_NUDGE = 'one_last_nudge_per_person_and_operation';

const schema = new Schema<Nudge>(
  {
    factoryId: { type: String, required: true },
    operationId: { type: String, required: true },
    nudgedById: { type: String, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'nudges', versionKey: false },
);
schema.index({ factoryId: 1, operationId: 1, nudgedById: 1 }, { name: ONE_LAST_NUDGE, unique: true });

export const NudgeModel = model('Nudge', schema);
