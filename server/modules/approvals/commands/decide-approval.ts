import { decideApprovalBody } from '../../../contracts/api/approvals';
import type { ApprovalDecided } from '../../../contracts/events/approvals';
import { accepted, defineCommand, refused } from '../../../platform';
import { namesOf } from '../../identity';
import { presentApprovalTo } from '../approvals.presenter';
import { decide } from '../domain/decision';
import { mayDecide } from '../domain/may-decide';
import { type ApprovalRequest, ApprovalRequestModel } from '../models/approval-request.model';

/**
 * Approves or refuses a request, from a card or a page alike. Refuses with `approval_already_decided` (who, when, what),
 * `approval_by_requester`, `approval_by_concerned` or `reason_required`; a request of another workshop is `not_found`.
 */
export const decideApproval = defineCommand({
  name: 'approvals.decide',
  permission: 'approvals.decide',
  input: decideApprovalBody,
  async run({ approvalId, decision, reason }, { actor, scope, now, publish }) {
    const filter = { factoryId: scope.factoryId, _id: approvalId };
    const request = await ApprovalRequestModel.findOne(filter).lean<ApprovalRequest>();
    const seen = request && (request.requestedById === actor.id || mayDecide(request, actor.id, scope));
    if (!seen) return refused({ code: 'not_found', what: 'approval' });

    const outcome = decide(request, { decision, decidedById: actor.id, reason }, now);
    if (outcome.kind === 'refused') return refused({ ...outcome.refusal, ...(await whoDecided(scope.factoryId, request)) });

    // Two people at once both write this document: the store lets one through, and the other's command runs again and sees it decided.
    await ApprovalRequestModel.updateOne({ ...filter, state: 'pending' }, { $set: outcome.value });
    publish({
      type: 'approvals.decided',
      version: 1,
      subject: `approval:${approvalId}`,
      payload: {
        approvalId,
        kind: request.kind,
        requestedById: request.requestedById,
        approverIds: request.approverIds,
        decision,
        decidedById: actor.id,
        reason: outcome.value.decisionReason,
        carry: request.carry,
      },
    } satisfies ApprovalDecided);
    return accepted(await presentApprovalTo(actor, { ...request, ...outcome.value }));
  },
});

async function whoDecided(factoryId: string, { decidedById }: ApprovalRequest): Promise<{ decidedBy?: { id: string; name: string } }> {
  if (!decidedById) return {};
  return { decidedBy: { id: decidedById, name: (await namesOf(factoryId, [decidedById])).get(decidedById) ?? decidedById } };
}
