import { DateTime } from 'luxon';
import type { CellType } from './columns';

/** What a cell may hold, as it was read: text, or nothing that can be read. */
export type RawCell = string | { readonly wrong: 'error' | 'formula' };
export type CellProblem = { readonly code: string; readonly details: Readonly<Record<string, unknown>> };
export type House = { readonly timeZone: string; readonly workshops: readonly { readonly id: string; readonly name: string }[] };

const YES = new Set(['1', 'true', 'yes', 'y', '是', '√', '对']);
const NO = new Set(['0', 'false', 'no', 'n', '否', '×']);
const LATEST_ON_A_DAY = { hour: 23, minute: 59, second: 59 };

const problem = (code: string, details: Readonly<Record<string, unknown>> = {}): { problem: CellProblem } => ({
  problem: { code, details },
});

/** The value of a cell, or what is wrong with it. Whether the value makes sense is for the contract to say. */
export function cellValue(cell: RawCell, type: CellType, house: House): { readonly value: unknown } | { readonly problem: CellProblem } {
  if (typeof cell === 'object') return problem(cell.wrong === 'error' ? 'cell_error' : 'cell_formula');
  switch (type) {
    case 'text':
      return { value: cell };
    case 'decimal':
      // 1,200 is how people write it; a comma can stand nowhere else.
      return /^\d{1,3}(,\d{3})*(\.\d+)?$|^\d+(\.\d+)?$/.test(cell) ? { value: cell.replaceAll(',', '') } : problem('cell_not_a_number');
    case 'number':
      return /^\d+(\.\d+)?%?$/.test(cell) ? { value: Number(cell.replace('%', '')) } : problem('cell_not_a_number');
    case 'integer':
      return /^\d{1,9}$/.test(cell) ? { value: Number(cell) } : problem('cell_not_a_whole_number');
    case 'yesOrNo': {
      const word = cell.toLowerCase();
      if (YES.has(word)) return { value: true };
      return NO.has(word) ? { value: false } : problem('cell_not_yes_or_no');
    }
    case 'dueDate': {
      const value = dueInstant(cell, house.timeZone);
      return value === null ? problem('cell_not_a_date') : { value };
    }
    case 'day': {
      const value = dueInstant(cell, 'UTC');
      return value === null ? problem('cell_not_a_date') : { value: value.slice(0, 10) };
    }
    case 'workshop': {
      const known = house.workshops.find(({ id, name }) => id === cell || name === cell);
      return known ? { value: known.id } : problem('workshop_unknown', { workshop: cell });
    }
  }
}

const DATE = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+(\d{1,2})[::](\d{2})(?:[::](\d{2}))?)?$/;

/** A date on the factory's calendar as an instant; a day alone is due at its last second. Null for what is no date of the calendar. */
function dueInstant(text: string, timeZone: string): string | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const [year, month, day, hour, minute, second] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  const time = hour === undefined ? LATEST_ON_A_DAY : { hour, minute, second: second ?? 0 };
  const at = DateTime.fromObject({ year, month, day, ...time }, { zone: timeZone });
  return at.isValid ? at.toISO({ suppressMilliseconds: true }) : null;
}
