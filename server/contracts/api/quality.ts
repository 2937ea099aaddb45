import * as z from 'zod/mini';
import { parseQuantity } from '../quantity';
import { attachedBody, attachedDto } from './media';
import { id, limit, line, note, personRef, quantity } from './primitives';

export const INSPECTION_KINDS = ['first_article', 'final_release'] as const;
/** What a first article is asked for again by (B-6.1): the product sees the first four by itself, the others somebody names (5M1E). */
export const FIRST_ARTICLE_TRIGGERS = [
  'operator',
  'station',
  'shift',
  'stop',
  'machine',
  'tool',
  'material',
  'method',
  'measurement',
  'environment',
] as const;
export type FirstArticleTrigger = (typeof FIRST_ARTICLE_TRIGGERS)[number];
export const NAMED_TRIGGERS = ['machine', 'tool', 'material', 'method', 'measurement', 'environment'] as const;
export type NamedTrigger = (typeof NAMED_TRIGGERS)[number];
export const reopenFirstArticleBody = z.strictObject({ operationId: id, trigger: z.enum(NAMED_TRIGGERS), note: z.optional(note) });

/**
 * Asks that pieces be accepted although they deviate (B-1.15, B-6.2). `qty` is how many of them do; without it, all that the verdict
 * would be about.
 */
export const requestConcessionBody = z.strictObject({
  inspectionId: id,
  deviation: line,
  reason: line,
  qty: z.optional(quantity.check(z.refine((text) => parseQuantity(text) !== 0, { error: 'more_than_zero' }))),
  ...attachedBody,
});
/** `lapsed`: there was nothing left to concede by then. */
export const CONCESSION_STATES = ['pending', 'approved', 'refused', 'lapsed'] as const;
export const concessionDto = z.object({
  /** The document: a request for approval with everything that was known when it was decided. */
  approvalId: z.string(),
  state: z.enum(CONCESSION_STATES),
  deviation: z.string(),
  reason: z.string(),
  qty: z.string(),
  photoIds: z.array(z.string()),
  requestedBy: personRef,
  requestedAt: z.string(),
  decidedBy: z.nullable(personRef),
  decidedAt: z.nullable(z.string()),
  decisionReason: z.nullable(z.string()),
});
export type ConcessionDto = z.infer<typeof concessionDto>;

export const requestInspectionBody = z.strictObject({ operationId: id, kind: z.enum(INSPECTION_KINDS) });
export const decideInspectionBody = z.strictObject({
  inspectionId: id,
  result: z.enum(['passed', 'failed']),
  reason: z.optional(note),
  /** Of the pieces that were looked at, whatever the verdict. */
  ...attachedBody,
});
export const inspectionDto = z.object({
  id: z.string(),
  kind: z.enum(INSPECTION_KINDS),
  /** `withdrawn`: the order was closed or deleted before a verdict. */
  state: z.enum(['open', 'passed', 'failed', 'withdrawn']),
  operationId: z.string(),
  workOrderId: z.string(),
  orderNo: z.string(),
  itemName: z.string(),
  operationName: z.string(),
  /** First article: how many may be made before it is passed, as it was when the inspection was opened (B-6.3). */
  capQty: z.nullable(z.string()),
  /** Who made the pieces: none of them may inspect (B-6.4). */
  producers: z.array(personRef),
  openedAt: z.string(),
  decidedBy: z.nullable(personRef),
  decidedAt: z.nullable(z.string()),
  reason: z.nullable(z.string()),
  /** What the inspector attached to the verdict. */
  ...attachedDto,
  /** First article: why it is asked for again; null the first time. */
  trigger: z._default(z.nullable(z.enum(FIRST_ARTICLE_TRIGGERS)), null),
  /** What was asked for instead of a failure; with `approved` the inspection is passed by it. */
  concession: z._default(z.nullable(concessionDto), null),
});
export type InspectionDto = z.infer<typeof inspectionDto>;
/**
 * Open ones when neither a state nor an order is given, longest waiting first; decided ones newest first. Of one order: all there ever
 * were, newest first.
 */
export const inspectionsQuery = z.strictObject({
  state: z.optional(z.enum(['open', 'passed', 'failed'])),
  operationId: z.optional(id),
  workOrderId: z.optional(id),
  limit,
});
export const inspectionPage = z.object({ items: z.array(inspectionDto) });
