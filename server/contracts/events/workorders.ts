import type { PublishedFact } from './published-fact';

/** Facts about work orders. Quantities are decimal text; subjects are `workOrder:<id>`. */
export type OrderFacts = {
  readonly workOrderId: string;
  readonly orderNo: string;
  readonly itemCode: string;
  readonly itemName: string;
  readonly workshopId: string;
};

export type WorkOrderReleased = PublishedFact<'workorders.released', OrderFacts & { readonly dueAt: string; readonly plannedQty: string }>;
export type WorkOrderChangeRequested = PublishedFact<
  'workorders.change_requested',
  OrderFacts & {
    readonly changeId: string;
    readonly from: { plannedQty: string; dueAt: string };
    readonly to: { plannedQty: string; dueAt: string };
    readonly requestedById: string;
  }
>;
export type WorkOrderChangeAnswered = PublishedFact<
  'workorders.change_answered',
  OrderFacts & { readonly changeId: string; readonly answer: 'accepted' | 'question' | 'refused'; readonly answeredById: string }
>;
export type OperationDispatched = PublishedFact<
  'workorders.operation_dispatched',
  OrderFacts & { readonly operationId: string; readonly operationName: string; readonly personIds: readonly string[] }
>;
export type WorkOrderCompleted = PublishedFact<'workorders.completed', OrderFacts & { readonly goodQty: string }>;
export type WorkOrderClosed = PublishedFact<'workorders.closed', OrderFacts & { readonly short: boolean }>;
export type WorkOrderDeleted = PublishedFact<'workorders.deleted', OrderFacts & { readonly reason: string }>;
