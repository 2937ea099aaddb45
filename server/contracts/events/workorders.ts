import type { ChangeChoice } from '../api/workorders';
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
  OrderFacts & {
    readonly changeId: string;
    readonly answer: 'accepted' | 'question' | 'refused';
    readonly answeredById: string;
    readonly from: { plannedQty: string; dueAt: string };
    /** What holds when the answer is `accepted`, what was asked for otherwise. */
    readonly to: { plannedQty: string; dueAt: string };
    /** What becomes of what is made already beyond it; null when nothing was (B-1.18). */
    readonly choice: ChangeChoice | null;
    /** The question, or why not. */
    readonly reason: string | null;
  }
>;
/** Scrapped pieces were released to the first operations again (B-1.16). */
export type ScrapMadeUp = PublishedFact<'workorders.scrap_made_up', OrderFacts & { readonly qty: string }>;
export type OperationDispatched = PublishedFact<
  'workorders.operation_dispatched',
  OrderFacts & { readonly operationId: string; readonly operationName: string; readonly personIds: readonly string[] }
>;
/** An operation is finished by something that is no report, e.g. a smaller order: whoever is at it stops, and its final release is due when it has one. */
export type OperationFinished = PublishedFact<
  'workorders.operation_finished',
  OrderFacts & { readonly operationId: string; readonly operationName: string; readonly finalReleaseDue: boolean }
>;
export type WorkOrderCompleted = PublishedFact<'workorders.completed', OrderFacts & { readonly goodQty: string }>;
/** A correction, or scrap that is to be made up for, has opened a completed order again. */
export type WorkOrderReopened = PublishedFact<'workorders.reopened', OrderFacts & { readonly goodQty: string; readonly dueAt: string }>;
/** Taken out of the workshop's hands for a while, and given back (B-1.1). */
type Stopped = {
  readonly reason: string;
  readonly byId: string;
  /** Who had it in hand or was to have it: they hear of it. */
  readonly toldIds: readonly string[];
};
export type WorkOrderHeld = PublishedFact<'workorders.held', OrderFacts & Stopped>;
export type WorkOrderResumed = PublishedFact<'workorders.resumed', OrderFacts & { readonly dueAt: string; readonly byId: string }>;
/** What was not made yet is given up; an order that was merged into another ends this way too. */
export type WorkOrderCancelled = PublishedFact<'workorders.cancelled', OrderFacts & Stopped>;
/** Pieces that nobody had begun are an order of their own now (B-1.12). */
export type WorkOrderSplit = PublishedFact<
  'workorders.split',
  OrderFacts & { readonly partId: string; readonly partNo: string; readonly qty: string }
>;
/** Another order, not begun, is part of this one now (B-1.12). */
export type WorkOrdersMerged = PublishedFact<
  'workorders.merged',
  OrderFacts & { readonly otherId: string; readonly otherNo: string; readonly qty: string }
>;
/** What was not started follows another version of the routing now (B-1.13). */
export type WorkOrderReplanned = PublishedFact<
  'workorders.replanned',
  OrderFacts & { readonly fromVersion: number; readonly toVersion: number; readonly reason: string }
>;
export type WorkOrderClosed = PublishedFact<'workorders.closed', OrderFacts & { readonly short: boolean }>;
export type WorkOrderDeleted = PublishedFact<'workorders.deleted', OrderFacts & { readonly reason: string }>;
