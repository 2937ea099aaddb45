import { createObservable, useObservable } from '../observable';

/** Whether the last request was answered. `since` is when it stopped being so; a phone's own word about its network is not trusted. */
export type Connection = { readonly reachable: true } | { readonly reachable: false; readonly since: string };

const connection = createObservable<Connection>({ reachable: true });

export function noteReachable(): void {
  if (!connection.get().reachable) connection.set({ reachable: true });
}

export function noteUnreachable(): void {
  if (connection.get().reachable) connection.set({ reachable: false, since: new Date().toISOString() });
}

export function currentConnection(): Connection {
  return connection.get();
}

export function useConnection(): Connection {
  return useObservable(connection);
}
