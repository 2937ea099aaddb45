import { model, Schema, type Types } from 'mongoose';

/** How far an import has come, written beside its transaction so that it can be read before that ends. */
export type ImportProgress = { _id: Types.ObjectId; factoryId: string; done: number; total: number; at: Date };

const schema = new Schema<ImportProgress>(
  {
    factoryId: { type: String, required: true },
    done: { type: Number, required: true },
    total: { type: Number, required: true },
    at: { type: Date, required: true },
  },
  { collection: 'import_progress', versionKey: false },
);
schema.index({ at: 1 }, { expireAfterSeconds: 86_400 });

export const ImportProgressModel = model('ImportProgress', schema);
