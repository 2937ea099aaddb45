/**
 * A place for bytes, by key. Keys are `/`-separated words of letters, digits, dots and hyphens.
 * `put` keeps all of it or nothing, also when the process dies in the middle; the same key again replaces it.
 */
export type Storage = {
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is nothing under the key. */
  get(key: string): Promise<Buffer | null>;
  /** Nothing under the key is no error. */
  delete(key: string): Promise<void>;
};

const KEY = /^(?!.*\.\.)[A-Za-z0-9][A-Za-z0-9.-]*(\/[A-Za-z0-9][A-Za-z0-9.-]*)*$/;

/** A key is made by the product, never by a caller; one that could leave its place is a fault. */
export function checkKey(key: string): string {
  if (key.length > 300 || !KEY.test(key)) throw new Error(`not a storage key: ${key}`);
  return key;
}
