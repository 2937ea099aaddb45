import * as z from 'zod/mini';
import { attachedDto } from './media';
import { id, limit, note, personRef } from './primitives';

export const APPROVAL_KINDS = ['over_production', 'correct_old_report', 'delete_work_order', 'concession'] as const;
export type ApprovalKind = (typeof APPROVAL_KINDS)[number];
export const APPROVAL_STATES = ['pending', 'approved', 'refused'] as const;

/**
 * Everything needed to decide, on one screen and on one card: label and value, in order, in the words of who reads them. `name` says
 * which fact it is, e.g. `qty`, for buttons that name what they do.
 */
export const approvalFact = z.object({ name: z.string(), label: z.string(), value: z.string() });
export const approvalDto = z.object({
  id: z.string(),
  kind: z.enum(APPROVAL_KINDS),
  state: z.enum(APPROVAL_STATES),
  title: z.string(),
  facts: z.array(approvalFact),
  reason: z.string(),
  requestedBy: personRef,
  requestedAt: z.string(),
  approvers: z.array(personRef),
  decidedBy: z.nullable(personRef),
  decidedAt: z.nullable(z.string()),
  decisionReason: z.nullable(z.string()),
  /** Approved, and refused by the rules when it was to be carried out: why, in the reader's words; null otherwise. */
  notCarriedOut: z._default(z.nullable(z.string()), null),
  /** Photos and voice that belong to the facts: of whoever asks, or of the report that is to be put right. */
  ...attachedDto,
});
export type ApprovalDto = z.infer<typeof approvalDto>;
export const approvalsQuery = z.strictObject({ state: z.optional(z.enum(APPROVAL_STATES)), limit });
export const approvalPage = z.object({ items: z.array(approvalDto) });
export const decideApprovalBody = z.strictObject({ approvalId: id, decision: z.enum(['approved', 'refused']), reason: z.optional(note) });
export const approvalQuery = z.strictObject({ approvalId: id });
