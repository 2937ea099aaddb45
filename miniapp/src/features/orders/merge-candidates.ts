import type { WorkOrderDto } from '@contracts/api/workorders';

export type Candidate = { readonly order: WorkOrderDto; readonly against: 'version' | 'workshop' | 'begun' | 'draft' | null };

/** Other open orders of the same item, with what stands against putting each into this one (B-1.12); those that fit first. */
export function mergeCandidates(into: WorkOrderDto, found: readonly WorkOrderDto[]): Candidate[] {
  return found
    .filter(({ id, item, status }) => id !== into.id && item.code === into.item.code && isOpen(status))
    .map((order) => ({ order, against: against(into, order) }))
    .sort((one, other) => Number(one.against !== null) - Number(other.against !== null));
}

const isOpen = (status: WorkOrderDto['status']): boolean => status === 'draft' || status === 'released' || status === 'in_process';

function against(into: WorkOrderDto, other: WorkOrderDto): Candidate['against'] {
  if (other.routingVersion !== into.routingVersion) return 'version';
  if (other.workshopId !== into.workshopId) return 'workshop';
  if (other.operations.some(({ status }) => status !== 'not_started')) return 'begun';
  return (other.status === 'draft') === (into.status === 'draft') ? null : 'draft';
}
