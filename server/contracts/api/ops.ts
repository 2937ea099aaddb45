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
export type GivenUpPage = z.infer<typeof givenUpPage>;
export const tryAgainBody = z.strictObject({ entryId: id });

/** One link of the chain over the journal, looked at again. */
export const checkedSealDto = z.object({
  number: z.number(),
  at: z.string(),
  /** First and last entry of the stretch that was sealed. */
  from: z.string(),
  to: z.string(),
  entries: z.number(),
  /** What to write down somewhere else: who has an old one can tell whether the chain was made anew. */
  hash: z.string(),
  /** Whether the journal still says what was sealed, and how many entries the stretch has now. */
  holds: z.boolean(),
  found: z.number(),
});
export const checkJournalQuery = z.strictObject({
  /** The number of the last link already looked at. */
  after: z._default(z.coerce.number().check(z.int(), z.minimum(0)), 0),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(50)), 20),
});
export const checkedJournal = z.object({
  items: z.array(checkedSealDto),
  /** Where to go on; null at the end of the chain. */
  next: z.nullable(z.number()),
  /** Entries behind the last link: too young, or the clockwork does not run. */
  unsealed: z.number(),
});
export type CheckedJournal = z.infer<typeof checkedJournal>;
