import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** One line of the log: somebody did something for an order, from when to when (the factory's wall clock). */
export type LogRecord = {
  readonly caseId: string;
  readonly activity: string;
  readonly worker: string;
  readonly start: string;
  readonly end: string;
};

const COLUMNS = {
  caseId: ['case_id', 'case'],
  activity: ['activity'],
  worker: ['resource', 'worker'],
  start: ['start_timestamp', 'start'],
  end: ['timestamp', 'end', 'end_timestamp'],
} as const;
const OFFSET = '+08:00';
const TIME = /^(\d{4})[/-](\d{2})[/-](\d{2})[ T](\d{2}):(\d{2})(?::(\d{2}))?/;

/** Reads an event log. Names the line and the column of the first thing that is not right; takes nothing of a broken file. */
export function readLog(file: string): LogRecord[] {
  const rows = parse(readFileSync(file), { columns: true, skip_empty_lines: true, trim: true, bom: true }) as Record<string, string>[];
  return rows.map((row, index) => {
    const field = (name: keyof typeof COLUMNS): string => {
      const value = COLUMNS[name].map((column) => row[column]).find((text) => text !== undefined && text !== '');
      if (value === undefined) throw new Error(`${file}, line ${index + 2}: no ${COLUMNS[name].join(' or ')}`);
      return value;
    };
    const instant = (name: 'start' | 'end'): string => {
      const match = TIME.exec(field(name));
      if (!match) throw new Error(`${file}, line ${index + 2}: "${field(name)}" is no time like 2012/01/30 06:24:00`);
      return `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6] ?? '00'}${OFFSET}`;
    };
    const start = instant('start');
    const end = instant('end');
    return {
      caseId: field('caseId'),
      activity: field('activity').replace(/\s+/g, ' '),
      worker: field('worker'),
      start,
      end: later(start, end),
    };
  });
}

/** A record that ends before it began took no time. ISO texts of one offset compare as times. */
function later(start: string, end: string): string {
  return start.localeCompare(end) > 0 ? start : end;
}
