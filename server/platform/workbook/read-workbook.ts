import { existsSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../errors/app-error';
import type { Sheet, SheetRow } from './cell';
import { openParts, type Parts } from './open-parts';
import { readSheets, TooManyRows } from './read-sheets';
import type { FromWorker, WorkerInput } from './worker';

const LONGEST_MS = 30_000;
const MOST_MEMORY_MB = 512;
const SIDE_BY_SIDE = 2;
let reading = 0;

export type ReadOptions = {
  readonly mostRows: number;
  /** The bundled worker.ts; by default `excel-worker.js` beside the running bundle. Where there is none (tests run from sources) this thread reads. */
  readonly workerFile?: string;
};

/**
 * Reads a workbook that somebody sent. It is read in a worker with a bound on memory and time: what goes wrong ends the worker and nothing
 * else. Throws `workbook_unreadable`, `workbook_unsafe`, `workbook_too_many_rows`, and `busy` while two others are being read.
 */
export async function readWorkbook(bytes: Buffer, options: ReadOptions): Promise<Sheet[]> {
  if (reading >= SIDE_BY_SIDE) throw new AppError('busy');
  reading += 1;
  try {
    const parts = await openParts(bytes);
    const workerFile = options.workerFile ?? path.join(__dirname, 'excel-worker.js');
    return existsSync(workerFile) ? await readInWorker(parts, options.mostRows, workerFile) : readHere(parts, options.mostRows);
  } finally {
    reading -= 1;
  }
}

const tooMany = (mostRows: number) => new AppError('workbook_too_many_rows', { mostRows });
const unreadable = () => new AppError('workbook_unreadable');

function readHere(parts: Parts, mostRows: number): Sheet[] {
  try {
    return readSheets(parts, mostRows);
  } catch (error) {
    throw error instanceof TooManyRows ? tooMany(mostRows) : unreadable();
  }
}

function readInWorker(parts: Parts, mostRows: number, workerFile: string): Promise<Sheet[]> {
  const worker = new Worker(workerFile, {
    workerData: { parts: [...parts], mostRows } satisfies WorkerInput,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  const sheets: { name: string; rows: SheetRow[] }[] = [];
  let timer: NodeJS.Timeout | undefined;
  return new Promise<Sheet[]>((resolve, reject) => {
    timer = setTimeout(() => reject(unreadable()), LONGEST_MS);
    worker.on('message', (message: FromWorker) => {
      if ('end' in message) {
        if (message.end === 'read') resolve(sheets);
        else reject(message.end === 'too_many_rows' ? tooMany(mostRows) : unreadable());
        return;
      }
      const last = sheets.at(-1);
      if (last?.name === message.sheet) last.rows.push(...message.rows);
      else sheets.push({ name: message.sheet, rows: [...message.rows] });
    });
    // Out of memory, or gone for any other reason before it had said its last word.
    worker.on('error', () => reject(unreadable()));
    worker.on('exit', () => reject(unreadable()));
  }).finally(() => {
    clearTimeout(timer);
    return worker.terminate();
  });
}
