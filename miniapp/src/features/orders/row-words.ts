import type { BoardRowDto, HoldUpDto } from '@contracts/api/order-board';
import type { PersonRef } from '@contracts/api/primitives';
import type { OperationDto } from '@contracts/api/workorders';
import { lasted, monthAndDay } from '@/shared/time/show-time';
import type { Lamp } from '@/shared/ui/lamp';
import { orderText } from './texts';

export type State = { readonly lamp: Lamp; readonly words: string };
type Terms = { readonly plannedQty: string; readonly dueAt: string };

const DAY_MS = 86_400_000;
const GATES = {
  first_article_failed: ['stop', 'state_first_article_failed'],
  final_release_failed: ['stop', 'state_final_release_failed'],
  first_article_open: ['wait', 'state_first_article_open'],
  final_release_open: ['wait', 'state_final_release_open'],
} as const;
const LAMPS = {
  draft: 'idle',
  released: 'idle',
  in_process: 'run',
  completed: 'run',
  closed: 'idle',
  on_hold: 'idle',
  cancelled: 'idle',
  deleted: 'idle',
} as const satisfies Record<BoardRowDto['order']['status'], Lamp>;

/** The lamp of a row: being late outshines what it is late for, which stands beside it. */
export function stateOf({ order, forecastAt, daysLate, holdUp }: BoardRowDto, now: Date): State {
  if (daysLate > 0 && order.status !== 'completed' && order.status !== 'closed') {
    return { lamp: 'stop', words: orderText(forecastAt ? 'state_will_be_late' : 'state_late', { days: daysLate }) };
  }
  if (holdUp && isGate(holdUp.code)) {
    const [lamp, key] = GATES[holdUp.code];
    return { lamp, words: forSoLong(orderText(key), holdUp.since, now) };
  }
  if (holdUp?.code === 'nobody_at_it') return { lamp: 'wait', words: orderText('state_nobody_at_it') };
  return { lamp: LAMPS[order.status], words: orderText(`state_${order.status}`) };
}

/** The lamp of an order by itself, where nothing is known of its pace: late is what is late already. */
export function orderState(order: BoardRowDto['order'], now: Date): State {
  const over = order.late && ['draft', 'released', 'in_process', 'on_hold'].includes(order.status);
  const days = Math.max(1, Math.floor((now.getTime() - Date.parse(order.dueAt)) / DAY_MS));
  return over
    ? { lamp: 'stop', words: orderText('state_late', { days }) }
    : { lamp: LAMPS[order.status], words: orderText(`state_${order.status}`) };
}

/** What keeps an order up, and who can do something about it; what goes on when nothing does. */
export function holdWords(
  { order, holdUp }: BoardRowDto,
  now: Date,
): { readonly what: string; readonly who: string; readonly serious: boolean } {
  if (!holdUp) return { what: goingOn(order.operations, order.status), who: '', serious: false };
  return {
    what: forSoLong(whatHolds(holdUp, order), holdUp.since, now),
    who: holdUp.holders.length > 0 ? orderText('holder', { names: namesOf(holdUp.holders) }) : '',
    serious: holdUp.code !== 'not_released' && holdUp.code !== 'scrap_short',
  };
}

/** `数量改 100 → 120,交期改 11-24 → 11-28`: only what differs. */
export function changeWords(from: Terms, to: Terms): string {
  const qty = from.plannedQty === to.plannedQty ? '' : orderText('change_qty', { from: from.plannedQty, to: to.plannedQty });
  const due = from.dueAt === to.dueAt ? '' : orderText('change_due', { from: monthAndDay(from.dueAt), to: monthAndDay(to.dueAt) });
  return qty && due ? orderText('change_both', { qty, due }) : qty || due;
}

/** Two names and how many there are; a list of ten helps nobody to make a call. */
export function namesOf(people: readonly PersonRef[]): string {
  const names = people
    .slice(0, 2)
    .map(({ name }) => name)
    .join(orderText('names_join'));
  return people.length > 2 ? orderText('holders_more', { names, count: people.length }) : names;
}

export type Bar = { readonly id: string; readonly share: number; readonly tone: 'run' | 'wait' | 'stop' };

/** One bar an operation: how far, and in the lamp's colour what it is doing. */
export function barsOf(operations: readonly OperationDto[]): Bar[] {
  return operations.map((operation) => ({ id: operation.id, share: shareOf(operation), tone: toneOf(operation) }));
}

function shareOf({ goodQty, scrapQty, targetQty, status }: OperationDto): number {
  if (status === 'finished') return 1;
  const target = Number(targetQty);
  return target > 0 ? Math.min(1, (Number(goodQty) + Number(scrapQty)) / target) : 0;
}

export function toneOf({ firstArticle, finalRelease, status }: OperationDto): Bar['tone'] {
  const gates = [firstArticle.state, finalRelease.state];
  if (gates.includes('failed')) return 'stop';
  if (gates.includes('open') || status === 'on_hold') return 'wait';
  return 'run';
}

function whatHolds(holdUp: HoldUpDto, order: BoardRowDto['order']): string {
  const unit = order.item.unit.name;
  const operation = holdUp.operation?.name ?? '';
  const qty = holdUp.qty ?? '';
  if (holdUp.code === 'held' && order.halt) return orderText('hold_held_reason', { reason: order.halt.reason });
  const change = holdUp.change ? changeWords(holdUp.change.from, holdUp.change.to) : '';
  return orderText(`hold_${holdUp.code}`, { operation, qty, unit, change });
}

function goingOn(operations: readonly OperationDto[], status: BoardRowDto['order']['status']): string {
  const running = operations.filter((operation) => operation.status === 'running').map(({ name }) => name);
  if (running.length > 0) return orderText('running_at', { operations: running.join(orderText('names_join')) });
  return status === 'released' ? orderText('first_ready') : '';
}

function forSoLong(what: string, since: string | null, now: Date): string {
  return since ? orderText('for_so_long', { what, lasted: lasted(since, now) }) : what;
}

function isGate(code: string): code is keyof typeof GATES {
  return code in GATES;
}
