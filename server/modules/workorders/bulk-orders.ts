import { Types } from 'mongoose';
import type { WorkOrderChangeRequested } from '../../contracts/events/workorders';
import { fitsUnit, formatQuantity, parseQuantity } from '../../contracts/quantity';
import { type Actor, coversWorkshop } from '../../platform';
import type { FactorySettings } from '../identity';
import { bad, badBy, changedFields, type Judged } from './bulk';
import { newestRoutings } from './bulk-routings';
import { decideTerms } from './domain/order-change';
import { type Item, ItemModel } from './models/item.model';
import { type OrderChange, OrderChangeModel } from './models/order-change.model';
import type { Routing } from './models/routing.model';
import { type WorkOrder, WorkOrderModel } from './models/work-order.model';
import { type CreateWorkOrderBody, newOrder } from './new-order';
import { presentTerms } from './order-change.presenter';
import { orderFacts, orderSubject } from './order-facts';
import { toOrderState } from './progress';

/** A new order, or a change asked of the workshop for one that is there. */
export type OrderWrite = { readonly order: WorkOrder; readonly change: OrderChange | null };

type By = { readonly actor: Actor; readonly factory: FactorySettings; readonly now: Date; readonly reason: string };

/**
 * What would become of these orders, in the order given. Another quantity or due date for an order that is there becomes a change document
 * that the workshop answers, as everywhere (capability 1), and is not asked a second time while it waits; anything else that differs is bad
 * (`order_differs`).
 */
export async function judgeOrders(bodies: readonly CreateWorkOrderBody[], by: By): Promise<Judged<OrderWrite>[]> {
  const factoryId = by.factory.id;
  const numbers = bodies.map(({ orderNo }) => orderNo);
  const codes = [...new Set(bodies.map(({ itemCode }) => itemCode))];
  const there = new Map(
    (await WorkOrderModel.find({ factoryId, orderNo: { $in: numbers }, deletedAt: null }).lean<WorkOrder[]>()).map((order) => [
      order.orderNo,
      order,
    ]),
  );
  const items = new Map((await ItemModel.find({ factoryId, code: { $in: codes } }).lean<Item[]>()).map((item) => [item.code, item]));
  const routings = await newestRoutings(factoryId, codes);
  const ids = [...there.values()].map(({ _id }) => _id.toHexString());
  const pending =
    ids.length === 0 ? [] : await OrderChangeModel.find({ factoryId, workOrderId: { $in: ids }, pending: true }).lean<OrderChange[]>();
  const waiting = new Map(pending.map((change) => [change.workOrderId, change]));

  return bodies.map((body): Judged<OrderWrite> => {
    const { scope } = by.actor;
    if (!coversWorkshop(scope, body.workshopId)) return bad('workshop_unknown', 'workshopId', { workshop: body.workshopId });
    const order = there.get(body.orderNo);
    if (order) {
      // Whose workshop it is not learns only that the number is taken.
      if (!coversWorkshop(scope, order.workshopId)) return bad('order_exists', 'orderNo', { orderNo: body.orderNo });
      return judgeExisting(order, body, waiting.get(order._id.toHexString()), by);
    }
    return judgeNew(body, items.get(body.itemCode), routings.get(body.itemCode), by);
  });
}

function judgeNew(body: CreateWorkOrderBody, item: Item | undefined, routing: Routing | undefined, by: By): Judged<OrderWrite> {
  const { itemCode } = body;
  if (!by.actor.permissions.has('workorders.create')) return bad('forbidden', 'orderNo', { permission: 'workorders.create' });
  if (body.release && !by.actor.permissions.has('workorders.release'))
    return bad('forbidden', 'release', { permission: 'workorders.release' });
  if (!item) return bad('item_unknown', 'itemCode', { itemCode });
  if (!routing) return bad('routing_unknown', 'itemCode', { itemCode });
  if (!fitsUnit(parseQuantity(body.plannedQty) ?? 0, item.unit.decimals)) {
    return bad('quantity_not_in_unit', 'plannedQty', { qty: body.plannedQty, decimals: item.unit.decimals });
  }
  // Released later, each by itself: an order is a draft until the whole file is in.
  const order = newOrder({ ...body, release: false }, { item, routing, factory: by.factory, createdById: by.actor.id, now: by.now });
  return { verdict: 'created', write: { order, change: null } };
}

function judgeExisting(order: WorkOrder, body: CreateWorkOrderBody, waiting: OrderChange | undefined, by: By): Judged<OrderWrite> {
  const fixed = changedFields([
    ['itemCode', order.item.code, body.itemCode],
    ['workshopId', order.workshopId, body.workshopId],
    // What the file leaves empty it does not ask for.
    ['customer', order.customer, body.customer || order.customer],
    [
      'overProductionPercent',
      String(order.overProductionRate),
      String(body.overProductionPercent === undefined ? order.overProductionRate : Math.round(body.overProductionPercent * 100)),
    ],
  ]).map(({ field }) => field);
  if (fixed.length > 0) return bad('order_differs', fixed[0] ?? 'orderNo', { orderNo: order.orderNo, fields: fixed.join(', ') });
  const to = { plannedQty: parseQuantity(body.plannedQty) ?? 0, dueAt: sameSecond(order.dueAt, new Date(body.dueAt)) };
  const changes = changedFields([
    ['plannedQty', formatQuantity(order.plannedQty), formatQuantity(to.plannedQty)],
    ['dueAt', order.dueAt.toISOString(), to.dueAt.toISOString()],
  ]);
  const field = changes[0]?.field;
  if (field === undefined) return { verdict: 'skipped' };
  if (!by.actor.permissions.has('workorders.change')) return bad('forbidden', field, { permission: 'workorders.change' });
  const decision = decideTerms(toOrderState(order), to);
  if (decision.kind === 'refused') return badBy(decision.refusal, field);
  if (waiting) return sameTerms(waiting.to, decision.value) ? { verdict: 'skipped' } : bad('change_already_open', field);
  const change: OrderChange = {
    _id: new Types.ObjectId(),
    factoryId: order.factoryId,
    workOrderId: order._id.toHexString(),
    workshopId: order.workshopId,
    orderNo: order.orderNo,
    from: { plannedQty: order.plannedQty, dueAt: order.dueAt },
    to: { ...decision.value },
    reason: by.reason,
    state: 'open',
    pending: true,
    requestedById: by.actor.id,
    requestedAt: by.now,
    answeredById: null,
    answeredAt: null,
    note: null,
    choice: null,
  };
  return { verdict: 'changed', changes, write: { order, change } };
}

const sameTerms = (asked: OrderChange['to'], said: OrderChange['to']): boolean =>
  asked.plannedQty === said.plannedQty && sameSecond(asked.dueAt, said.dueAt) === asked.dueAt;

/** A sheet knows seconds only: what it says of a moment within one is that moment. */
function sameSecond(known: Date, said: Date): Date {
  return Math.floor(known.getTime() / 1_000) === Math.floor(said.getTime() / 1_000) ? known : said;
}

/** Writes what `judgeOrders` found in the caller's transaction, and answers the facts to be published. */
export async function writeOrders(writes: readonly OrderWrite[]): Promise<WorkOrderChangeRequested[]> {
  const made = writes.filter(({ change }) => change === null).map(({ order }) => order);
  if (made.length > 0) await WorkOrderModel.insertMany(made, { lean: true });
  const facts: WorkOrderChangeRequested[] = [];
  for (const { order, change } of writes) {
    if (!change) continue;
    await OrderChangeModel.create([change]);
    const state = toOrderState(order);
    facts.push({
      type: 'workorders.change_requested',
      version: 1,
      subject: orderSubject(state),
      payload: {
        ...orderFacts(state),
        changeId: change._id.toHexString(),
        from: presentTerms(change.from),
        to: presentTerms(change.to),
        requestedById: change.requestedById,
      },
    });
  }
  return facts;
}
