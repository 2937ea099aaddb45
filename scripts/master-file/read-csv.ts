import { parse } from 'csv-parse/sync';
import { columnOf } from './columns';
import type { MasterFile, MasterKind, MasterRow, Problem } from './master-row';

type Line = { readonly source: string; readonly cells: Readonly<Record<string, string>> };

const YES = new Set(['1', 'true', 'yes', 'y', '是', '√']);
const NO = new Set(['0', 'false', 'no', 'n', '否']);

/**
 * Rows of a table as it comes out of a spreadsheet. Its columns say what it is: order numbers make it orders, operation numbers routings,
 * workshops stations, and anything else with a code items. The lines of one routing may stand anywhere in the file.
 * `offset` is the zone of due dates that name none.
 */
export function readCsv(name: string, text: string, offset: string): MasterFile {
  const problems: Problem[] = [];
  let columns: readonly string[] = [];
  const records = parse(text, {
    bom: true,
    trim: true,
    skip_empty_lines: true,
    info: true,
    skip_records_with_error: true,
    columns: (header: string[]) => {
      columns = header.map(columnOf);
      return [...columns];
    },
    on_skip: (error) => {
      problems.push({ source: `${name}:${error?.lines ?? '?'}`, reason: error?.code ?? 'unreadable' });
    },
  }) as unknown as { record: Record<string, string>; info: { lines: number } }[];
  const lines = records.map(({ record, info }) => ({ source: `${name}:${info.lines}`, cells: filled(record) }));
  const kind = kindOf(columns);
  if (!kind)
    return { rows: [], problems: [{ source: `${name}:1`, reason: `cannot tell what this is from its columns: ${columns.join(', ')}` }] };
  const rows =
    kind === 'routings' ? routingsOf(lines) : lines.map((line) => ({ kind, source: line.source, body: bodyOf(kind, line, offset) }));
  return { rows, problems };
}

function kindOf(columns: readonly string[]): MasterKind | null {
  if (columns.includes('orderNo')) return 'orders';
  if (columns.includes('seq')) return 'routings';
  if (!columns.includes('code')) return null;
  return columns.includes('workshopId') ? 'stations' : 'items';
}

function bodyOf(kind: Exclude<MasterKind, 'routings'>, { cells }: Line, offset: string): MasterRow['body'] {
  if (kind === 'stations') return cells;
  if (kind === 'items') {
    const { unit, decimals, ...rest } = cells;
    return unit === undefined ? rest : { ...rest, unit: { name: unit, decimals: numberOf(decimals ?? '0') } };
  }
  const { dueAt, release, overProductionPercent, ...rest } = cells;
  return {
    ...rest,
    ...(dueAt === undefined ? {} : { dueAt: instantOf(dueAt, offset) }),
    ...(release === undefined ? {} : { release: truthOf(release) }),
    ...(overProductionPercent === undefined ? {} : { overProductionPercent: numberOf(overProductionPercent) }),
  };
}

function routingsOf(lines: readonly Line[]): MasterRow[] {
  const byItem = new Map<string, Line[]>();
  for (const line of lines) byItem.set(line.cells.itemCode ?? '', [...(byItem.get(line.cells.itemCode ?? '') ?? []), line]);
  return [...byItem].map(([itemCode, steps]) => ({
    kind: 'routings' as const,
    source: steps[0]?.source ?? '',
    body: { itemCode, operations: steps.map(stepOf) },
  }));
}

function stepOf({ cells }: Line): Record<string, unknown> {
  const { itemCode: _, seq, priMinutes, firstArticleCap, finalRelease, ...rest } = cells;
  return {
    ...rest,
    seq: numberOf(seq ?? ''),
    ...(priMinutes === undefined ? {} : { priMinutes: numberOf(priMinutes) }),
    ...(firstArticleCap === undefined ? {} : { firstArticle: { cap: firstArticleCap } }),
    ...(finalRelease === undefined ? {} : { finalRelease: truthOf(finalRelease) }),
  };
}

const filled = (record: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(record).filter(([, cell]) => cell !== ''));

// What is no number, no yes and no date stays as it was written, so that the contract names it.
const numberOf = (text: string): number | string => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);

function truthOf(text: string): boolean | string {
  const word = text.toLowerCase();
  if (YES.has(word)) return true;
  return NO.has(word) ? false : text;
}

/** A day is over when it is over: `2026-12-01` is due at its last second. */
function instantOf(text: string, offset: string): string {
  const match = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?$/.exec(text);
  if (!match) return text;
  const [, year = '', month = '', day = '', hour, minute] = match;
  const time = hour === undefined ? '23:59:59' : `${hour.padStart(2, '0')}:${minute}:00`;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}T${time}${offset}`;
}
