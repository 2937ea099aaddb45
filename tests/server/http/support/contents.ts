import mongoose from 'mongoose';

export type Contents = Readonly<Record<string, readonly string[]>>;

/** Every document of the store that fits, as text, by collection: to see that nothing was written. */
export async function contents(filter: object = {}, without: readonly string[] = []): Promise<Contents> {
  const found: Record<string, string[]> = {};
  for (const name of Object.values(mongoose.models).map((model) => model.collection.name)) {
    if (without.includes(name)) continue;
    const documents = await mongoose.connection.collection(name).find(filter).sort({ _id: 1 }).toArray();
    found[name] = documents.map((document) => JSON.stringify(document));
  }
  return found;
}

/** How many documents there are: a comparison of two empty stores proves nothing. */
export const sizeOf = (all: Contents): number => Object.values(all).reduce((sum, documents) => sum + documents.length, 0);
