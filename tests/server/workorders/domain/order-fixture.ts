import { QUANTITY_SCALE } from '../../../../server/contracts/quantity';
import type { OperationState, OrderState, Predecessor } from '../../../../server/modules/workorders/domain/order-state';
import type { Outcome, Refusal } from '../../../../server/platform';

export const now = new Date('2026-11-22T02:00:00Z');
export const pieces = (qty: number): number => qty * QUANTITY_SCALE;
export const wang = { personId: 'wang', mayStepIn: false };
export const li = { personId: 'li', mayStepIn: false };
export const at = { occurredAt: now, now };

const link = (operationId: string, how: Partial<Predecessor> = {}): Predecessor => ({
  operationId,
  kind: 'overlap',
  minTransferQty: 0,
  ...how,
});
export const following = (...ids: string[]): Pick<OperationState, 'predecessors'> => ({ predecessors: ids.map((id) => link(id)) });
export const afterEndOf = (id: string): Pick<OperationState, 'predecessors'> => ({ predecessors: [link(id, { kind: 'finish_to_start' })] });
export const inLotsFrom = (id: string, lot: number): Pick<OperationState, 'predecessors'> => ({
  predecessors: [link(id, { minTransferQty: pieces(lot) })],
});

/** An operation in the middle of its work; what is not said is zero, and no gate stands before it. */
export function operation(id: string, has: Partial<OperationState> = {}): OperationState {
  return {
    id,
    seq: Number(id.replace(/\D/g, '')) || 10,
    name: `operation ${id}`,
    stationCode: null,
    priMinutes: 1,
    predecessors: [],
    status: 'on_hold',
    goodQty: 0,
    scrapQty: 0,
    inReworkQty: 0,
    openSegments: 0,
    runningSince: null,
    workingPersonIds: [],
    assignedPersonIds: [],
    firstArticle: { state: 'not_required', since: null, capQty: 0 },
    finalRelease: { state: 'not_required', since: null },
    producerIds: [],
    ...has,
  };
}

/** An order for 100 pieces with 5 % on top. */
export function order(operations: readonly OperationState[], has: Partial<OrderState> = {}): OrderState {
  return {
    id: 'order',
    factoryId: 'factory',
    revision: 0,
    orderNo: 'WO-1',
    itemCode: 'P-1',
    itemName: 'flange',
    workshopId: 'w1',
    status: 'in_process',
    plannedQty: pieces(100),
    overProductionRate: 500,
    overProductionQty: 0,
    makeUpQty: 0,
    unitName: '件',
    unitDecimals: 0,
    dueAt: new Date('2026-12-01T00:00:00Z'),
    completedAt: null,
    halt: null,
    endedAt: null,
    routingVersion: 1,
    operations,
    ...has,
  };
}

export const made = (good: number, scrap = 0, rework = 0) => ({
  goodQty: pieces(good),
  scrap: scrap === 0 ? [] : [{ reasonCode: 'scratch', qty: pieces(scrap) }],
  reworkQty: pieces(rework),
});

/** The value of a decision that must have been accepted. */
export function must<T>(outcome: Outcome<T>): T {
  if (outcome.kind === 'refused') throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
  return outcome.value;
}

/** The refusal of a decision that must have been refused. */
export function refusalOf(outcome: Outcome<unknown>): Refusal {
  if (outcome.kind === 'accepted') throw new Error('accepted, but should have been refused');
  return outcome.refusal;
}
