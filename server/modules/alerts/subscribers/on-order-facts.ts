import type {
  OrderFacts,
  WorkOrderCancelled,
  WorkOrderChangeAnswered,
  WorkOrderChangeRequested,
  WorkOrderClosed,
  WorkOrderCompleted,
  WorkOrderDeleted,
  WorkOrderReleased,
  WorkOrderReopened,
} from '../../../contracts/events/workorders';
import { defineSubscriber } from '../../../platform';
import { followOrder } from '../commands/follow-order';
import { raiseAlert } from '../commands/raise-alert';
import { resolveAlert } from '../commands/resolve-alert';
import { aboutOrder, findLate } from '../domain/rules/operation-late';
import { aboutChange, findUnanswered } from '../domain/rules/order-changed';
import { OpenOrderModel } from '../models/open-order.model';

const orderOf = ({ workOrderId, orderNo, itemName, workshopId }: OrderFacts) => ({ workOrderId, orderNo, itemName, workshopId });

export const onReleased = defineSubscriber<WorkOrderReleased>({
  name: 'alerts.on-released',
  on: 'workorders.released',
  permissions: ['alerts.raise'],
  async handle({ payload }, { run }) {
    await run(followOrder, { what: 'released', ...orderOf(payload), dueAt: payload.dueAt }, { expected: [] });
  },
});

/** An order that is made is no longer late; what was scrapped on it still wants somebody. */
export const onCompleted = defineSubscriber<WorkOrderCompleted>({
  name: 'alerts.on-completed',
  on: 'workorders.completed',
  permissions: ['alerts.raise'],
  async handle({ payload }, { run }) {
    await run(followOrder, { what: 'over', ...orderOf(payload) }, { expected: [], part: 'follow' });
    await run(resolveAlert, { rule: 'operation_late', about: aboutOrder(payload.workOrderId) }, { expected: [], part: 'late' });
  },
});

/** A correction, or scrap that is to be made up for: it is being made again, and can be late again. */
export const onReopened = defineSubscriber<WorkOrderReopened>({
  name: 'alerts.on-reopened',
  on: 'workorders.reopened',
  permissions: ['alerts.raise'],
  async handle({ payload }, { run }) {
    await run(followOrder, { what: 'reopened', ...orderOf(payload), dueAt: payload.dueAt }, { expected: [] });
  },
});

export const onEnded = defineSubscriber<WorkOrderClosed | WorkOrderCancelled | WorkOrderDeleted>({
  name: 'alerts.on-ended',
  on: ['workorders.closed', 'workorders.cancelled', 'workorders.deleted'],
  permissions: ['alerts.raise'],
  async handle({ payload }, { run }) {
    await run(followOrder, { what: 'over', ...orderOf(payload) }, { expected: [], part: 'follow' });
    await run(resolveAlert, { workOrderId: payload.workOrderId }, { expected: [], part: 'all' });
  },
});

export const onChangeRequested = defineSubscriber<WorkOrderChangeRequested>({
  name: 'alerts.on-change-requested',
  on: 'workorders.change_requested',
  permissions: ['alerts.raise'],
  async handle({ payload }, { run }) {
    const { changeId, to } = payload;
    await run(followOrder, { what: 'change_requested', ...orderOf(payload), changeId, dueAt: to.dueAt }, { expected: [], part: 'follow' });
    await run(raiseAlert, findUnanswered(payload), { expected: [], part: 'raise' });
  },
});

/** Answered, whatever the answer. A later due date may end the lateness at once. */
export const onChangeAnswered = defineSubscriber<WorkOrderChangeAnswered>({
  name: 'alerts.on-change-answered',
  on: 'workorders.change_answered',
  permissions: ['alerts.raise'],
  async handle({ payload }, { factoryId, now, run }) {
    const { changeId, workOrderId, answer } = payload;
    await run(
      followOrder,
      { what: 'change_answered', ...orderOf(payload), changeId, applied: answer === 'accepted' },
      { expected: [], part: 'follow' },
    );
    await run(resolveAlert, { rule: 'order_changed', about: aboutChange(changeId) }, { expected: [], part: 'answered' });
    const order = await OpenOrderModel.findOne({ factoryId, workOrderId }).lean();
    if (order && !findLate(order, now))
      await run(resolveAlert, { rule: 'operation_late', about: aboutOrder(workOrderId) }, { expected: [], part: 'late' });
  },
});
