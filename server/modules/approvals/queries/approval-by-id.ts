import { approvalQuery } from '../../../contracts/api/approvals';
import { AppError, defineQuery } from '../../../platform';
import { showAttached } from '../../media';
import { presentApprovalsTo } from '../approvals.presenter';
import { type ApprovalRequest, ApprovalRequestModel } from '../models/approval-request.model';
import { visibleTo } from './visible-approvals';

/** One request with everything needed to decide. Throws `not_found` for one that the asker may not see. */
export const approvalById = defineQuery({
  name: 'approvals.by-id',
  permission: 'approvals.read',
  input: approvalQuery,
  async run({ approvalId }, { actor, now }) {
    const request = await ApprovalRequestModel.findOne({ $and: [visibleTo(actor), { _id: approvalId }] }).lean<ApprovalRequest>();
    const [shown] = await showAttached(actor.scope, await presentApprovalsTo(actor, request ? [request] : []), now);
    if (!shown) throw new AppError('not_found', { what: 'approval' });
    return shown;
  },
});
