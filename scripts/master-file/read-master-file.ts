import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import { checked, type MasterFile } from './master-row';
import { readCsv } from './read-csv';
import { readJson } from './read-json';

/** Reads one file of master data or orders by its ending, and checks every row against its contract before anything is sent. */
export function readMasterFile(file: string, content: Buffer, offset: string): MasterFile {
  const name = path.basename(file);
  const text = decoded(content);
  const read = name.toLowerCase().endsWith('.json') ? readJson(name, text) : readCsv(name, text, offset);
  const { rows, problems } = checked(read.rows);
  return { rows, problems: [...read.problems, ...problems] };
}

/** Spreadsheets save Chinese text as UTF-8 or, from an older Windows, as GBK; what is no UTF-8 is the latter. */
function decoded(content: Buffer): string {
  return new TextDecoder(isUtf8(content) ? 'utf-8' : 'gb18030').decode(content);
}
