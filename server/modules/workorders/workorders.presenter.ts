import type { OperationDto, TaskDto, WorkOrderDto } from '../../contracts/api/workorders';
import { formatQuantity } from '../../contracts/quantity';
import { obstacleOf } from './domain/obstacle';
import type { Worker } from './domain/open-for-work';
import { isFirst, operationOf, readyQty, releasedQty, targetQty } from './domain/order-flow';
import type { Concession, FirstArticle, Gate, Halt, OperationState, OrderState } from './domain/order-state';
import { orderGoodQty, orderScrapQty, shortQty } from './domain/order-totals';
import type { WorkOrder } from './models/work-order.model';
import { type Names, namesFor, waitsForInspector } from './names';
import { toOrderState } from './progress';

/** One operation as a receipt shows it. Looks up the names it needs, one question after another, so it may run in a transaction. */
export async function presentOperation(order: OrderState, operationId: string): Promise<OperationDto> {
  return operationDto(order, operationOf(order, operationId), await namesFor(order.factoryId, [order], (id) => id === operationId));
}

export async function presentOrder(order: WorkOrder, now: Date): Promise<WorkOrderDto> {
  const state = toOrderState(order);
  return orderDto(order, state, await namesFor(order.factoryId, [state]), now);
}

/** A page of orders of one factory, with one look-up for all of them. */
export async function presentOrders(factoryId: string, orders: readonly WorkOrder[], now: Date): Promise<WorkOrderDto[]> {
  const states = orders.map((order) => ({ order, state: toOrderState(order) }));
  const names = await namesFor(
    factoryId,
    states.map(({ state }) => state),
  );
  return states.map(({ order, state }) => orderDto(order, state, names, now));
}

/** The card of one operation: what is to do, and what stands in the way of whom. `names` covers the whole order. */
export function presentTask(
  order: WorkOrder,
  state: OrderState,
  operation: OperationState,
  names: Names,
  worker: Worker,
  now: Date,
): TaskDto {
  const obstacle = obstacleOf(state, operation, worker);
  const atGate = obstacle?.code === 'first_article_open' || obstacle?.code === 'first_article_failed';
  return {
    operation: operationDto(state, operation, names),
    workOrder: {
      id: state.id,
      orderNo: order.orderNo,
      dueAt: order.dueAt.toISOString(),
      late: isLate(order, now),
      status: order.status,
    },
    item: itemOf(order),
    mine: operation.workingPersonIds.includes(worker.personId),
    blockedBy: obstacle && {
      code: obstacle.code,
      since: obstacle.since?.toISOString() ?? null,
      holders: atGate ? names.inspectorsOf(state.workshopId) : obstacle.holderIds.map(names.person),
      details: { ...obstacle.details },
    },
    pricePerPiece: null,
  };
}

function orderDto(order: WorkOrder, state: OrderState, names: Names, now: Date): WorkOrderDto {
  return {
    id: state.id,
    orderNo: order.orderNo,
    item: itemOf(order),
    customer: order.customer,
    workshopId: order.workshopId,
    status: order.status,
    plannedQty: formatQuantity(order.plannedQty),
    goodQty: formatQuantity(orderGoodQty(state)),
    scrapQty: formatQuantity(orderScrapQty(state)),
    overProductionQty: formatQuantity(order.overProductionQty),
    makeUpQty: formatQuantity(order.makeUpQty),
    shortQty: formatQuantity(shortQty(state)),
    dueAt: order.dueAt.toISOString(),
    late: isLate(order, now),
    halt: state.halt && haltDto(state.halt),
    splitFrom: order.splitFrom ? { id: order.splitFrom.workOrderId, orderNo: order.splitFrom.orderNo } : null,
    routingVersion: order.routingVersion,
    operations: state.operations.map((operation) => operationDto(state, operation, names)),
    createdAt: order.createdAt.toISOString(),
    completedAt: order.completedAt?.toISOString() ?? null,
  };
}

function operationDto(order: OrderState, operation: OperationState, names: Names): OperationDto {
  return {
    id: operation.id,
    seq: operation.seq,
    name: operation.name,
    first: isFirst(operation),
    status: operation.status,
    targetQty: formatQuantity(targetQty(order, operation)),
    releasedQty: formatQuantity(releasedQty(order, operation)),
    readyQty: formatQuantity(readyQty(order, operation)),
    goodQty: formatQuantity(operation.goodQty),
    scrapQty: formatQuantity(operation.scrapQty),
    inReworkQty: formatQuantity(operation.inReworkQty),
    firstArticle: gateDto('first_article', operation.firstArticle, order, names),
    finalRelease: gateDto('final_release', operation.finalRelease, order, names),
    assignedTo: operation.assignedPersonIds.map(names.person),
    station: operation.stationCode === null ? null : names.station(operation.stationCode),
    runningSince: operation.runningSince?.toISOString() ?? null,
  };
}

function gateDto(
  kind: 'first_article' | 'final_release',
  gate: Gate & Pick<FirstArticle, 'again'>,
  order: OrderState,
  names: Names,
): OperationDto['firstArticle'] {
  return {
    kind,
    state: gate.state,
    since: gate.since?.toISOString() ?? null,
    canBeLiftedBy: waitsForInspector(gate) ? names.inspectorsOf(order.workshopId) : [],
    trigger: gate.state === 'passed' ? null : (gate.again?.trigger ?? null),
    concession: gate.concession ? concessionDto(gate.concession, names) : null,
  };
}

function concessionDto({ approvalId, byId, at, deviation, qty }: Concession, names: Names): OperationDto['firstArticle']['concession'] {
  return { approvalId, by: names.person(byId), at: at.toISOString(), deviation, qty: formatQuantity(qty) };
}

const haltDto = ({ byId, byName, at, reason, mergedInto }: Halt): WorkOrderDto['halt'] => ({
  by: { id: byId, name: byName },
  at: at.toISOString(),
  reason,
  mergedInto,
});

function itemOf(order: WorkOrder): WorkOrderDto['item'] {
  const { code, name, drawing, unit } = order.item;
  return { code, name, drawing, unit: { name: unit.name, decimals: unit.decimals } };
}

/** Past its due date and not finished, or finished after it. An order that nobody works on any more is not late. */
function isLate(order: WorkOrder, now: Date): boolean {
  if (order.completedAt) return order.completedAt > order.dueAt;
  return order.dueAt < now && ['draft', 'released', 'in_process', 'on_hold'].includes(order.status);
}
