import { PassThrough, type Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stream } from 'exceljs';

/** How a column looks. A `number` is decimal text in the rows and a number in the sheet, so that people can add it up. */
export type SheetColumn = { readonly header: string; readonly kind: 'text' | 'number'; readonly width?: number };
export type SheetPlan = {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  /** Rows in batches; cells in the order of the columns. */
  readonly batches: AsyncIterable<readonly (readonly (string | null)[])[]> | Iterable<readonly (readonly (string | null)[])[]>;
};

const FULL_BYTES = 1024 * 1024;

/**
 * A workbook as a stream, written while it is read: a slow reader slows the questions to the store instead of filling the memory.
 * An error in the middle ends the stream with that error.
 */
export function writeWorkbook(sheets: readonly SheetPlan[]): Readable {
  const out = new PassThrough({ highWaterMark: FULL_BYTES });
  write(sheets, out).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))));
  return out;
}

async function write(sheets: readonly SheetPlan[], out: PassThrough): Promise<void> {
  const workbook = new stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false });
  for (const plan of sheets) {
    const sheet = workbook.addWorksheet(plan.name, { views: [{ state: 'frozen', ySplit: 1 }] });
    sheet.columns = plan.columns.map(({ width, kind }) => ({ width: width ?? 16, ...(kind === 'text' ? { style: { numFmt: '@' } } : {}) }));
    const header = sheet.addRow(plan.columns.map((column) => column.header));
    header.font = { bold: true };
    header.commit();
    for await (const batch of plan.batches) {
      for (const cells of batch) sheet.addRow(cells.map((cell, index) => written(cell, plan.columns[index]?.kind ?? 'text'))).commit();
      while (out.readableLength >= FULL_BYTES && !out.destroyed) await new Promise((resolve) => setTimeout(resolve, 20));
      if (out.destroyed) return;
      await nextTurn();
    }
    sheet.commit();
  }
  await workbook.commit();
}

function written(cell: string | null, kind: SheetColumn['kind']): string | number | null {
  if (cell === null) return null;
  return kind === 'number' && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : withoutFormula(cell);
}

const RUNS = /^[=+\-@\t\r]/;

/**
 * A text that a spreadsheet program could take for a formula, now or after it was saved as CSV, gets an apostrophe in front, which such
 * programs read as "this is text".
 */
export function withoutFormula(text: string): string {
  return RUNS.test(text) ? `'${text}` : text;
}

/** What was written by `withoutFormula`, as it was before: a table can be exported, changed and imported again. */
export function asTyped(text: string): string {
  return text.startsWith("'") && RUNS.test(text.slice(1)) ? text.slice(1) : text;
}
