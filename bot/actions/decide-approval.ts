import { approvalById, decideApproval } from '../../server/modules/approvals';
import { decisionText, parseApprovalKey, REASON_QUESTION, REFUSAL_REASONS } from '../cards/approval-card';
import type { ChatContext } from '../define-chat-command';
import type { CardAction, TapResult } from './define-action';

/** 「同意」 and 「不同意」: the same command as on a page. A stale tap answers with how things stand and does nothing (B-11.11). */
export const decideApprovalTapped: CardAction = async ({ buttonKey, selected }, context) => {
  const key = parseApprovalKey(buttonKey);
  if (!key) return null;
  const { run, t } = context;
  const { approvalId, decision } = key;
  const outcome = await run(decideApproval, { approvalId, decision, ...reasonFor(decision, selected[REASON_QUESTION]?.[0], context) });
  if (outcome.kind === 'accepted') return { nowOnCard: decided(outcome.value) };

  const { refusal } = outcome;
  switch (refusal.code) {
    case 'reason_required':
      return { reply: { key: 'approval.choose_reason' } };
    case 'approval_already_decided':
      return howItStands(approvalId, context);
    default:
      return { reply: { key: 'chat.refused', values: { message: t(`errors:${refusal.code}`, refusal) } } };
  }
};

/** The chosen reason in words; it only counts for a refusal, and a tap on 「同意」 may carry one that was merely preselected. */
function reasonFor(decision: string, chosen: string | undefined, { t }: ChatContext): { reason?: string } {
  const known = REFUSAL_REASONS.find((id) => id === chosen);
  return decision === 'refused' && known ? { reason: t(`bot:approval.because.${known}`) } : {};
}

async function howItStands(approvalId: string, { ask, t, timeZone }: ChatContext): Promise<TapResult> {
  const nowOnCard = decided(await ask(approvalById, { approvalId }));
  return { reply: { key: 'approval.already', values: { decision: decisionText(nowOnCard, t, timeZone) } }, nowOnCard };
}

function decided(approval: {
  readonly state: 'pending' | 'approved' | 'refused';
  readonly decidedBy: { readonly name: string } | null;
  readonly decidedAt: string | null;
  readonly decisionReason: string | null;
}) {
  const { state, decidedAt, decisionReason } = approval;
  return { state, decidedBy: approval.decidedBy?.name ?? null, decidedAt, decisionReason };
}
