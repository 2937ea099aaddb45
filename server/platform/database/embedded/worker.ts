import { parentPort, workerData } from 'node:worker_threads';
import type { StartOptions } from './index';
import { serve } from './serve';

/** What the worker tells the thread that started it, once. */
export type FromWorker = { uri: string; salvaged: string[] } | { failed: string };

/** Entry point of the worker thread: serves until it is told to close. */
async function main(): Promise<void> {
  const tell = (message: FromWorker): void => parentPort?.postMessage(message);
  try {
    const { uri, salvaged, close } = await serve(workerData as StartOptions);
    parentPort?.once('message', () => void close().then(() => process.exit(0)));
    tell({ uri, salvaged });
  } catch (error) {
    tell({ failed: error instanceof Error ? error.message : String(error) });
  }
}

void main();
