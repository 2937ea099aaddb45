import { checkKey, type Storage } from '../../server/platform/storage/storage.port';

export type TestStorage = Storage & { readonly keys: () => string[] };

/** A storage that forgets with the test, and can be asked what it holds. */
export function storageInMemory(): TestStorage {
  const kept = new Map<string, Buffer>();
  return {
    put: async (key, bytes) => {
      kept.set(checkKey(key), Buffer.from(bytes));
    },
    get: async (key) => kept.get(checkKey(key)) ?? null,
    delete: async (key) => {
      kept.delete(checkKey(key));
    },
    keys: () => [...kept.keys()].sort(),
  };
}
