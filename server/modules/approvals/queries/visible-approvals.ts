import type { QueryFilter } from 'mongoose';
import type { Actor } from '../../../platform';
import type { ApprovalRequest } from '../models/approval-request.model';

/** What a person may see: their workshops' requests, their own, and those they are asked to decide. */
export function visibleTo({ id, scope }: Actor): QueryFilter<ApprovalRequest> {
  const { factoryId, workshopIds } = scope;
  if (workshopIds === 'all') return { factoryId };
  return { factoryId, $or: [{ approverIds: id }, { requestedById: id }, { workshopId: { $in: [...workshopIds] } }] };
}
