import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MongoServerError } from 'mongodb';
import { Types } from 'mongoose';
import { EXCEL_TYPE, type ImportKind, importUpload } from '../../contracts/api/integration';
import { AppError, type Uploaded } from '../../platform';
import { asTyped, readWorkbook, type Sheet } from '../../platform/workbook';
import { findHeadings } from './domain/columns';
import type { Line } from './domain/read-entries';
import { exampleKeys, headingsOf, labelsOf } from './integration.texts';
import { type ImportFile, ImportFileModel, ImportPieceModel } from './models/import-file.model';

const MOST_ROWS = 20_000;
const MOST_BYTES = 10 * 1024 * 1024;
const PIECE = 250;
export const KEPT_MS = 7 * 86_400_000;

/** What an upload of a sheet has to look like. */
export const sheetUpload = { asked: importUpload, contentType: EXCEL_TYPE, mostBytes: MOST_BYTES, receive: stageFile };

/**
 * Reads an uploaded sheet and keeps its lines for the command that follows; the same bytes are read once. Nothing is kept of a file that
 * cannot be read, has too many rows, lacks columns, or has no rows. Answers the input of that command.
 */
async function stageFile({ bytes, asked, actor, now }: Uploaded): Promise<{ kind: ImportKind; fileName: string; sha256: string }> {
  const { kind, fileName } = asked as { kind: ImportKind; fileName: string };
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const { factoryId } = actor.scope;
  const expiresAt = new Date(now.getTime() + KEPT_MS);
  if (!(await keepLonger({ factoryId, kind, sha256 }, expiresAt))) {
    const { sheet, columns, lines } = await linesOf(kind, await readWorkbook(bytes, { mostRows: MOST_ROWS + 20 }));
    await store({ factoryId, kind, sha256, sheet, columns, readAt: now, expiresAt }, lines);
  }
  return { kind, fileName, sha256 };
}

type Content = Pick<ImportFile, 'factoryId' | 'kind' | 'sha256'>;

async function keepLonger(content: Content, expiresAt: Date): Promise<boolean> {
  const known = await ImportFileModel.findOneAndUpdate(content, { $max: { expiresAt } }).lean<ImportFile>();
  if (!known) return false;
  const pieces = await ImportPieceModel.updateMany({ factoryId: content.factoryId, fileId: known._id }, { $max: { expiresAt } });
  if (pieces.matchedCount === known.pieces) return true;
  // Some had expired a moment ago: the file is read again.
  await ImportFileModel.deleteOne({ _id: known._id, factoryId: content.factoryId });
  return false;
}

async function linesOf(
  kind: ImportKind,
  sheets: readonly Sheet[],
): Promise<{ sheet: string; columns: Record<string, number>; lines: Line[] }> {
  const found = findHeadings(sheets, headingsOf(kind));
  if ('missing' in found) throw new AppError('import_columns_missing', { columns: labelsOf(kind, found.missing).join(', ') });
  const rows = sheets.find(({ name }) => name === found.sheet)?.rows.filter(({ row }) => row > found.row) ?? [];
  if (rows.length > MOST_ROWS) throw new AppError('workbook_too_many_rows', { mostRows: MOST_ROWS });
  const example = exampleKeys(kind);
  const lines: Line[] = [];
  for (const [index, { row, cells }] of rows.entries()) {
    if (index % PIECE === 0) await nextTurn();
    const known = [...found.at].flatMap(([field, column]) => {
      const cell = cells[column] ?? null;
      return cell === null ? [] : [[field, typeof cell === 'string' ? asTyped(cell) : cell] as const];
    });
    const key = known.find(([field]) => field === headingsOf(kind)[0]?.field)?.[1];
    if (known.length > 0 && !(typeof key === 'string' && example.has(key))) lines.push({ row, cells: Object.fromEntries(known) });
  }
  if (lines.length === 0) throw new AppError('import_empty');
  return { sheet: found.sheet, columns: Object.fromEntries(found.at), lines };
}

/** The pieces first, the file last: a file that is there is there whole. Of two who store the same content at once, one is enough. */
async function store(file: Omit<ImportFile, '_id' | 'pieces' | 'lineCount'>, lines: readonly Line[]): Promise<void> {
  const _id = new Types.ObjectId();
  const { factoryId, expiresAt } = file;
  let pieces = 0;
  for (let from = 0; from < lines.length; from += PIECE) {
    const piece = { _id: new Types.ObjectId(), factoryId, fileId: _id, place: pieces, lines: lines.slice(from, from + PIECE), expiresAt };
    await ImportPieceModel.insertMany([piece], { lean: true });
    pieces += 1;
  }
  try {
    await ImportFileModel.insertMany([{ ...file, _id, pieces, lineCount: lines.length }], { lean: true });
  } catch (error) {
    if (!(error instanceof MongoServerError && error.code === 11000)) throw error;
    await ImportPieceModel.deleteMany({ factoryId, fileId: _id });
  }
}
