import type { OperationDto, WorkOrderDto } from '../../contracts/api/workorders';
import type { Translate } from '../../platform';
import { everyOrder, everyOrderChange } from '../workorders';
import { type Asking, clock, clockOrNone, names, type Row, type Table, workshopName } from './table';

/** Orders, their operations, and what was asked to be changed. Orders have the columns of their template first. */
export const ORDER_TABLES = {
  orders: {
    columns: ['orderNo', 'itemCode', 'itemName', 'plannedQty', 'dueAt', 'workshopId', 'customer', 'status', 'goodQty', 'scrapQty'],
    numbers: new Set(['plannedQty', 'goodQty', 'scrapQty']),
    async *rows(asking) {
      for await (const batch of everyOrder(asking.actor.scope, asking.now)) yield batch.map((order) => orderRow(order, asking));
    },
  },
  operations: {
    columns: [
      'orderNo',
      'itemCode',
      'seq',
      'name',
      'status',
      'targetQty',
      'goodQty',
      'scrapQty',
      'inReworkQty',
      'readyQty',
      'station',
      'assignedTo',
      'firstArticle',
      'finalRelease',
    ],
    numbers: new Set(['seq', 'targetQty', 'goodQty', 'scrapQty', 'inReworkQty', 'readyQty']),
    async *rows({ actor: { scope }, now, t }) {
      for await (const batch of everyOrder(scope, now)) {
        yield batch.flatMap((order) => order.operations.map((operation) => operationRow(order, operation, t)));
      }
    },
  },
  'order-changes': {
    columns: [
      'orderNo',
      'fromQty',
      'toQty',
      'fromDueAt',
      'toDueAt',
      'reason',
      'requestedBy',
      'requestedAt',
      'state',
      'answeredBy',
      'answeredAt',
      'note',
    ],
    numbers: new Set(['fromQty', 'toQty']),
    async *rows(asking) {
      for await (const batch of everyOrderChange(asking.actor.scope)) {
        yield batch.map(({ orderNo, from, to, reason, requestedBy, requestedAt, state, answeredBy, answeredAt, note }) => ({
          orderNo,
          fromQty: from.plannedQty,
          toQty: to.plannedQty,
          fromDueAt: clock(from.dueAt, asking),
          toDueAt: clock(to.dueAt, asking),
          reason,
          requestedBy: requestedBy.name,
          requestedAt: clock(requestedAt, asking),
          state: asking.t(`change.${state}`),
          answeredBy: answeredBy?.name ?? null,
          answeredAt: clockOrNone(answeredAt, asking),
          note,
        }));
      }
    },
  },
} satisfies Readonly<Record<string, Table>>;

function orderRow(order: WorkOrderDto, asking: Asking): Row {
  return {
    orderNo: order.orderNo,
    itemCode: order.item.code,
    itemName: order.item.name,
    plannedQty: order.plannedQty,
    dueAt: clock(order.dueAt, asking),
    workshopId: workshopName(order.workshopId, asking),
    customer: order.customer,
    status: asking.t(`status.${order.status}`),
    goodQty: order.goodQty,
    scrapQty: order.scrapQty,
  };
}

function operationRow(order: WorkOrderDto, operation: OperationDto, t: Translate): Row {
  return {
    orderNo: order.orderNo,
    itemCode: order.item.code,
    seq: String(operation.seq),
    name: operation.name,
    status: t(`status.${operation.status}`),
    targetQty: operation.targetQty,
    goodQty: operation.goodQty,
    scrapQty: operation.scrapQty,
    inReworkQty: operation.inReworkQty,
    readyQty: operation.readyQty,
    station: operation.station?.name ?? null,
    assignedTo: names(operation.assignedTo),
    firstArticle: t(`gate.${operation.firstArticle.state}`),
    finalRelease: t(`gate.${operation.finalRelease.state}`),
  };
}
