import * as z from 'zod/mini';
import { id } from '../../../contracts/api/primitives';
import { ERROR_STATUS, type ErrorCode } from '../../../contracts/errors';
import type { ApprovalNotCarriedOut } from '../../../contracts/events/approvals';
import { AppError, accepted, defineCommand } from '../../../platform';
import { type ApprovalRequest, ApprovalRequestModel } from '../models/approval-request.model';

const codes = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]];

/** Notes that the rules refused what was approved when it was to be carried out. Only the rooms that carry approvals out run this. */
export const noteNotCarriedOut = defineCommand({
  name: 'approvals.note-not-carried-out',
  permission: 'approvals.note_outcome',
  input: z.strictObject({ approvalId: id, refusal: z.looseObject({ code: z.enum(codes) }) }),
  async run({ approvalId, refusal }, { scope, publish }) {
    const filter = { factoryId: scope.factoryId, _id: approvalId };
    const request = await ApprovalRequestModel.findOne(filter).lean<ApprovalRequest>();
    if (!request?.decidedById) throw new AppError('not_found', { what: 'approval' });
    await ApprovalRequestModel.updateOne(filter, { $set: { carryOutRefusal: refusal } });
    publish({
      type: 'approvals.not_carried_out',
      version: 1,
      subject: `approval:${approvalId}`,
      payload: {
        approvalId,
        kind: request.kind,
        requestedById: request.requestedById,
        approverIds: request.approverIds,
        decidedById: request.decidedById,
        refusal,
      },
    } satisfies ApprovalNotCarriedOut);
    return accepted({ approvalId });
  },
});
