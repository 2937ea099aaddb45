import type { HoldUpCode } from '../../../contracts/api/order-board';
import { readyQty } from './order-flow';
import type { OperationState, OrderState } from './order-state';
import { shortQty } from './order-totals';

/** Who has to move: named people, whoever inspects there, whoever leads there, or nobody else. */
export type Mover = 'inspectors' | 'leaders' | 'none' | readonly string[];
export type HoldUp = {
  readonly code: HoldUpCode;
  readonly since: Date | null;
  readonly mover: Mover;
  readonly operation: OperationState | null;
  /** Ten-thousandths. */
  readonly qty: number | null;
};
/** A change that the workshop has not accepted or refused. */
export type PendingChange = {
  readonly state: 'open' | 'question';
  readonly requestedAt: Date;
  readonly answeredAt: Date | null;
  readonly requestedById: string;
};

/** What keeps an order from going on, the most serious first; null when it goes on, or is over. */
export function holdUpOf(order: OrderState, change: PendingChange | null): HoldUp | null {
  if (order.status === 'on_hold')
    return { ...plain('held'), since: order.halt?.at ?? null, mover: order.halt ? [order.halt.byId] : 'none' };
  const gate = failedGate(order) ?? openGate(order);
  if (gate) return gate;
  if (change) return ofChange(change);
  if (order.status === 'draft') return plain('not_released');
  return nobodyAtIt(order) ?? inRework(order) ?? scrapShort(order);
}

const plain = (code: HoldUpCode): HoldUp => ({ code, since: null, mover: 'none', operation: null, qty: null });

function failedGate(order: OrderState): HoldUp | null {
  return gateIn(order, 'failed', 'first_article_failed', 'final_release_failed');
}

function openGate(order: OrderState): HoldUp | null {
  return gateIn(order, 'open', 'first_article_open', 'final_release_open');
}

function gateIn(order: OrderState, state: 'open' | 'failed', firstArticle: HoldUpCode, finalRelease: HoldUpCode): HoldUp | null {
  for (const operation of order.operations) {
    const gates = [
      [operation.firstArticle, firstArticle],
      [operation.finalRelease, finalRelease],
    ] as const;
    for (const [gate, code] of gates) {
      if (gate.state === state) return { code, since: gate.since, mover: 'inspectors', operation, qty: null };
    }
  }
  return null;
}

/** A question goes back to who asked for the change. */
function ofChange(change: PendingChange): HoldUp {
  return change.state === 'question'
    ? { ...plain('change_question'), since: change.answeredAt, mover: [change.requestedById] }
    : { ...plain('change_open'), since: change.requestedAt, mover: 'leaders' };
}

/** Pieces lie ready and nobody has the order in hands; an order that nobody has begun yet does not wait. */
function nobodyAtIt(order: OrderState): HoldUp | null {
  if (order.status !== 'in_process' || order.operations.some(({ status }) => status === 'running')) return null;
  const operation = order.operations.find((one) => one.status !== 'finished' && readyQty(order, one) > 0);
  if (!operation) return null;
  const mover = operation.assignedPersonIds.length > 0 ? operation.assignedPersonIds : 'leaders';
  return { code: 'nobody_at_it', since: null, mover, operation, qty: readyQty(order, operation) };
}

function inRework(order: OrderState): HoldUp | null {
  const operation = order.operations.find(({ inReworkQty }) => inReworkQty > 0);
  return operation && order.status === 'in_process' && !order.operations.some(({ status }) => status === 'running')
    ? { ...plain('in_rework'), mover: operation.assignedPersonIds, operation, qty: operation.inReworkQty }
    : null;
}

/** Scrap has left the order short and nobody has said what becomes of it (B-1.16). */
function scrapShort(order: OrderState): HoldUp | null {
  const qty = shortQty(order);
  return qty > 0 && order.status !== 'completed' ? { ...plain('scrap_short'), qty } : null;
}
