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
