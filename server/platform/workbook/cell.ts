/**
 * What stands in a cell, as text: numbers in decimal notation, dates as `2026-11-22` or `2026-11-22T08:30:00` on the clock of whoever wrote
 * them, truths as `TRUE` and `FALSE`. Null is an empty cell; `wrong` is one that has nothing to read.
 */
export type Cell = string | null | { readonly wrong: 'error' | 'formula' };
/** One line of a sheet: its number as the sheet counts, and its cells from column A on. */
export type SheetRow = { readonly row: number; readonly cells: readonly Cell[] };
export type Sheet = { readonly name: string; readonly rows: readonly SheetRow[] };

/** `A`, `B`, … `Z`, `AA` … for 0, 1, … */
export function columnLetters(column: number): string {
  const rest = String.fromCharCode(65 + (column % 26));
  return column < 26 ? rest : columnLetters(Math.floor(column / 26) - 1) + rest;
}

/** The column of an address like `AB12`, from 0; null when it is none. */
export function columnOfAddress(address: string): number | null {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(address)?.[1];
  if (!letters) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
