import mongoose from 'mongoose';

/** Builds the indexes of every model; a model without its unique index would let two of what must be one. */
export async function buildIndexes(): Promise<void> {
  for (const model of Object.values(mongoose.models)) {
    await model.createCollection();
    await model.createIndexes();
  }
}
