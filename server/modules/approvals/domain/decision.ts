import { accepted, type Outcome, refused } from '../../../platform';

export type RequestState = {
  readonly requestedById: string;
  /** Who had a hand in what it is about, and so decides nothing about it. */
  readonly excludedIds?: readonly string[];
  readonly state: 'pending' | 'approved' | 'refused';
  readonly decidedById: string | null;
  readonly decidedAt: Date | null;
};
export type Decision = { readonly decision: 'approved' | 'refused'; readonly decidedById: string; readonly reason?: string | undefined };
export type Decided = {
  readonly state: 'approved' | 'refused';
  readonly decidedById: string;
  readonly decidedAt: Date;
  readonly decisionReason: string | null;
};
export type DecisionRefusal =
  | {
      readonly code: 'approval_already_decided';
      readonly state: string;
      readonly decidedById: string | null;
      readonly decidedAt: string | null;
    }
  | { readonly code: 'approval_by_requester' }
  | { readonly code: 'approval_by_concerned' }
  | { readonly code: 'reason_required' };

/** The first decision counts; nobody decides what they asked for or had a hand in (B-6.4, B-13.1); a refusal tells why. */
export function decide(request: RequestState, { decision, decidedById, reason }: Decision, now: Date): Outcome<Decided, DecisionRefusal> {
  if (request.state !== 'pending') {
    return refused({
      code: 'approval_already_decided',
      state: request.state,
      decidedById: request.decidedById,
      decidedAt: request.decidedAt?.toISOString() ?? null,
    });
  }
  if (request.requestedById === decidedById) return refused({ code: 'approval_by_requester' });
  if (request.excludedIds?.includes(decidedById)) return refused({ code: 'approval_by_concerned' });
  if (decision === 'refused' && !reason) return refused({ code: 'reason_required' });
  return accepted({ state: decision, decidedById, decidedAt: now, decisionReason: reason || null });
}
