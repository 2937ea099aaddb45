import { Types } from 'mongoose';
import { changeOrderBody } from '../../../contracts/api/workorders';
import type { WorkOrderChangeRequested } from '../../../contracts/events/workorders';
import { parseQuantity } from '../../../contracts/quantity';
import { accepted, defineCommand, refused } from '../../../platform';
import { decideTerms } from '../domain/order-change';
import { loadOrder } from '../load-order';
import { ONE_PENDING_CHANGE, type OrderChange, OrderChangeModel } from '../models/order-change.model';
import { presentChange, presentTerms } from '../order-change.presenter';
import { orderFacts, orderSubject } from '../order-facts';
import { toOrderState } from '../progress';

/**
 * Asks the workshop for another quantity or due date. Nothing changes until it accepts, and below what is made it says then what becomes
 * of that (B-1.18). Refuses with `change_empty`, `change_already_open`, `order_not_open`, `quantity_not_in_unit`.
 */
export const requestOrderChange = defineCommand({
  name: 'workorders.request-order-change',
  permission: 'workorders.change',
  input: changeOrderBody,
  againIfLostTo: [ONE_PENDING_CHANGE],
  async run(input, { actor, scope, now, publish }) {
    const order = await loadOrder(scope, input.workOrderId);
    const state = toOrderState(order);
    const decision = decideTerms(state, {
      plannedQty: input.plannedQty === undefined ? order.plannedQty : (parseQuantity(input.plannedQty) ?? 0),
      dueAt: input.dueAt === undefined ? order.dueAt : new Date(input.dueAt),
    });
    if (decision.kind === 'refused') return decision;
    const waiting = await OrderChangeModel.findOne({
      factoryId: scope.factoryId,
      workOrderId: state.id,
      pending: true,
    }).lean<OrderChange>();
    if (waiting) return refused({ code: 'change_already_open', changeId: waiting._id.toHexString(), to: presentTerms(waiting.to) });

    const change: OrderChange = {
      _id: new Types.ObjectId(),
      factoryId: scope.factoryId,
      workOrderId: state.id,
      workshopId: order.workshopId,
      orderNo: order.orderNo,
      from: { plannedQty: order.plannedQty, dueAt: order.dueAt },
      to: { ...decision.value },
      reason: input.reason,
      state: 'open',
      pending: true,
      requestedById: actor.id,
      requestedAt: now,
      answeredById: null,
      answeredAt: null,
      note: null,
      choice: null,
    };
    await OrderChangeModel.create([change]);
    publish({
      type: 'workorders.change_requested',
      version: 1,
      subject: orderSubject(state),
      payload: {
        ...orderFacts(state),
        changeId: change._id.toHexString(),
        from: presentTerms(change.from),
        to: presentTerms(change.to),
        requestedById: actor.id,
      },
    } satisfies WorkOrderChangeRequested);
    return accepted(await presentChange(change));
  },
});
