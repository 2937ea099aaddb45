export { type FieldChange, type Judged, UNIQUE_IN_BULK } from './bulk';
export { type ItemBody, type ItemWrite, judgeItems, writeItems } from './bulk-items';
export { judgeOrders, type OrderWrite, writeOrders } from './bulk-orders';
export { judgeRoutings, operationNamesOf, writeRoutings } from './bulk-routings';
export { answerOrderChange } from './commands/answer-order-change';
export { cancelWorkOrder } from './commands/cancel-work-order';
export { closeWorkOrder } from './commands/close-work-order';
export { createWorkOrder } from './commands/create-work-order';
export { defineItem } from './commands/define-item';
export { defineRouting } from './commands/define-routing';
export { defineStation } from './commands/define-station';
export { deleteWorkOrder } from './commands/delete-work-order';
export { dispatchOperation } from './commands/dispatch-operation';
export { holdWorkOrder } from './commands/hold-work-order';
export { makeUpScrap } from './commands/make-up-scrap';
export { mergeWorkOrders } from './commands/merge-work-orders';
export { releaseWorkOrder } from './commands/release-work-order';
export { replanWorkOrder } from './commands/replan-work-order';
export { requestDeletion } from './commands/request-deletion';
export { requestOrderChange } from './commands/request-order-change';
export { resumeWorkOrder } from './commands/resume-work-order';
export { splitWorkOrder } from './commands/split-work-order';
export { type Correction, decideCorrection, type Effect } from './domain/decide-correction';
export { decideReport, type Reported, type ReportedQuantities, totalScrap } from './domain/decide-report';
export { decideRework } from './domain/decide-rework';
export { passedForNow, type Reopening, reopenFirstArticle } from './domain/first-article';
export { obstacleOf } from './domain/obstacle';
export { couldNotKnow, notOpen, refuseUnlessInUnit, refuseUnlessOpen, type Worker } from './domain/open-for-work';
export { capQty, isFirst, operationOf, processedQty, readyQty, targetQty, withOperation } from './domain/order-flow';
export type { Concession, Gate, OperationState, OrderState } from './domain/order-state';
export { type Settled, settle } from './domain/settle';
export { afterPause, decideResume, decideStart } from './domain/work-time';
export { loadOrders } from './load-order';
export type { Routing } from './models/routing.model';
export type { CreateWorkOrderBody } from './new-order';
export { orderFacts, orderSubject } from './order-facts';
export { findOrderState, loadOrderEvenDeleted, loadOrderForProgress, saveOrderProgress } from './progress';
export { items, routings, stations } from './queries/master';
export { myTasks } from './queries/my-tasks';
export { operationById } from './queries/operation-by-id';
export { orderBoard } from './queries/order-board';
export { orderChanges } from './queries/order-changes';
export { orderHistory } from './queries/order-history';
export { ordersCalled } from './queries/orders-called';
export {
  everyItem,
  everyItem,
  everyOrder,
  everyOrder,
  everyOrderChange,
  everyRouting,
  everyRouting,
  everyStation,
} from './queries/whole-tables';
export { workOrder, workOrderByNo } from './queries/work-order';
export { workOrders } from './queries/work-orders';
export { statusFacts } from './status-facts';
export { workorders } from './workorders.module';
export { presentOperation } from './workorders.presenter';
