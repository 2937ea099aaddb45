import type { InspectionFailed, InspectionPassed } from '../../contracts/events/quality';
import { attachedFacts } from '../media';
import type { Inspection } from './models/inspection.model';

/** What every fact about an inspection says of it. */
export const factsOf = (inspection: Inspection) => ({
  inspectionId: inspection._id.toHexString(),
  kind: inspection.kind,
  workOrderId: inspection.workOrderId,
  orderNo: inspection.orderNo,
  itemCode: inspection.itemCode,
  itemName: inspection.itemName,
  workshopId: inspection.workshopId,
  operationId: inspection.operationId,
  operationName: inspection.operationName,
});

export const subjectOf = (inspection: Inspection): string => `workOrder:${inspection.workOrderId}`;

/** What an inspection that is decided says to the rest of the house. */
export function verdictFact(inspection: Inspection): InspectionPassed | InspectionFailed {
  const { state, decidedById, reason, concession } = inspection;
  const about = { version: 1, subject: subjectOf(inspection) } as const;
  const payload = { ...factsOf(inspection), ...attachedFacts(inspection), decidedById: decidedById ?? '' };
  if (state === 'failed') return { ...about, type: 'quality.inspection_failed', payload: { ...payload, reason: reason ?? '' } };
  const concessionId = concession?.state === 'approved' ? concession.approvalId : null;
  return { ...about, type: 'quality.inspection_passed', payload: { ...payload, concessionId, reason: concessionId && reason } };
}
