import * as z from 'zod/mini';
import { businessDate, id, personRef } from './primitives';

/** What can come in by Excel, one kind a file. */
export const IMPORT_KINDS = ['items', 'routings', 'orders', 'rates'] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];
/** What goes out as Excel. */
export const EXPORT_TABLES = [
  'items',
  'routings',
  'stations',
  'orders',
  'operations',
  'order-changes',
  'work-reports',
  'unplaced-reports',
  'inspections',
  'alerts',
  'approvals',
  'rates',
  'pay-lines',
  'people',
] as const;
export type ExportTable = (typeof EXPORT_TABLES)[number];
export const EXCEL_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const kind = z.enum(IMPORT_KINDS);
/** What language a file or a page is in; that of the caller when not said. */
export const locale = z.optional(z.enum(['zh-CN', 'en']));

/** Said beside an uploaded file, in the query string. */
export const importUpload = z.strictObject({
  kind,
  fileName: z._default(z.string().check(z.trim(), z.minLength(1), z.maxLength(120), z.regex(/^[^\p{C}/\\]+$/u)), 'import.xlsx'),
});
/** The file itself is known by its content: the same file again is the same request. */
export const draftImportBody = z.extend(importUpload, { sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)) });
export const importIdBody = z.strictObject({ importId: id });

const counts = z.object({ rows: z.number(), created: z.number(), changed: z.number(), skipped: z.number(), bad: z.number() });
export type ImportCounts = z.infer<typeof counts>;
const sheetRow = z.object({ row: z.number(), key: z.string() });
const changedRow = z.extend(sheetRow, {
  changes: z.array(z.object({ field: z.string(), from: z.nullable(z.string()), to: z.nullable(z.string()) })),
});
/** A row that cannot be taken: where it is wrong (`C12`), and why, as a code of the error texts with its parameters. */
const badRow = z.object({
  sheet: z.string(),
  cell: z.string(),
  row: z.number(),
  key: z.nullable(z.string()),
  field: z.nullable(z.string()),
  code: z.string(),
  details: z.record(z.string(), z.unknown()),
});
export type ImportRow = z.infer<typeof sheetRow>;
export type ChangedImportRow = z.infer<typeof changedRow>;
export type BadImportRow = z.infer<typeof badRow>;

/** What applying it would do, or did. Of each sort the first 200 rows are shown; the counts are of all. */
export const importDto = z.object({
  id: z.string(),
  kind,
  fileName: z.string(),
  sheet: z.string(),
  state: z.enum(['ready', 'bad', 'applied']),
  counts,
  created: z.array(sheetRow),
  changed: z.array(changedRow),
  skipped: z.array(sheetRow),
  bad: z.array(badRow),
  /** How far applying has come; null when nobody is applying it. */
  progress: z.nullable(z.object({ done: z.number(), total: z.number() })),
  createdBy: personRef,
  createdAt: z.string(),
  appliedAt: z.nullable(z.string()),
  /** Until when it can be applied. */
  expiresAt: z.string(),
});
export type ImportDto = z.infer<typeof importDto>;
export const importReceiptDto = z.object({ id: z.string(), kind, state: z.enum(['ready', 'bad', 'applied']), counts });
export type ImportReceiptDto = z.infer<typeof importReceiptDto>;

export const templateQuery = z.strictObject({ kind, locale });
/** `from` and `to` are business dates, for the tables of what happened; the others are as they stand. */
export const exportQuery = z.strictObject({ locale, from: z.optional(businessDate), to: z.optional(businessDate) });
export const travelCardQuery = z.strictObject({ workOrderId: id, size: z._default(z.enum(['A4', 'A5']), 'A5'), locale });
/** `60x40` is a roll of labels, `A4` a sheet of them. */
const labelPaper = z._default(z.enum(['60x40', 'A4']), '60x40');
export const labelsQuery = z.strictObject({ workOrderId: id, size: labelPaper, locale });
/** Several orders in one document to print, in the order given. */
const workOrderIds = z.pipe(
  z.string().check(z.maxLength(2_500)),
  z.pipe(
    z.transform((text: string) => text.split(',')),
    z.array(id).check(z.minLength(1), z.maxLength(100)),
  ),
);
export const travelCardsQuery = z.strictObject({ workOrderIds, size: z._default(z.enum(['A4', 'A5']), 'A5'), locale });
export const labelSheetQuery = z.strictObject({ workOrderIds, size: labelPaper, locale });
