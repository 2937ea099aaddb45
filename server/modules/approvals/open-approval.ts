import { Types } from 'mongoose';
import type { ApprovalKind } from '../../contracts/api/approvals';
import type { ApprovalRequested } from '../../contracts/events/approvals';
import { AppError, type CommandContext } from '../../platform';
import { namesOf } from '../identity';
import { type ApprovalRequest, ApprovalRequestModel } from './models/approval-request.model';

export type ApprovalAsked = {
  readonly kind: ApprovalKind;
  /** What it is about, e.g. `operation:<id>`; one pending request of a kind per subject. */
  readonly subject: string;
  /** Whoever may decide in this workshop may decide this. Without it only the people of `approverIds` may. */
  readonly workshopId?: string;
  /** All that is needed to decide, in order. `label` is a key of `locales/` (`label.<label>`); the value is ready to be read. */
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly reason: string;
  readonly approverIds: readonly string[];
  /** Who may not decide although they otherwise may: they had a hand in it (B-6.4). */
  readonly excludedIds?: readonly string[];
  /** Comes back in `approvals.decided`: what the asking room needs to carry the decision out. Plain JSON. */
  readonly carry: Readonly<Record<string, unknown>>;
  /** Photos and voice that belong to the facts. Whoever asks has attached them (`attachMedia`) before. */
  readonly attached?: { readonly photoIds?: readonly string[] | undefined; readonly voiceId?: string | null | undefined };
};

/**
 * Asks for a decision, inside the transaction of the command that needs it, and publishes `approvals.requested`. Answers the id.
 * Nobody approves for themselves, so who asks is not among the approvers. Throws `approval_already_requested` with the request
 * that is waiting, which becomes the command's refusal; of two who ask at once one loses the index `ONE_PENDING_APPROVAL`, which the command names in `againIfLostTo`.
 */
export async function openApproval(asked: ApprovalAsked, context: CommandContext): Promise<string> {
  const { kind, subject } = asked;
  const factoryId = context.scope.factoryId;
  const waiting = await ApprovalRequestModel.findOne({ factoryId, kind, subject, state: 'pending' }).lean<ApprovalRequest>();
  if (waiting) {
    throw new AppError('approval_already_requested', {
      approvalId: waiting._id.toHexString(),
      requestedBy: { id: waiting.requestedById, name: (await namesOf(factoryId, [waiting.requestedById])).get(waiting.requestedById) },
      requestedAt: waiting.requestedAt.toISOString(),
    });
  }

  const approvalId = new Types.ObjectId();
  const excludedIds = asked.excludedIds ?? [];
  const approverIds = asked.approverIds.filter((personId) => personId !== context.actor.id && !excludedIds.includes(personId));
  await ApprovalRequestModel.create({
    _id: approvalId,
    factoryId,
    kind,
    subject,
    workshopId: asked.workshopId ?? null,
    facts: asked.facts.map(({ label, value }) => ({ label, value })),
    reason: asked.reason,
    approverIds,
    excludedIds: [...excludedIds],
    carry: { ...asked.carry },
    photoIds: [...(asked.attached?.photoIds ?? [])],
    voiceId: asked.attached?.voiceId ?? null,
    requestedById: context.actor.id,
    requestedAt: context.now,
    state: 'pending',
  });
  context.publish({
    type: 'approvals.requested',
    version: 1,
    subject: `approval:${approvalId.toHexString()}`,
    payload: { approvalId: approvalId.toHexString(), kind, requestedById: context.actor.id, approverIds },
  } satisfies ApprovalRequested);
  return approvalId.toHexString();
}
