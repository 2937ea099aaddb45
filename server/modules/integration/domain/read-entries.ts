import type * as z from 'zod/mini';
import type { ImportKind } from '../../../contracts/api/integration';
import { setPieceRateBody } from '../../../contracts/api/payroll';
import { createWorkOrderBody, itemBody, type RoutingBody, routingBody } from '../../../contracts/api/workorders';
import { type CellProblem, cellValue, type House, type RawCell } from './cell-value';
import { type ColumnRule, SHEET_COLUMNS } from './columns';

/** A line of the sheet, its cells by field; empty ones are not there. */
export type Line = { readonly row: number; readonly cells: Readonly<Record<string, RawCell>> };
/** Something to be defined, and the line where it begins. */
export type Entry<B> = { readonly row: number; readonly key: string; readonly body: B };
export type BadCell = CellProblem & { readonly row: number; readonly key: string | null; readonly field: string | null };
export type Reading<B> = { readonly entries: readonly Entry<B>[]; readonly bad: readonly BadCell[] };

type Body = z.infer<typeof itemBody> | RoutingBody | z.infer<typeof createWorkOrderBody> | z.infer<typeof setPieceRateBody>;
type Values = Readonly<Record<string, unknown>>;

/** Reads lines one by one: items, orders and prices. A key that stands there twice is bad the second time. */
export function readLines<B extends Body>(
  kind: Exclude<ImportKind, 'routings'>,
  lines: readonly Line[],
  house: House,
  seen: Map<string, number>,
): Reading<B> {
  const entries: Entry<B>[] = [];
  const bad: BadCell[] = [];
  for (const line of lines) {
    const { values, problems, key } = valuesOf(kind, line, house);
    const first = key === null ? undefined : seen.get(key);
    if (first !== undefined) problems.push({ ...place(line, key, keyField(kind)), code: 'row_repeats', details: { row: first } });
    if (key !== null && first === undefined) seen.set(key, line.row);
    const parsed = problems.length > 0 ? null : SCHEMAS[kind].safeParse(kind === 'items' ? itemOf(values) : values);
    if (parsed?.success) entries.push({ row: line.row, key: key ?? '', body: parsed.data as B });
    else bad.push(...problems, ...(parsed?.error?.issues ?? []).map((issue) => badBy(issue, line, key, fieldAt)));
  }
  return { entries, bad };
}

/** Reads lines that together say how items are made; those of one item may stand anywhere in the sheet. */
export function readRoutings(lines: readonly Line[], house: House): Reading<RoutingBody> {
  const bad: BadCell[] = [];
  const byItem = new Map<string, { line: Line; values: Values }[]>();
  const broken = new Set<string>();
  for (const line of lines) {
    const { values, problems, key } = valuesOf('routings', line, house);
    bad.push(...problems);
    if (key === null) continue;
    if (problems.length > 0) broken.add(key);
    byItem.set(key, [...(byItem.get(key) ?? []), { line, values }]);
  }
  const entries: Entry<RoutingBody>[] = [];
  for (const [key, steps] of byItem) {
    const first = steps[0];
    if (!first || broken.has(key)) continue;
    const parsed = routingBody.safeParse({ itemCode: key, operations: steps.map(({ values }) => stepOf(values)), ...linksOf(steps) });
    if (parsed.success) entries.push({ row: first.line.row, key, body: parsed.data });
    else {
      for (const issue of parsed.error.issues) {
        const step = issue.path[0] === 'operations' && typeof issue.path[1] === 'number' ? steps[issue.path[1]] : undefined;
        bad.push(badBy(issue, (step ?? first).line, key, (path) => fieldAt(path[0] === 'operations' ? path.slice(2) : path)));
      }
    }
  }
  return { entries, bad };
}

const SCHEMAS = { items: itemBody, orders: createWorkOrderBody, rates: setPieceRateBody } as const;
/** What makes a row the same as another one: its first column, or for prices the operation and the first day. */
const KEYS: Readonly<Record<ImportKind, readonly string[]>> = {
  items: ['code'],
  routings: ['itemCode'],
  orders: ['orderNo'],
  rates: ['itemCode', 'operationName', 'validFrom'],
};
const keyField = (kind: ImportKind): string => SHEET_COLUMNS[kind][0]?.field ?? '';

function valuesOf(kind: ImportKind, line: Line, house: House): { values: Values; problems: BadCell[]; key: string | null } {
  const key = keyOf(kind, line);
  const values: Record<string, unknown> = {};
  const problems: BadCell[] = [];
  for (const rule of SHEET_COLUMNS[kind]) {
    const read = readCell(rule, line, house);
    if (read === null) continue;
    if ('problem' in read) problems.push({ ...place(line, key, rule.field), ...read.problem });
    else values[rule.field] = read.value;
  }
  return { values, problems, key };
}

function keyOf(kind: ImportKind, { cells }: Line): string | null {
  const parts = KEYS[kind].map((field) => cells[field]);
  return parts.every((part) => typeof part === 'string') ? parts.join(' ') : null;
}

function readCell(rule: ColumnRule, line: Line, house: House): ReturnType<typeof cellValue> | null {
  const cell = line.cells[rule.field];
  if (cell !== undefined) return cellValue(cell, rule.type, house);
  return rule.required ? { problem: { code: 'cell_required', details: {} } } : null;
}

const place = (line: Line, key: string | null, field: string | null) => ({ row: line.row, key, field });

function itemOf({ unit, decimals, ...rest }: Values): Values {
  return unit === undefined && decimals === undefined ? rest : { ...rest, unit: { name: unit ?? '件', decimals: decimals ?? 0 } };
}

function stepOf({ seq, name, stationCode, priMinutes, firstArticleCap, finalRelease }: Values): Values {
  return {
    seq,
    name,
    ...(stationCode === undefined ? {} : { stationCode }),
    ...(priMinutes === undefined ? {} : { priMinutes }),
    ...(firstArticleCap === undefined ? {} : { firstArticle: { cap: firstArticleCap } }),
    ...(finalRelease === undefined ? {} : { finalRelease }),
  };
}

/** How each number follows the one before it, when a line says so; otherwise the rule for routings without links holds (B-1.5). */
function linksOf(steps: readonly { readonly values: Values }[]): { links?: unknown[] } {
  if (!steps.some(({ values }) => values.waitsForAll === true || values.minTransferQty !== undefined)) return {};
  const seqs = [...new Set(steps.map(({ values }) => Number(values.seq)))].sort((a, b) => a - b);
  const links = seqs.slice(1).map((to, index) => {
    const said = steps.filter(({ values }) => values.seq === to).map(({ values }) => values);
    const lot = said.find(({ minTransferQty }) => minTransferQty !== undefined)?.minTransferQty;
    const kind = said.some(({ waitsForAll }) => waitsForAll === true) ? 'finish_to_start' : 'overlap';
    return { from: seqs[index], to, kind, ...(lot === undefined ? {} : { minTransferQty: lot }) };
  });
  return { links };
}

type Issue = z.core.$ZodIssue;

function badBy(issue: Issue, line: Line, key: string | null, field: (path: readonly PropertyKey[]) => string | null): BadCell {
  const at = place(line, key, field(issue.path));
  if (issue.code === 'too_big' && issue.origin === 'string') return { ...at, code: 'cell_too_long', details: { most: issue.maximum } };
  return { ...at, code: 'cell_not_valid', details: { reason: issue.code === 'custom' ? issue.message : issue.code } };
}

/** The column behind a place in the body. */
function fieldAt(path: readonly PropertyKey[]): string | null {
  if (path[0] === 'unit') return path[1] === 'decimals' ? 'decimals' : 'unit';
  if (path[0] === 'firstArticle') return 'firstArticleCap';
  if (path[0] === 'links') return 'minTransferQty';
  return path[0] === undefined ? null : String(path[0]);
}
