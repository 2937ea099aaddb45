import { Types } from 'mongoose';
import { splitOrderBody } from '../../../contracts/api/workorders';
import type { WorkOrderSplit } from '../../../contracts/events/workorders';
import { formatQuantity, parseQuantity } from '../../../contracts/quantity';
import { accepted, defineCommand } from '../../../platform';
import { decideSplit, nextPartNo } from '../domain/split';
import { loadOrder } from '../load-order';
import { ONE_ORDER_PER_NUMBER, type WorkOrder, WorkOrderModel } from '../models/work-order.model';
import { orderFacts, orderSubject, releasedFact } from '../order-facts';
import { saveOrderProgress, toOrderState, toStoredOperation } from '../progress';
import { finishedFacts, statusFacts } from '../status-facts';
import { presentOrder } from '../workorders.presenter';

/**
 * Makes pieces that nobody has begun an order of their own, `<number>-001` and on (B-1.12). The order keeps its number, because the
 * office and the travel cards know it by that. Refuses `split_above_free` with what is free, `quantity_not_in_unit`, `order_not_open`.
 */
export const splitWorkOrder = defineCommand({
  name: 'workorders.split-work-order',
  permission: 'workorders.change',
  input: splitOrderBody,
  againIfLostTo: [ONE_ORDER_PER_NUMBER],
  async run({ workOrderId, qty }, { actor, scope, now, publish }) {
    const order = await loadOrder(scope, workOrderId);
    const before = toOrderState(order);
    const decision = decideSplit(before, parseQuantity(qty) ?? 0, () => new Types.ObjectId().toHexString(), now);
    if (decision.kind === 'refused') return decision;
    const { left, part } = decision.value;

    const root = order.splitFrom?.root ?? order.orderNo;
    const made: WorkOrder = {
      ...order,
      _id: new Types.ObjectId(),
      orderNo: nextPartNo(root, await partNumbers(scope.factoryId, root)),
      status: order.status === 'draft' ? 'draft' : 'released',
      plannedQty: part.plannedQty,
      overProductionQty: 0,
      makeUpQty: 0,
      operations: part.operations.map(toStoredOperation),
      splitFrom: { workOrderId, orderNo: order.orderNo, root },
      revision: 0,
      createdAt: now,
      createdById: actor.id,
      releasedAt: order.status === 'draft' ? null : now,
      startedAt: null,
    };
    await saveOrderProgress(before, left.order);
    await WorkOrderModel.create([made]);
    publish({
      type: 'workorders.split',
      version: 1,
      subject: orderSubject(before),
      payload: { ...orderFacts(before), partId: made._id.toHexString(), partNo: made.orderNo, qty: formatQuantity(part.plannedQty) },
    } satisfies WorkOrderSplit);
    for (const fact of [...finishedFacts(left), ...statusFacts(before, left.order)]) publish(fact);
    if (made.status === 'released') publish(releasedFact(made));
    return accepted({
      order: await presentOrder(await loadOrder(scope, workOrderId), now),
      part: await presentOrder(made, now),
    });
  },
});

/** Numbers of parts that there are or ever were: none is given twice. */
async function partNumbers(factoryId: string, root: string): Promise<string[]> {
  const parts = await WorkOrderModel.find({ factoryId, orderNo: { $gte: `${root}-`, $lt: `${root}.` } }, { orderNo: 1 }).lean<
    Pick<WorkOrder, 'orderNo'>[]
  >();
  return parts.map(({ orderNo }) => orderNo);
}
