import type { BoardRowDto, HoldUpDto } from '../../contracts/api/order-board';
import type { PersonRef } from '../../contracts/api/primitives';
import type { WorkOrderDto } from '../../contracts/api/workorders';
import { formatQuantity } from '../../contracts/quantity';
import { type Calendar, calendarDateOf, namesOf, peopleWho } from '../identity';
import { forecastEnd } from './domain/forecast';
import { type HoldUp, holdUpOf, type Mover } from './domain/hold-up';
import type { OrderChange } from './models/order-change.model';
import type { WorkOrder } from './models/work-order.model';
import { presentTerms } from './order-change.presenter';
import { toOrderState } from './progress';
import { presentOrders } from './workorders.presenter';

const DAY_MS = 86_400_000;
const MADE = ['completed', 'closed', 'cancelled', 'deleted'];
const MAY_MOVE = { inspectors: 'quality.inspect', leaders: 'workorders.answer_change' } as const;

/** Orders as rows of the board, with what holds each and who can do something about it. */
export async function presentBoard(
  factory: Calendar & { readonly id: string },
  orders: readonly WorkOrder[],
  pending: ReadonlyMap<string, OrderChange>,
  now: Date,
): Promise<BoardRowDto[]> {
  const dtos = await presentOrders(factory.id, orders, now);
  const found = orders.map((order) => {
    const change = pending.get(order._id.toHexString()) ?? null;
    const state = toOrderState(order);
    const holdUp = MADE.includes(order.status) && order.status !== 'completed' ? null : holdUpOf(state, asPending(change));
    const forecast = MADE.includes(order.status) ? null : forecastEnd(state, order.startedAt ?? order.releasedAt, now);
    return { order, change, holdUp, forecast };
  });
  const people = await moversOf(factory.id, found);
  return found.map(({ order, change, holdUp, forecast }, index) => ({
    order: orderAt(dtos, index),
    forecastAt: forecast?.toISOString() ?? null,
    daysLate: daysLate(factory, order, forecast, now),
    holdUp: holdUp && presentHoldUp(holdUp, change, people(holdUp.mover, order.workshopId)),
  }));
}

function orderAt(dtos: readonly WorkOrderDto[], index: number): WorkOrderDto {
  const dto = dtos[index];
  if (!dto) throw new Error('as many orders out as in');
  return dto;
}

function presentHoldUp({ code, since, operation, qty }: HoldUp, change: OrderChange | null, holders: PersonRef[]): HoldUpDto {
  const aboutChange = code === 'change_open' || code === 'change_question';
  return {
    code,
    since: since?.toISOString() ?? null,
    holders,
    operation: operation && { id: operation.id, name: operation.name },
    qty: qty === null ? null : formatQuantity(qty),
    change: change && aboutChange ? { id: change._id.toHexString(), from: presentTerms(change.from), to: presentTerms(change.to) } : null,
  };
}

function asPending(change: OrderChange | null) {
  return change && (change.state === 'open' || change.state === 'question') ? { ...change, state: change.state } : null;
}

/** Days are the factory's calendar days: due on the 24th and made on the 26th is two days late, whatever the hour. */
function daysLate(factory: Calendar, order: WorkOrder, forecast: Date | null, now: Date): number {
  if (MADE.includes(order.status) && !order.completedAt) return 0;
  const dayOf = (instant: Date) => Date.parse(calendarDateOf(factory, instant));
  const end = order.completedAt ?? (forecast && forecast > now ? forecast : now);
  const days = Math.max(0, Math.round((dayOf(end) - dayOf(order.dueAt)) / DAY_MS));
  // Past its hour on its own day an order is late; a forecast is not exact to the hour.
  return days === 0 && !order.completedAt && order.dueAt < now ? 1 : days;
}

type Row = { readonly order: WorkOrder; readonly holdUp: HoldUp | null };

/** Looks up everybody that the rows name, once for each workshop and each kind of mover. */
async function moversOf(factoryId: string, rows: readonly Row[]): Promise<(mover: Mover, workshopId: string) => PersonRef[]> {
  const names = await namesOf(
    factoryId,
    rows.flatMap(({ holdUp }) => (holdUp && typeof holdUp.mover !== 'string' ? [...holdUp.mover] : [])),
  );
  const byDuty = new Map<string, PersonRef[]>();
  for (const { order, holdUp } of rows) {
    if (!holdUp || typeof holdUp.mover !== 'string' || holdUp.mover === 'none') continue;
    const key = `${holdUp.mover}/${order.workshopId}`;
    if (!byDuty.has(key)) byDuty.set(key, await peopleWho(factoryId, MAY_MOVE[holdUp.mover], order.workshopId));
  }
  return (mover, workshopId) =>
    typeof mover === 'string' ? (byDuty.get(`${mover}/${workshopId}`) ?? []) : mover.map((id) => ({ id, name: names.get(id) ?? id }));
}
