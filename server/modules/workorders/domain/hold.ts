import { accepted, type Outcome, type Refusal, refused } from '../../../platform';
import { notOpen } from './open-for-work';
import type { Halt, OperationState, OrderState } from './order-state';
import { settle } from './settle';

export type Stop = Omit<Halt, 'stoppedIds'>;
export type Held = {
  readonly order: OrderState;
  /** False when it was so already: whoever taps second finds it done, and the first reason stands. */
  readonly changed: boolean;
};

/** Puts an order on hold (B-1.1): nobody starts or goes on until it is given back, and whoever is at work on it stops. */
export function decideHold(order: OrderState, stop: Stop): Outcome<Held, Refusal> {
  if (order.status === 'on_hold') return accepted({ order, changed: false });
  if (order.status !== 'released' && order.status !== 'in_process') return refused(notOpen(order));
  return accepted({ order: { ...stopWork(order, stop), status: 'on_hold' }, changed: true });
}

/** Gives an order back to the workshop. Where it stands then follows from what is made, reports from before the hold included (B-11.5). */
export function decideGoOn(order: OrderState, now: Date): Outcome<Held, Refusal> {
  if (order.status === 'released' || order.status === 'in_process') return accepted({ order, changed: false });
  if (order.status !== 'on_hold') return refused(notOpen(order));
  return accepted({ order: settle({ ...order, status: 'released', halt: null }, now).order, changed: true });
}

/** Nobody is at work on the order any more. Who was is remembered, over a hold that becomes a cancellation too. */
export function stopWork(order: OrderState, stop: Stop): OrderState {
  const stoppedIds = [...(order.halt?.stoppedIds ?? []), ...order.operations.flatMap(({ workingPersonIds }) => workingPersonIds)];
  return { ...order, operations: order.operations.map(withoutWorkers), halt: { ...stop, stoppedIds: [...new Set(stoppedIds)] } };
}

function withoutWorkers(operation: OperationState): OperationState {
  if (operation.workingPersonIds.length === 0) return operation;
  const status = operation.status === 'running' ? 'on_hold' : operation.status;
  return { ...operation, status, openSegments: 0, workingPersonIds: [], runningSince: null };
}
