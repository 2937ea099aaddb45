import { createServer, type Server } from 'node:http';
import type { Config } from './platform/config/config';

/** Asked before anything is opened: a demonstration that is founded and then cannot be filled would stay empty. */
export function demandFreePort({ port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

/** Resolves when a server can be reached; rejects when its port is taken, instead of ending the process with a stack. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
