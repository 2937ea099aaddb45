import * as z from 'zod/mini';
import { WORK_ORDER_STATUSES } from '../statuses';
import { attachedBody, attachedDto, MOST_PHOTOS } from './media';
import { businessDate, code, id, instant, limit, line, note, personRef, quantity } from './primitives';
import { operationDto } from './workorders';

/** Scrap reasons and whose defect each is (B-8.2): only `worker` may ever lower pay. */
export const SCRAP_REASONS = {
  scratch: 'worker',
  size_out: 'worker',
  porosity: 'material',
  wrong_material: 'material',
  tool_wear: 'machine',
  machine_fault: 'machine',
  drawing_error: 'unclear',
  other: 'unclear',
} as const;
export type ScrapReason = keyof typeof SCRAP_REASONS;
export const scrapReasonCodes = Object.keys(SCRAP_REASONS) as ScrapReason[];

const scrapLine = z.strictObject({ reasonCode: code, qty: quantity });
const scrapList = z._default(z.array(scrapLine).check(z.maxLength(20)), []);

export const workTimeBody = z.strictObject({ operationId: id, occurredAt: instant });

export const reportWorkBody = z.strictObject({
  operationId: id,
  goodQty: quantity,
  scrap: scrapList,
  reworkQty: z._default(quantity, '0'),
  occurredAt: instant,
  photoIds: z._default(z.array(id).check(z.maxLength(MOST_PHOTOS)), []),
  voiceId: z.optional(z.nullable(id)),
  note: z.optional(z.nullable(note)),
});
export type ReportWorkBody = z.infer<typeof reportWorkBody>;

/** What came back from rework: what is good now, and what was scrapped after all (B-1.14). */
export const reportReworkBody = z.strictObject({ operationId: id, goodQty: quantity, scrap: scrapList, occurredAt: instant });

export const correctReportBody = z.strictObject({
  reportId: id,
  reason: line,
  occurredAt: instant,
  /** What it should have said; without it the report is only taken back. */
  replacement: z.optional(z.strictObject({ goodQty: quantity, scrap: scrapList, reworkQty: z._default(quantity, '0') })),
});
/** The same, for a report that is too old to be put right without an approval. */
export const requestCorrectionBody = correctReportBody;
export const requestOverProductionBody = z.strictObject({ operationId: id, qty: quantity, reason: line, ...attachedBody });

/** A row of the ledger. Quantities are what the row changed: a reversal's are negative, and so is `reworkQty` of what came back. */
export const workReportDto = z.object({
  id: z.string(),
  /** A number that a person can read out and that grows with time, e.g. `R-0V3K-7Q4T5`. */
  reportNo: z.string(),
  /** `surplus`: good pieces scrapped because the order was made smaller (B-1.18); its `goodQty` is negative and nobody's pay changes. */
  kind: z.enum(['report', 'rework', 'reversal', 'surplus']),
  operationId: z.string(),
  operationName: z.string(),
  workOrderId: z.string(),
  orderNo: z.string(),
  itemName: z.string(),
  /** Whose work it is. */
  person: personRef,
  goodQty: z.string(),
  scrap: z.array(z.object({ reasonCode: z.string(), qty: z.string() })),
  scrapQty: z.string(),
  reworkQty: z.string(),
  occurredAt: z.string(),
  receivedAt: z.string(),
  businessDate,
  reversesId: z.nullable(z.string()),
  /** The report that this one replaces. */
  replacesId: z.nullable(z.string()),
  /** Taken back by a later row. */
  reversed: z.boolean(),
  reason: z.nullable(z.string()),
  ...attachedDto,
});
export type WorkReportDto = z.infer<typeof workReportDto>;

/** Work that arrived for an order that was over by then: kept as a fact, not as production, until a leader has settled it (B-11.5). */
export const unplacedReportDto = z.object({
  id: z.string(),
  reportNo: z.string(),
  kind: z.enum(['report', 'rework']),
  operationId: z.string(),
  operationName: z.string(),
  workOrderId: z.string(),
  orderNo: z.string(),
  itemName: z.string(),
  person: personRef,
  goodQty: z.string(),
  scrap: z.array(z.object({ reasonCode: z.string(), qty: z.string() })),
  scrapQty: z.string(),
  reworkQty: z.string(),
  occurredAt: z.string(),
  receivedAt: z.string(),
  businessDate,
  note: z.nullable(z.string()),
  ...attachedDto,
  /** How the order stood when it arrived: `closed`, `cancelled`, `deleted` or `on_hold`, since when, and who did it and why if known. */
  because: z.object({
    status: z.enum(WORK_ORDER_STATUSES),
    since: z.nullable(z.string()),
    by: z.nullable(personRef),
    reason: z.nullable(z.string()),
  }),
  state: z.enum(['open', 'resolved']),
  resolvedBy: z.nullable(personRef),
  resolvedAt: z.nullable(z.string()),
  /** What was done about it. */
  resolution: z.nullable(z.string()),
});
export type UnplacedReportDto = z.infer<typeof unplacedReportDto>;
/** One's own; all of the workshops for those who settle them. Newest first, settled ones too when no state is given. */
export const unplacedReportsQuery = z.strictObject({ state: z.optional(z.enum(['open', 'resolved'])), after: z.optional(id), limit });
export const unplacedReportPage = z.object({ items: z.array(unplacedReportDto), nextAfter: z.nullable(z.string()) });
export const resolveUnplacedBody = z.strictObject({ unplacedId: id, resolution: line });

/** The answer to a report: the row as stored, and where the operation stands after it. */
export const reportReceiptDto = z.object({
  report: workReportDto,
  operation: operationDto,
  /** False: the order was over when this arrived. It is kept, it counts nowhere, and a leader looks at it (B-11.5). */
  placed: z._default(z.boolean(), true),
});
export type ReportReceiptDto = z.infer<typeof reportReceiptDto>;
export const correctionReceiptDto = z.object({
  reversal: workReportDto,
  replacement: z.nullable(workReportDto),
  operation: operationDto,
});
/** The answer to start, pause and resume. `changed` is false when it was so already: gloves double-tap (B-1.8). */
export const workTimeReceiptDto = z.object({ changed: z.boolean(), operation: operationDto, serverTime: z.string() });
export const approvalReceiptDto = z.object({ approvalId: z.string() });

/** Without an operation or an order: the reports of one business date, today's when none is given. Newest first. */
export const workReportsQuery = z.strictObject({
  operationId: z.optional(id),
  workOrderId: z.optional(id),
  mine: z.optional(z.enum(['true', 'false'])),
  date: z.optional(businessDate),
  after: z.optional(id),
  limit,
});
export const workReportPage = z.object({ items: z.array(workReportDto), nextAfter: z.nullable(z.string()) });

/** What I have made on one business date, today's when none is given: the sums of the ledger, corrections included. */
export const shiftSummaryQuery = z.strictObject({ date: z.optional(businessDate) });
export const shiftSummaryDto = z.object({
  businessDate,
  goodQty: z.string(),
  scrapQty: z.string(),
  reports: z.number(),
  /** Whole minutes at work within this business day, and each operation's share of them: side by side they share the time (B-1.17). */
  minutes: z._default(z.number(), 0),
  shares: z._default(
    z.array(z.object({ operationId: z.string(), operationName: z.string(), orderNo: z.string(), minutes: z.number() })),
    [],
  ),
});
export type ShiftSummaryDto = z.infer<typeof shiftSummaryDto>;
