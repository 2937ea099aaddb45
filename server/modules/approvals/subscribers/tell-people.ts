import type { ApprovalDecided, ApprovalNotCarriedOut, ApprovalRequested } from '../../../contracts/events/approvals';
import { defineSubscriber, type Notify, type Subscriber } from '../../../platform';
import { namesOf } from '../../identity';
import { type ApprovalRequest, ApprovalRequestModel } from '../models/approval-request.model';

/** What a notice about an approval says; the channel makes it into words and cards. Instants are ISO 8601. */
export type ApprovalNotice = Pick<ApprovalRequest, 'kind' | 'facts' | 'reason' | 'state' | 'decisionReason' | 'carryOutRefusal'> & {
  readonly approvalId: string;
  readonly requestedBy: string;
  readonly requestedAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
};

/** Tells the approvers that something waits for them, and who asked what became of it. Delivered twice, the same key is told once. */
export function tellPeople(notify: Notify): Subscriber[] {
  const tell = async (came: 'decided' | 'not_carried_out', factoryId: string, approvalId: string, toPersonIds: string[]) => {
    const facts = await noticeOf(factoryId, approvalId);
    if (!facts) return;
    const key = `approval:${approvalId}:${came}`;
    await notify({ key, factoryId, toPersonIds, kind: `approval_${came}`, urgency: 'p2', subjectId: approvalId, facts });
  };
  return [
    defineSubscriber<ApprovalRequested>({
      name: 'approvals.tell-approvers',
      on: 'approvals.requested',
      permissions: [],
      async handle({ payload }, { factoryId }) {
        const facts = await noticeOf(factoryId, payload.approvalId);
        // Decided before anybody was told: a card with buttons would only mislead.
        if (facts?.state !== 'pending') return;
        await notify({
          key: `approval:${payload.approvalId}`,
          factoryId,
          toPersonIds: payload.approverIds,
          kind: 'approval',
          urgency: 'p2',
          subjectId: payload.approvalId,
          facts,
        });
      },
    }),
    defineSubscriber<ApprovalDecided>({
      name: 'approvals.tell-requester',
      on: 'approvals.decided',
      permissions: [],
      handle: ({ payload: { approvalId, requestedById } }, { factoryId }) => tell('decided', factoryId, approvalId, [requestedById]),
    }),
    defineSubscriber<ApprovalNotCarriedOut>({
      name: 'approvals.tell-not-carried-out',
      on: 'approvals.not_carried_out',
      permissions: [],
      handle: ({ payload: { approvalId, requestedById, decidedById } }, { factoryId }) =>
        tell('not_carried_out', factoryId, approvalId, [requestedById, decidedById]),
    }),
  ];
}

async function noticeOf(factoryId: string, approvalId: string): Promise<ApprovalNotice | null> {
  const request = await ApprovalRequestModel.findOne({ factoryId, _id: approvalId }).lean<ApprovalRequest>();
  if (!request) return null;
  const { kind, facts, reason, state, decisionReason, requestedById, decidedById, carryOutRefusal = null } = request;
  const names = await namesOf(factoryId, [requestedById, ...(decidedById ? [decidedById] : [])]);
  return {
    approvalId,
    kind,
    facts,
    reason,
    state,
    decisionReason,
    carryOutRefusal,
    requestedBy: names.get(requestedById) ?? requestedById,
    requestedAt: request.requestedAt.toISOString(),
    decidedBy: decidedById ? (names.get(decidedById) ?? decidedById) : null,
    decidedAt: request.decidedAt?.toISOString() ?? null,
  };
}
