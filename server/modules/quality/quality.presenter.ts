import type { PersonRef } from '../../contracts/api/primitives';
import type { ConcessionDto, InspectionDto } from '../../contracts/api/quality';
import { formatQuantity } from '../../contracts/quantity';
import { namesOf } from '../identity';
import { attachedTo } from '../media';
import type { AskedConcession, Inspection } from './models/inspection.model';

/** Inspections as people see them, with the names of a whole page looked up once. */
export async function presentInspections(factoryId: string, inspections: readonly Inspection[]): Promise<InspectionDto[]> {
  const names = await namesOf(factoryId, inspections.flatMap(peopleIn));
  const person = (id: string): PersonRef => ({ id, name: names.get(id) ?? id });
  return inspections.map((inspection) => present(inspection, person));
}

export async function presentInspection(inspection: Inspection): Promise<InspectionDto> {
  const [presented] = await presentInspections(inspection.factoryId, [inspection]);
  if (!presented) throw new Error('one inspection in, one inspection out');
  return presented;
}

function peopleIn({ producerIds, decidedById, concession }: Inspection): string[] {
  const others = [decidedById, concession?.requestedById ?? null, concession?.decidedById ?? null];
  return [...producerIds, ...others.filter((id) => id !== null)];
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
    // An inspection from before there were such things has none.
    trigger: inspection.trigger ?? null,
    concession: inspection.concession ? concessionDto(inspection.concession, person) : null,
  };
}

const concessionDto = (asked: AskedConcession, person: (id: string) => PersonRef): ConcessionDto => ({
  approvalId: asked.approvalId,
  state: asked.state,
  deviation: asked.deviation,
  reason: asked.reason,
  qty: formatQuantity(asked.qty),
  photoIds: asked.photoIds,
  requestedBy: person(asked.requestedById),
  requestedAt: asked.requestedAt.toISOString(),
  decidedBy: asked.decidedById === null ? null : person(asked.decidedById),
  decidedAt: asked.decidedAt?.toISOString() ?? null,
  decisionReason: asked.decisionReason,
});
