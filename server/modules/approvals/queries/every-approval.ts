import { APPROVAL_STATES, type ApprovalDto } from '../../../contracts/api/approvals';
import { type Actor, inBatches } from '../../../platform';
import { presentApprovalsTo } from '../approvals.presenter';
import { type ApprovalRequest, ApprovalRequestModel } from '../models/approval-request.model';
import { visibleTo } from './visible-approvals';

const BATCH = 50;

/** Requests for decision that the asker may see, in batches: those that wait first, the newest first. */
export async function* everyApproval(actor: Actor): AsyncGenerator<ApprovalDto[]> {
  for (const state of APPROVAL_STATES) {
    const rows = ApprovalRequestModel.find({ $and: [visibleTo(actor), { state }] })
      .sort({ requestedAt: -1 })
      .lean<ApprovalRequest[]>()
      .cursor({ batchSize: BATCH });
    for await (const batch of inBatches(rows, BATCH)) yield await presentApprovalsTo(actor, batch as ApprovalRequest[]);
  }
}
