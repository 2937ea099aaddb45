import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { serve } from './serve';
import type { LogOptions } from './storage/log-store';

export { SALVAGE_HINT } from './storage/log-store';

export type StartOptions = LogOptions & {
  /** serve from this thread instead of a worker: for tests, which run from sources */
  inProcess?: boolean;
  /**
   * listen on this TCP port of 127.0.0.1 (0 for a free one) instead of a Unix socket that only this user can reach: for tools. Whoever can log
   * in to the machine gets in.
   */
  port?: number;
  /** how often expired documents, transactions and cursors are cleared away, in milliseconds; a minute by default */
  sweepMs?: number;
  /** told when the worker ended by itself: no further command will be answered */
  onExit?: (error: Error) => void;
};

export type EmbeddedStore = {
  /** what mongoose connects to; add a database name to its path */
  uri: string;
  /** what `salvage` could not read or keep, one line each */
  salvaged: string[];
  close(): Promise<void>;
};

/**
 * Opens the embedded store, unless told otherwise in a worker: `embedded-worker.js` beside the running bundle, which is worker.ts. Rejects when
 * the directory is in use by another server, or when the data are damaged (and `salvage` is not set).
 */
export async function start({ onExit, ...options }: StartOptions): Promise<EmbeddedStore> {
  if (options.inProcess) return serve(options);
  const worker = new Worker(path.join(__dirname, 'embedded-worker.js'), { workerData: options });
  const [served] = (await once(worker, 'message')) as [Omit<EmbeddedStore, 'close'>];
  const exited = new Promise((done) => worker.once('exit', done));
  worker.on('error', (error: Error) => onExit?.(error));
  const close = async (): Promise<void> => {
    worker.postMessage('close');
    await exited;
  };
  return { ...served, close };
}
