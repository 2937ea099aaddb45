/** Formats that spreadsheet programs know by number and that show a date or a time, the East Asian ones included. */
const KNOWN: readonly (readonly [from: number, to: number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** Whether a number format shows a date: by its number, or by the letters of its own code outside quotes and brackets. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (KNOWN.some(([from, to]) => id >= from && id <= to)) return true;
  if (code === undefined) return false;
  const bare = code.replace(/"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|[_*]./gi, '');
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare);
}

const DAY_MS = 86_400_000;
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);

/** The serial number of a day as text, without a zone; null for what is no day of the calendar. A time of day is kept to the second. */
export function dateText(serial: number, from1904: boolean): string | null {
  if (!(serial >= 1 && serial < 2_958_466)) return null;
  const ms = Math.round((serial * DAY_MS) / 1_000) * 1_000 + (from1904 ? EPOCH_1904 : EPOCH_1900);
  const text = new Date(ms).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19);
}
