import mongoose, { type Model } from 'mongoose';

/**
 * Builds the indexes of every model; a model without its unique index would let two of what must be one. A unique index that no model
 * declares any more would still refuse what is right today, so it goes; others are left alone, they may be somebody's own.
 * Answers the names of those that went, as `collection.index`.
 */
export async function buildIndexes(): Promise<string[]> {
  const dropped: string[] = [];
  for (const model of Object.values(mongoose.models)) {
    await model.createCollection();
    dropped.push(...(await dropRetired(model)));
    await model.createIndexes();
  }
  return dropped;
}

async function dropRetired(model: Model<unknown>): Promise<string[]> {
  const there = await model.listIndexes();
  const unique = new Set(there.flatMap(({ name, unique: only }) => (only ? [String(name)] : [])));
  const { toDrop } = await model.diffIndexes();
  const retired = toDrop.filter((name) => unique.has(name));
  for (const name of retired) await model.collection.dropIndex(name);
  return retired.map((name) => `${model.collection.name}.${name}`);
}
