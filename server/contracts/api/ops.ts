import * as z from 'zod/mini';
import { id, limit } from './primitives';

/** Facts of one journal entry that somebody did not take in a day of tries. */
export const givenUpDto = z.object({
  entryId: z.string(),
  /** What took effect, e.g. `reporting.report-work`, and when. */
  command: z.string(),
  at: z.string(),
  /** What it is about, e.g. `workOrder:<id>`. */
  subject: z.string(),
  facts: z.array(z.string()),
  /** Who has not taken them, e.g. `payroll.pay-report`. */
  subscribers: z.array(z.string()),
  failedSince: z.nullable(z.string()),
  tries: z.number(),
  /** The code of the last refusal, or the kind of error. */
  why: z.string(),
});
export type GivenUpDto = z.infer<typeof givenUpDto>;
export const givenUpQuery = z.strictObject({ limit });
export const givenUpPage = z.object({ items: z.array(givenUpDto), total: z.number() });
export const tryAgainBody = z.strictObject({ entryId: id });
