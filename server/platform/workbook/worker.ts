import { parentPort, workerData } from 'node:worker_threads';
import type { SheetRow } from './cell';
import { readSheets, TooManyRows } from './read-sheets';

export type WorkerInput = { readonly parts: readonly (readonly [name: string, part: Uint8Array])[]; readonly mostRows: number };
export type FromWorker =
  | { readonly sheet: string; readonly rows: readonly SheetRow[] }
  | { readonly end: 'read' | 'too_many_rows' | 'unreadable' };

const BATCH = 500;

/** Reads in a thread of its own and hands on in small pieces, so that taking them never holds up the server. */
function work({ parts, mostRows }: WorkerInput, tell: (message: FromWorker) => void): void {
  try {
    const sheets = readSheets(
      new Map(parts.map(([name, part]) => [name, Buffer.from(part.buffer, part.byteOffset, part.byteLength)])),
      mostRows,
    );
    for (const { name, rows } of sheets) {
      for (let from = 0; from === 0 || from < rows.length; from += BATCH) tell({ sheet: name, rows: rows.slice(from, from + BATCH) });
    }
    tell({ end: 'read' });
  } catch (error) {
    tell({ end: error instanceof TooManyRows ? 'too_many_rows' : 'unreadable' });
  }
}

const port = parentPort;
if (port) work(workerData as WorkerInput, (message) => port.postMessage(message));
