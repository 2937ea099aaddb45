import { type BoardRowDto, type BoardView, orderBoardQuery } from '../../../contracts/api/order-board';
import type { WorkOrderStatus } from '../../../contracts/statuses';
import { AppError, coversWorkshop, defineQuery, type QueryContext, withinScope } from '../../../platform';
import { factoryOf } from '../../identity';
import { type OrderChange, OrderChangeModel } from '../models/order-change.model';
import { type WorkOrder, WorkOrderModel } from '../models/work-order.model';
import { presentBoard } from '../order-board.presenter';

/** What is read at once; a factory of 2,000 people has some hundreds of orders open. */
const MOST_ORDERS = 1_000;
const MOST_OVER = 100;
const NOT_OVER: WorkOrderStatus[] = ['draft', 'released', 'in_process', 'on_hold', 'completed'];
const OVER: WorkOrderStatus[] = ['closed', 'cancelled'];

/**
 * The planner's board: orders by due date with what holds each up and the counts of every view. What is late or waits follows from all
 * operations of an order and the clock, so it is worked out here and not asked of the store.
 */
export const orderBoard = defineQuery({
  name: 'workorders.order-board',
  permission: 'workorders.read',
  input: orderBoardQuery,
  async run({ view, workshopId, q }, context) {
    const { scope, now } = context;
    if (workshopId !== undefined && !coversWorkshop(scope, workshopId)) throw new AppError('out_of_scope', { workshopId });
    const found = await ordersWhere(context, NOT_OVER, workshopId, MOST_ORDERS + 1, 1);
    const over = view === 'over' ? await ordersWhere(context, OVER, workshopId, MOST_OVER + 1, -1) : [];
    const shownOf = (orders: readonly WorkOrder[], most: number) => orders.slice(0, most);
    const factory = await factoryOf(scope.factoryId);
    const current = shownOf(found, MOST_ORDERS);
    const past = shownOf(over, MOST_OVER);
    const pending = await pendingChangesOf(context);
    const rows = (await presentBoard(factory, [...current, ...past], pending, now)).filter(mentions(q ?? ''));
    const inView = (wanted: BoardView) => rows.filter((row) => belongsTo(row, wanted));
    return {
      rows: inView(view),
      counts: {
        open: inView('open').length,
        late: inView('late').length,
        waiting: inView('waiting').length,
        completed: inView('completed').length,
      },
      truncated: found.length > current.length || over.length > past.length,
      serverTime: now.toISOString(),
    };
  },
});

function ordersWhere({ scope }: QueryContext, statuses: WorkOrderStatus[], workshopId: string | undefined, most: number, order: 1 | -1) {
  return WorkOrderModel.find({ ...withinScope(scope), ...(workshopId === undefined ? {} : { workshopId }), status: { $in: statuses } })
    .sort({ dueAt: order, _id: order })
    .limit(most)
    .lean<WorkOrder[]>();
}

async function pendingChangesOf({ scope }: QueryContext): Promise<ReadonlyMap<string, OrderChange>> {
  const changes = await OrderChangeModel.find({ ...withinScope(scope), state: { $in: ['open', 'question'] } })
    .sort({ _id: -1 })
    .limit(MOST_ORDERS)
    .lean<OrderChange[]>();
  return new Map(changes.map((change) => [change.workOrderId, change]));
}

const PEOPLE_WAITED_FOR = new Set<string>([
  'first_article_failed',
  'final_release_failed',
  'first_article_open',
  'final_release_open',
  'change_question',
  'change_open',
  'nobody_at_it',
]);

function belongsTo({ order, daysLate, holdUp }: BoardRowDto, view: BoardView): boolean {
  const open = order.status !== 'completed' && order.status !== 'closed' && order.status !== 'cancelled';
  switch (view) {
    case 'open':
      return open;
    case 'late':
      return open && daysLate > 0;
    case 'waiting':
      return open && holdUp !== null && PEOPLE_WAITED_FOR.has(holdUp.code);
    case 'completed':
      return order.status === 'completed';
    case 'over':
      return order.status === 'closed' || order.status === 'cancelled';
  }
}

/** Every word asked for stands somewhere in the row. */
function mentions(q: string): (row: BoardRowDto) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return ({ order, holdUp }) => {
    const text = [
      order.orderNo,
      order.item.code,
      order.item.name,
      order.item.drawing,
      order.customer,
      ...order.operations.flatMap(({ name, station, assignedTo }) => [name, station?.name, ...assignedTo.map((person) => person.name)]),
      ...(holdUp?.holders.map(({ name }) => name) ?? []),
    ]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
}
