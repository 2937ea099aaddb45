import type { Finding, RuleDefinition } from '../rule';

export const gateWaitingLong: RuleDefinition = { lamp: 'wait', urgency: 'p2', ownedBy: 'quality.inspect' };

export type WaitingGate = {
  readonly inspectionId: string;
  readonly kind: string;
  readonly workOrderId: string;
  readonly orderNo: string;
  readonly itemName: string;
  readonly workshopId: string;
  readonly operationName: string;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
};

/** An inspection that has been waited for longer than the factory allows, in minutes. */
export function findLongWait(gate: WaitingGate, allowedMinutes: number, now: Date): Finding | null {
  if (gate.closedAt || !gate.openedAt || now.getTime() - gate.openedAt.getTime() <= allowedMinutes * 60_000) return null;
  const { inspectionId, kind, workOrderId, orderNo, itemName, workshopId, operationName } = gate;
  return {
    rule: 'gate_waiting_long',
    about: aboutInspection(inspectionId),
    workshopId,
    workOrderId,
    facts: { orderNo, itemName, operationName, kind, since: gate.openedAt.toISOString() },
  };
}

export const aboutInspection = (inspectionId: string): string => `inspection:${inspectionId}`;
