import type { ApprovalKind } from '../api/approvals';
import type { PublishedFact } from './published-fact';

type ApprovalFacts = {
  readonly approvalId: string;
  readonly kind: ApprovalKind;
  readonly requestedById: string;
  readonly approverIds: readonly string[];
};
export type ApprovalRequested = PublishedFact<'approvals.requested', ApprovalFacts>;
/** `carry` is what the requesting module put in to carry the decision out. */
export type ApprovalDecided = PublishedFact<
  'approvals.decided',
  ApprovalFacts & {
    readonly decision: 'approved' | 'refused';
    readonly decidedById: string;
    /** Why, in the words of who decided; null when nothing was said. */
    readonly reason: string | null;
    readonly carry: Readonly<Record<string, unknown>>;
  }
>;
/** What was approved could not be carried out: the rules refused it by then. Whoever asked and whoever decided must know. */
export type ApprovalNotCarriedOut = PublishedFact<
  'approvals.not_carried_out',
  ApprovalFacts & { readonly decidedById: string; readonly refusal: Readonly<Record<string, unknown>> & { readonly code: string } }
>;
