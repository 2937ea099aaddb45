import { LRUCache } from 'lru-cache';

const MOST = 5_000;
const caches = new Set<LRUCache<string, object>>();
let generation = 0;

/**
 * What a request may take from memory instead of the store, for moments. Everything is forgotten as soon as a command of this process
 * has changed anybody's rights or sign-ins, and an answer that was on its way from the store at that moment is not remembered: it may
 * be from before. So a departure and a change of roles hold from the next request on (B-13.4, B-13.5).
 */
export function remembering<T extends object>(forMs: number): (key: string, load: () => Promise<T>) => Promise<T> {
  if (forMs === 0) return (_, load) => load();
  const cache = new LRUCache<string, T>({ max: MOST, ttl: forMs });
  caches.add(cache as unknown as LRUCache<string, object>);
  return async (key, load) => {
    const known = cache.get(key);
    if (known) return known;
    const before = generation;
    const value = await load();
    if (before === generation) cache.set(key, value);
    return value;
  };
}

/** Forgets what is remembered of people and sign-ins. Called when the change is in the store: earlier, the old could be read again. */
export function forgetRights(): void {
  generation += 1;
  for (const cache of caches) cache.clear();
}
