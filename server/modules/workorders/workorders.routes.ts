import { orderBoardDto, orderHistoryDto } from '../../contracts/api/order-board';
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
  splitReceiptDto,
  stationPage,
  stationReceiptDto,
  taskDto,
  workOrderDto,
  workOrderPage,
} from '../../contracts/api/workorders';
import { commandRoute, queryRoute } from '../../platform';
import { answerOrderChange } from './commands/answer-order-change';
import { cancelWorkOrder } from './commands/cancel-work-order';
import { closeWorkOrder } from './commands/close-work-order';
import { createWorkOrder } from './commands/create-work-order';
import { defineItem } from './commands/define-item';
import { defineRouting } from './commands/define-routing';
import { defineStation } from './commands/define-station';
import { dispatchOperation } from './commands/dispatch-operation';
import { holdWorkOrder } from './commands/hold-work-order';
import { makeUpScrap } from './commands/make-up-scrap';
import { mergeWorkOrders } from './commands/merge-work-orders';
import { releaseWorkOrder } from './commands/release-work-order';
import { replanWorkOrder } from './commands/replan-work-order';
import { requestDeletion } from './commands/request-deletion';
import { requestOrderChange } from './commands/request-order-change';
import { resumeWorkOrder } from './commands/resume-work-order';
import { splitWorkOrder } from './commands/split-work-order';
import { items, routings, stations } from './queries/master';
import { myTasks } from './queries/my-tasks';
import { operationById } from './queries/operation-by-id';
import { orderBoard } from './queries/order-board';
import { orderChanges } from './queries/order-changes';
import { orderHistory } from './queries/order-history';
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
  queryRoute('/order-board', orderBoard, orderBoardDto),
  queryRoute('/work-orders/by-no/:orderNo', workOrderByNo, workOrderDto),
  queryRoute('/work-orders/:workOrderId', workOrder, workOrderDto),
  commandRoute('/work-orders/:workOrderId/release', releaseWorkOrder, workOrderDto),
  queryRoute('/work-orders/:workOrderId/history', orderHistory, orderHistoryDto),
  commandRoute('/work-orders/:workOrderId/hold', holdWorkOrder, workOrderDto),
  commandRoute('/work-orders/:workOrderId/resume', resumeWorkOrder, workOrderDto),
  commandRoute('/work-orders/:workOrderId/cancel', cancelWorkOrder, workOrderDto),
  commandRoute('/work-orders/:workOrderId/split', splitWorkOrder, splitReceiptDto),
  commandRoute('/work-orders/:workOrderId/merge', mergeWorkOrders, workOrderDto),
  commandRoute('/work-orders/:workOrderId/replan', replanWorkOrder, workOrderDto),
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
