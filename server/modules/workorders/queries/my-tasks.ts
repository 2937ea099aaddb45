import * as z from 'zod/mini';
import type { TaskDto } from '../../../contracts/api/workorders';
import type { WorkOrderStatus } from '../../../contracts/statuses';
import { defineQuery, type QueryContext, withinScope } from '../../../platform';
import type { OperationState, OrderState } from '../domain/order-state';
import { type WorkOrder, WorkOrderModel } from '../models/work-order.model';
import { namesFor } from '../names';
import { toOrderState } from '../progress';
import { workerOf } from '../worker';
import { presentTask } from '../workorders.presenter';

const MOST_TASKS = 50;
const MOST_ORDERS = 200;
const OPEN: { status: { $in: WorkOrderStatus[] } } = { status: { $in: ['released', 'in_process'] } };
// What is mine and on hold stays to be seen, with who holds it and why.
const OPEN_OR_HELD: { status: { $in: WorkOrderStatus[] } } = { status: { $in: ['released', 'in_process', 'on_hold'] } };

/**
 * What there is for me to do: operations dispatched to me, and those of my workshops that are dispatched to nobody. Running in my hands
 * first, then what can go on, then what waits and for whom; each by due date. At most 50.
 */
export const myTasks = defineQuery({
  name: 'workorders.my-tasks',
  permission: 'workorders.read',
  input: z.strictObject({}),
  async run(_, context) {
    const { actor, scope, now } = context;
    const orders = (await openOrders(context)).map((order) => ({ order, state: toOrderState(order) }));
    const names = await namesFor(
      scope.factoryId,
      orders.map(({ state }) => state),
    );
    const tasks = orders.flatMap(({ order, state }) =>
      tasksOf(state, actor.id).map((operation) => presentTask(order, state, operation, names, workerOf(actor), now)),
    );
    return { items: tasks.sort(byUse).slice(0, MOST_TASKS), serverTime: now.toISOString() };
  },
});

/** Orders with something in my name, however late they are due, and the most urgent of my workshops. */
async function openOrders({ actor, scope }: QueryContext): Promise<WorkOrder[]> {
  const mine = await WorkOrderModel.find({
    ...withinScope(scope),
    ...OPEN_OR_HELD,
    $or: [{ 'operations.assignedPersonIds': actor.id }, { 'operations.workingPersonIds': actor.id }],
  })
    .limit(MOST_ORDERS)
    .lean<WorkOrder[]>();
  const urgent = await WorkOrderModel.find({ ...withinScope(scope), ...OPEN })
    .sort({ dueAt: 1, _id: 1 })
    .limit(MOST_ORDERS)
    .lean<WorkOrder[]>();
  return [...new Map([...mine, ...urgent].map((order) => [order._id.toHexString(), order])).values()];
}

function tasksOf(order: OrderState, personId: string): readonly OperationState[] {
  return order.operations.filter(
    ({ status, assignedPersonIds, workingPersonIds }) =>
      status !== 'finished' &&
      (assignedPersonIds.length === 0 || assignedPersonIds.includes(personId) || workingPersonIds.includes(personId)),
  );
}

function byUse(one: TaskDto, other: TaskDto): number {
  return rank(one) - rank(other) || one.workOrder.dueAt.localeCompare(other.workOrder.dueAt) || one.operation.seq - other.operation.seq;
}

function rank({ mine, blockedBy }: TaskDto): number {
  if (mine) return 0;
  return blockedBy === null ? 1 : 2;
}
