import { type Cell, columnOfAddress, type Sheet, type SheetRow } from './cell';
import { dateText, isDateFormat } from './date-format';
import type { Parts } from './open-parts';
import { readXml } from './read-xml';

const MOST_COLUMNS = 64;
const MOST_SHEETS = 20;
const EXCEL_ROWS = 1_048_576;

/** More lines than a caller takes: the reading ends there. */
export class TooManyRows extends Error {}

type Book = { readonly sharedTexts: readonly string[]; readonly dateStyles: readonly boolean[]; readonly from1904: boolean };

/** Every sheet of a workbook in its order, empty lines left out. Throws when a part is missing or makes no sense, or `TooManyRows`. */
export function readSheets(parts: Parts, mostRows: number): Sheet[] {
  const listing = workbookOf(parts);
  const book: Book = { sharedTexts: sharedTextsOf(parts), dateStyles: dateStylesOf(parts), from1904: listing.from1904 };
  let left = mostRows;
  return listing.sheets.slice(0, MOST_SHEETS).map(({ name, path }) => {
    const rows = rowsOf(partAt(parts, path), book, left);
    left -= rows.length;
    return { name, rows };
  });
}

function partAt(parts: Parts, path: string): Buffer {
  const part = parts.get(path);
  if (!part) throw new Error(`no part ${path}`);
  return part;
}

function workbookOf(parts: Parts): { sheets: { name: string; path: string }[]; from1904: boolean } {
  const targets = new Map<string, string>();
  readXml(partAt(parts, 'xl/_rels/workbook.xml.rels'), {
    open: (name, { Id = '', Target = '' }) => {
      if (name === 'Relationship') targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const sheets: { name: string; path: string }[] = [];
  let from1904 = false;
  readXml(partAt(parts, 'xl/workbook.xml'), {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      const path = name === 'sheet' ? targets.get(attributes['r:id'] ?? '') : undefined;
      // A chart may be a sheet too; it has no cells.
      if (path !== undefined && /worksheets?\//i.test(path)) sheets.push({ name: attributes.name ?? '', path });
    },
  });
  return { sheets, from1904 };
}

/** Texts that cells point at. Parts of one text in different fonts are one text; how it is pronounced is none. */
function sharedTextsOf(parts: Parts): string[] {
  const part = parts.get('xl/sharedStrings.xml');
  const texts: string[] = [];
  if (!part) return texts;
  let text = '';
  let inText = false;
  let pronounced = false;
  readXml(part, {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') pronounced = true;
      inText = name === 't' && !pronounced;
    },
    text: (piece) => {
      if (inText) text += piece;
    },
    close: (name) => {
      inText = false;
      if (name === 'rPh') pronounced = false;
      if (name === 'si') texts.push(text);
    },
  });
  return texts;
}

/** Which cell styles show a date: that a number is a day is said nowhere else. */
function dateStylesOf(parts: Parts): boolean[] {
  const part = parts.get('xl/styles.xml');
  const codes = new Map<number, string>();
  const formats: number[] = [];
  if (!part) return [];
  let inCells = false;
  readXml(part, {
    open: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) formats.push(Number(attributes.numFmtId ?? 0));
    },
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats.map((id) => isDateFormat(id, codes.get(id)));
}

type Reading = { type: string; style: number; column: number; value: string | null; text: string; formula: boolean };

function rowsOf(part: Buffer, book: Book, mostRows: number): SheetRow[] {
  const rows: SheetRow[] = [];
  let row = 0;
  let cells: Cell[] = [];
  let next = 0;
  let cell: Reading | null = null;
  let inside: 'value' | 'text' | null = null;
  readXml(part, {
    open: (name, attributes) => {
      if (name === 'row') {
        const given = attributes.r === undefined ? row + 1 : Number(attributes.r);
        if (!(Number.isInteger(given) && given > row && given <= EXCEL_ROWS)) throw new Error('lines out of order');
        row = given;
        cells = [];
        next = 0;
      } else if (name === 'c') {
        const column = attributes.r === undefined ? next : columnOfAddress(attributes.r);
        if (column === null || column < next) throw new Error('cells out of order');
        next = column + 1;
        cell = { type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), column, value: null, text: '', formula: false };
      } else if (name === 'f' && cell) cell.formula = true;
      else if (name === 'v' && cell) {
        cell.value = '';
        inside = 'value';
      } else if (name === 't' && cell) inside = 'text';
    },
    text: (piece) => {
      if (!cell || inside === null) return;
      if (inside === 'value') cell.value = (cell.value ?? '') + piece;
      else cell.text += piece;
    },
    close: (name) => {
      if (name === 'v' || name === 't') inside = null;
      if (name === 'c' && cell) {
        if (cell.column < MOST_COLUMNS) place(cells, cell.column, cellOf(cell, book));
        cell = null;
      }
      if (name !== 'row' || cells.every((one) => one === null)) return;
      if (rows.length >= mostRows) throw new TooManyRows();
      rows.push({ row, cells });
    },
  });
  return rows;
}

function place(cells: Cell[], column: number, cell: Cell): void {
  while (cells.length < column) cells.push(null);
  cells.push(cell);
}

function cellOf({ type, style, value, text, formula }: Reading, book: Book): Cell {
  if (type === 'inlineStr') return filled(text);
  if (value === null) return formula ? { wrong: 'formula' } : null;
  if (type === 's') return filled(book.sharedTexts[Number(value)] ?? '');
  if (type === 'e') return { wrong: 'error' };
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type === 'str' || type === 'd') return filled(value);
  const number = Number(value);
  if (!Number.isFinite(number)) return { wrong: 'error' };
  return book.dateStyles[style] ? (dateText(number, book.from1904) ?? { wrong: 'error' }) : decimalText(number);
}

const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** A number as people write it: what binary fractions add at the far end (0.30000000000000004) was never typed. */
function decimalText(number: number): string {
  const short = Number(number.toPrecision(15));
  const text = String(short);
  return text.includes('e') ? short.toFixed(10).replace(/\.?0+$/, '') : text;
}
