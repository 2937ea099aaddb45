import * as z from 'zod/mini';
import { id, personRef } from './primitives';

/** Who is at which operation at this moment, whoever has been at it longest first. */
export const teamNowDto = z.object({
  items: z.array(
    z.object({
      person: personRef,
      since: z.string(),
      workOrder: z.object({ id: z.string(), orderNo: z.string(), dueAt: z.string() }),
      itemName: z.string(),
      /** Quantities are the operation's, decimal text: several people may be at one. */
      operation: z.object({
        id: z.string(),
        seq: z.number(),
        name: z.string(),
        goodQty: z.string(),
        scrapQty: z.string(),
        targetQty: z.string(),
      }),
    }),
  ),
  serverTime: z.string(),
});
export type TeamNowDto = z.infer<typeof teamNowDto>;

/** What an operation waits for, as the person whose move it is reads it. */
export const NUDGE_REASONS = ['first_article', 'first_article_failed', 'final_release', 'nothing_ready', 'work'] as const;
export type NudgeReason = (typeof NUDGE_REASONS)[number];
export const nudgeBody = z.strictObject({ operationId: id });
export const nudgeReceiptDto = z.object({
  reason: z.enum(NUDGE_REASONS),
  /** Who is told. */
  told: z.array(personRef),
  /** From when on the same person may nudge about this operation again. */
  nextAt: z.string(),
});
export type NudgeReceiptDto = z.infer<typeof nudgeReceiptDto>;
