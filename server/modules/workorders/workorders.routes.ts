import {
  deletionReceiptDto,
  itemPage,
  itemReceiptDto,
  myTasksDto,
  operationDto,
  orderChangeDto,
  orderChangePage,
  routingPage,
  routingReceiptDto,
  stationPage,
  stationReceiptDto,
  taskDto,
  workOrderDto,
  workOrderPage,
} from '../../contracts/api/workorders';
import { commandRoute, queryRoute } from '../../platform';
import { answerOrderChange } from './commands/answer-order-change';
import { closeWorkOrder } from './commands/close-work-order';
import { createWorkOrder } from './commands/create-work-order';
import { defineItem } from './commands/define-item';
import { defineRouting } from './commands/define-routing';
import { defineStation } from './commands/define-station';
import { dispatchOperation } from './commands/dispatch-operation';
import { makeUpScrap } from './commands/make-up-scrap';
import { releaseWorkOrder } from './commands/release-work-order';
import { requestDeletion } from './commands/request-deletion';
import { requestOrderChange } from './commands/request-order-change';
import { items, routings, stations } from './queries/master';
import { myTasks } from './queries/my-tasks';
import { operationById } from './queries/operation-by-id';
import { orderChanges } from './queries/order-changes';
import { workOrder, workOrderByNo } from './queries/work-order';
import { workOrders } from './queries/work-orders';

export const routes = [
  queryRoute('/items', items, itemPage),
  commandRoute('/items', defineItem, itemReceiptDto, 201),
  queryRoute('/routings', routings, routingPage),
  commandRoute('/routings', defineRouting, routingReceiptDto, 201),
  queryRoute('/stations', stations, stationPage),
  commandRoute('/stations', defineStation, stationReceiptDto, 201),
  queryRoute('/work-orders', workOrders, workOrderPage),
  commandRoute('/work-orders', createWorkOrder, workOrderDto, 201),
  queryRoute('/work-orders/by-no/:orderNo', workOrderByNo, workOrderDto),
  queryRoute('/work-orders/:workOrderId', workOrder, workOrderDto),
  commandRoute('/work-orders/:workOrderId/release', releaseWorkOrder, workOrderDto),
  commandRoute('/work-orders/:workOrderId/close', closeWorkOrder, workOrderDto),
  commandRoute('/work-orders/:workOrderId/deletion-requests', requestDeletion, deletionReceiptDto, 201),
  commandRoute('/work-orders/:workOrderId/changes', requestOrderChange, orderChangeDto, 201),
  commandRoute('/work-orders/:workOrderId/make-up', makeUpScrap, workOrderDto),
  queryRoute('/order-changes', orderChanges, orderChangePage),
  commandRoute('/order-changes/:changeId/answer', answerOrderChange, orderChangeDto),
  queryRoute('/operations/:operationId', operationById, taskDto),
  commandRoute('/operations/:operationId/dispatch', dispatchOperation, operationDto),
  queryRoute('/my/tasks', myTasks, myTasksDto),
];
