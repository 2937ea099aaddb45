import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { serve } from './serve';
import type { FromWorker } from './worker';

export type StartOptions = {
  /** data directory, made when it is not there; unused with durability `memory` */
  dir: string;
  /** Unix socket path (Windows: pipe name); by default one in `dir` that only this user can reach */
  socket?: string;
  /**
   * When a write counts as done: `fsync` survives the loss of power, `write` the end of the process but not of the machine, `memory` neither.
   */
  durability: 'fsync' | 'write' | 'memory';
  /** serve from this thread instead of a worker: for tests, which run from sources */
  inProcess?: boolean;
  /** listen on this TCP port of 127.0.0.1 instead of the socket (0: any free one): for tools. Whoever can log in to the machine gets in. */
  port?: number;
  /** the bundled worker.ts; by default `embedded-worker.js` beside the running bundle */
  workerFile?: string;
  /** read past damage in the log instead of refusing to start; see README.md */
  salvage?: boolean;
  /** log size in bytes at which a snapshot is taken; 256 MiB by default */
  maxLogBytes?: number;
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
 * Opens the embedded store. Rejects when the directory is in use by another server, or when the data are damaged (and `salvage` is not set).
 */
export async function start(options: StartOptions): Promise<EmbeddedStore> {
  return options.inProcess === true ? serve(options) : startWorker(options);
}

function startWorker({ onExit, workerFile, ...options }: StartOptions): Promise<EmbeddedStore> {
  const worker = new Worker(workerFile ?? path.join(__dirname, 'embedded-worker.js'), { workerData: options });
  return new Promise((resolve, reject) => {
    let failure: Error | null = null;
    let closing = false;
    const exited = new Promise<void>((done) => {
      worker.once('exit', () => {
        const error = failure ?? new Error('the worker of the embedded store ended');
        reject(error);
        if (!closing) onExit?.(error);
        done();
      });
    });
    worker.on('error', (error: Error) => {
      failure = error;
    });
    worker.on('message', (message: FromWorker) => {
      if ('failed' in message) failure = new Error(message.failed);
      else {
        const close = async (): Promise<void> => {
          closing = true;
          worker.postMessage('close');
          await exited;
        };
        resolve({ ...message, close });
      }
    });
  });
}
