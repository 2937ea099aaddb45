import type { BoardRowDto } from '@contracts/api/order-board';
import type { OperationDto, WorkOrderDto } from '@contracts/api/workorders';

/** One operation that can be given to somebody, with its order. */
export type Work = { readonly order: WorkOrderDto; readonly operation: OperationDto };
export type LaneKind = 'people' | 'stations';
/** A person or a station; null is the pool of what nobody has. */
export type LaneId = string | null;

/** Everything that can be dispatched: unfinished operations of orders the workshop has, what lies ready first, then by due date. */
export function dispatchable(rows: readonly BoardRowDto[]): Work[] {
  return rows
    .filter(({ order }) => order.status === 'released' || order.status === 'in_process')
    .flatMap(({ order }) => order.operations.filter(({ status }) => status !== 'finished').map((operation) => ({ order, operation })))
    .sort(
      (one, other) =>
        rank(one) - rank(other) || one.order.dueAt.localeCompare(other.order.dueAt) || one.operation.seq - other.operation.seq,
    );
}

/** Whether a piece of work can be begun, in the order in which it is shown: under way, something lies ready, or it waits for what is before it. */
export const READINESS = ['running', 'ready', 'waiting'] as const;
export type Readiness = (typeof READINESS)[number];

export function readinessOf({ operation }: Work): Readiness {
  if (operation.status === 'running') return 'running';
  return operation.readyQty === '0' ? 'waiting' : 'ready';
}

const rank = (work: Work): number => READINESS.indexOf(readinessOf(work));

/** Whether a piece of work is what somebody looks for, by order, item or operation; nothing looked for is everything. */
export function isLookedFor({ order, operation }: Work, words: string): boolean {
  const text = [order.orderNo, order.item.code, order.item.name, operation.name].join(' ').toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Where a piece of work stands. Work given to two people stands with both. */
export function lanesOf({ operation }: Work, kind: LaneKind): readonly LaneId[] {
  if (kind === 'stations') return [operation.station?.code ?? null];
  return operation.assignedTo.length > 0 ? operation.assignedTo.map(({ id }) => id) : [null];
}

export type DispatchBody = { readonly personIds: readonly string[]; readonly stationCode?: string | null };

/** What to ask of the server when work is moved from one lane to another. Of several people, only the one it is taken from is replaced. */
export function moved({ operation }: Work, kind: LaneKind, from: LaneId, to: LaneId): DispatchBody {
  const people = operation.assignedTo.map(({ id }) => id);
  if (kind === 'stations') return { personIds: people, stationCode: to };
  const kept = people.filter((id) => id !== from && id !== to);
  return { personIds: to === null ? kept : [...kept, to] };
}

/** What gives it back to where it was. */
export function asItWas({ operation }: Work): DispatchBody {
  return { personIds: operation.assignedTo.map(({ id }) => id), stationCode: operation.station?.code ?? null };
}
