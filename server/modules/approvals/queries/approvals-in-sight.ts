import { approvalsQuery } from '../../../contracts/api/approvals';
import { defineQuery } from '../../../platform';
import { showAttached } from '../../media';
import { presentApprovalsTo } from '../approvals.presenter';
import { type ApprovalRequest, ApprovalRequestModel } from '../models/approval-request.model';
import { visibleTo } from './visible-approvals';

/** Requests for decision: those that wait for the asker, oldest first; then those that wait for others; then the decided, newest first. */
export const approvalsInSight = defineQuery({
  name: 'approvals.in-sight',
  permission: 'approvals.read',
  input: approvalsQuery,
  async run({ state, limit }, { actor, now }) {
    const visible = visibleTo(actor);
    const found: ApprovalRequest[] = [];
    const take = async (part: object, order: 1 | -1): Promise<void> => {
      if (found.length >= limit) return;
      const filter = { $and: [visible, part] };
      found.push(
        ...(await ApprovalRequestModel.find(filter)
          .sort({ requestedAt: order })
          .limit(limit - found.length)
          .lean<ApprovalRequest[]>()),
      );
    };
    if (state === undefined || state === 'pending') {
      await take({ state: 'pending', approverIds: actor.id }, 1);
      await take({ state: 'pending', approverIds: { $ne: actor.id } }, 1);
    }
    if (state !== 'pending') await take({ state: state ?? { $in: ['approved', 'refused'] } }, -1);
    return { items: await showAttached(actor.scope, await presentApprovalsTo(actor, found), now) };
  },
});
