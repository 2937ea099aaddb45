import type { NudgeReason } from '../api/team';
import type { AttachedFacts } from './media';
import type { PublishedFact } from './published-fact';
import type { OrderFacts } from './workorders';

type OperationFacts = OrderFacts & { readonly operationId: string; readonly operationName: string };

/** Subjects are `workOrder:<id>`; quantities are decimal text; instants ISO 8601. */
export type WorkStarted = PublishedFact<
  'reporting.work_started',
  OperationFacts & { readonly personId: string; readonly occurredAt: string; readonly firstArticleDue: boolean }
>;
export type WorkPaused = PublishedFact<
  'reporting.work_paused',
  OperationFacts & { readonly personId: string; readonly occurredAt: string }
>;
export type WorkReported = PublishedFact<
  'reporting.work_reported',
  OperationFacts &
    AttachedFacts & {
      readonly reportId: string;
      readonly reportNo: string;
      readonly kind: 'report' | 'rework';
      readonly personId: string;
      readonly goodQty: string;
      readonly scrapQty: string;
      readonly scrap: readonly { readonly reasonCode: string; readonly qty: string }[];
      readonly reworkQty: string;
      readonly occurredAt: string;
      readonly businessDate: string;
      /** The operation after it, for rules that look at rates. */
      readonly operationGoodQty: string;
      readonly operationScrapQty: string;
      readonly operationFinished: boolean;
      readonly orderCompleted: boolean;
      /** A final release became due: of this operation, or of one after it that finished with it. */
      readonly finalReleaseDue: boolean;
      readonly firstArticleDue: boolean;
    }
>;
/** Somebody has asked those whose move it is to move. */
export type OperationNudged = PublishedFact<
  'reporting.operation_nudged',
  OperationFacts & {
    readonly nudgeId: string;
    readonly nudgedById: string;
    readonly toldIds: readonly string[];
    readonly reason: NudgeReason;
    /** Since when it waits, where that is known. */
    readonly since: string | null;
  }
>;
export type ReportReversed = PublishedFact<
  'reporting.report_reversed',
  OperationFacts & {
    readonly reversalId: string;
    readonly reversedReportId: string;
    /** Whose work is taken back. */
    readonly personId: string;
    readonly occurredAt: string;
    readonly businessDate: string;
    readonly operationGoodQty: string;
    readonly operationScrapQty: string;
    /** Taking something back may account for the rest: then a release became due, as with a report. */
    readonly finalReleaseDue: boolean;
  }
>;
/** Work arrived for an order that was over by then: it is kept and waits for a leader (B-11.5). */
export type WorkUnplaced = PublishedFact<
  'reporting.work_unplaced',
  OperationFacts & {
    readonly unplacedId: string;
    readonly reportNo: string;
    readonly personId: string;
    readonly goodQty: string;
    readonly scrapQty: string;
    readonly reworkQty: string;
    readonly occurredAt: string;
  }
>;
export type UnplacedResolved = PublishedFact<
  'reporting.unplaced_resolved',
  { readonly workOrderId: string; readonly unplacedId: string; readonly personId: string; readonly resolvedById: string }
>;
/** Good pieces beyond what an order is to make now were scrapped because it was made smaller (B-1.18). No pay follows from it. */
export type SurplusScrapped = PublishedFact<
  'reporting.surplus_scrapped',
  OrderFacts & { readonly personId: string; readonly qty: string; readonly reason: string | null }
>;
