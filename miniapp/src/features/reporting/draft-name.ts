/** Under which name photos and voice for a report wait on the phone. */
export const draftNameOf = (operationId: string): string => `report/${operationId}`;
