import type { PersonRef } from '../../contracts/api/primitives';
import type { InspectionDto } from '../../contracts/api/quality';
import { formatQuantity } from '../../contracts/quantity';
import { namesOf } from '../identity';
import { attachedTo } from '../media';
import type { Inspection } from './models/inspection.model';

/** Inspections as people see them, with the names of a whole page looked up once. */
export async function presentInspections(factoryId: string, inspections: readonly Inspection[]): Promise<InspectionDto[]> {
  const ids = inspections.flatMap(({ producerIds, decidedById }) => (decidedById ? [...producerIds, decidedById] : producerIds));
  const names = await namesOf(factoryId, ids);
  const person = (id: string): PersonRef => ({ id, name: names.get(id) ?? id });
  return inspections.map((inspection) => present(inspection, person));
}

export async function presentInspection(inspection: Inspection): Promise<InspectionDto> {
  const names = await namesOf(inspection.factoryId, [
    ...inspection.producerIds,
    ...(inspection.decidedById ? [inspection.decidedById] : []),
  ]);
  return present(inspection, (id) => ({ id, name: names.get(id) ?? id }));
}

function present(inspection: Inspection, person: (id: string) => PersonRef): InspectionDto {
  return {
    id: inspection._id.toHexString(),
    kind: inspection.kind,
    state: inspection.state,
    operationId: inspection.operationId,
    workOrderId: inspection.workOrderId,
    orderNo: inspection.orderNo,
    itemName: inspection.itemName,
    operationName: inspection.operationName,
    capQty: inspection.plan.capQty === null ? null : formatQuantity(inspection.plan.capQty),
    producers: inspection.producerIds.map(person),
    openedAt: inspection.openedAt.toISOString(),
    decidedBy: inspection.decidedById === null ? null : person(inspection.decidedById),
    decidedAt: inspection.decidedAt?.toISOString() ?? null,
    reason: inspection.reason,
    ...attachedTo(inspection),
  };
}
