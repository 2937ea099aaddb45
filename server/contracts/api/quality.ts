import * as z from 'zod/mini';
import { attachedBody, attachedDto } from './media';
import { id, limit, note, personRef } from './primitives';

export const INSPECTION_KINDS = ['first_article', 'final_release'] as const;
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
});
export type InspectionDto = z.infer<typeof inspectionDto>;
/** Of one operation, or all. Open ones when no state is given, longest waiting first; decided ones newest first. */
export const inspectionsQuery = z.strictObject({
  state: z.optional(z.enum(['open', 'passed', 'failed'])),
  operationId: z.optional(id),
  limit,
});
export const inspectionPage = z.object({ items: z.array(inspectionDto) });
