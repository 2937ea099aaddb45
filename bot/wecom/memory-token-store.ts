import type { StoredToken, TokenStore } from './access-token';

/** Keeps tokens for one process. Enough where one process talks to the platform. */
export function createMemoryTokenStore(): TokenStore {
  const tokens = new Map<string, StoredToken>();
  return {
    read: async (key) => tokens.get(key),
    write: async (key, token) => {
      tokens.set(key, token);
    },
  };
}
