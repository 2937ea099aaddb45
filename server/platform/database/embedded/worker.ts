import { parentPort, workerData } from 'node:worker_threads';
import type { StartOptions } from './index';
import { serve } from './serve';

/** Entry point of the worker thread: serves until it is told to close. What it throws reaches the thread that started it. */
async function main(): Promise<void> {
  const { close, ...served } = await serve(workerData as StartOptions);
  parentPort?.once('message', () => void close().then(() => process.exit(0)));
  parentPort?.postMessage(served);
}

void main();
