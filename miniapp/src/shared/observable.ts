import { useSyncExternalStore } from 'react';

/** A value that components can watch. */
export type Observable<T> = {
  get(): T;
  set(next: T): void;
  /** Calls back after every change; answers how to stop. */
  subscribe(listener: () => void): () => void;
};

/** Keeps one value outside React, so that the sender, the request layer and the pages see the same. */
export function createObservable<T>(initial: T): Observable<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.get, observable.get);
}
