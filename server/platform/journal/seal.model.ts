import { model, Schema, type Types } from 'mongoose';

/** One link of the chain over a factory's journal: what the entries of a stretch were when they were sealed. */
export type Seal = {
  factoryId: string;
  /** 1, 2, 3 … without a gap. */
  number: number;
  at: Date;
  /** First and last entry of the stretch. */
  from: Types.ObjectId;
  to: Types.ObjectId;
  entries: number;
  /** SHA-256 over the hash before (of nothing, for the first) and the digests of the entries in order, as base64url. */
  hash: string;
};

const schema = new Schema<Seal>(
  {
    factoryId: { type: String, required: true },
    number: { type: Number, required: true },
    at: { type: Date, required: true },
    from: { type: Schema.Types.ObjectId, required: true },
    to: { type: Schema.Types.ObjectId, required: true },
    entries: { type: Number, required: true },
    hash: { type: String, required: true },
  },
  { collection: 'journal_seals', versionKey: false },
);
// Of two processes that seal the same stretch one loses here.
schema.index({ factoryId: 1, number: 1 }, { unique: true });

export const SealModel = model('Seal', schema);
