import type { FirstArticleTrigger } from '../../../contracts/api/quality';
import type { GateState, LinkKind, OperationStatus, WorkOrderStatus } from '../../../contracts/statuses';

/** A gate as a state of the operation: nothing that is asked of the operation can go round it (B-6.1, B-6.2). */
export type Gate = {
  readonly state: GateState;
  /** When it became `open` or `failed`. */
  readonly since: Date | null;
  /** The document by which it was passed although the pieces deviate (B-6.2); absent or null otherwise. */
  readonly concession?: Concession | null;
};

/** What a gate was passed by when it was not passed plainly. `byId` approved it; `qty` in ten-thousandths. */
export type Concession = {
  readonly approvalId: string;
  readonly byId: string;
  readonly at: Date;
  readonly deviation: string;
  readonly qty: number;
};

/** For whom and where a first article was last passed: what it does not cover asks for another (B-6.1). */
export type PassedFor = {
  readonly personIds: readonly string[];
  readonly stationCode: string | null;
  /** The business day. */
  readonly shift: string;
  /** When somebody was last at work, for stops that are too long. */
  readonly workedAt: Date;
};

/** Why a first article is asked for again, and what has been made since. */
export type Again = {
  readonly trigger: FirstArticleTrigger;
  readonly at: Date;
  /** Whom it does not hold back: another operator's first article is not theirs. */
  readonly exemptIds: readonly string[];
  /** Who has been at work since. */
  readonly personIds: readonly string[];
  /** What those it concerns have processed since, ten-thousandths. */
  readonly madeQty: number;
};

/** `again` and `passedFor` are absent or null before there was a first pass. */
export type FirstArticle = Gate & {
  readonly capQty: number;
  readonly again?: Again | null;
  readonly passedFor?: PassedFor | null;
};

/** How an operation depends on one before it (B-1.5). `minTransferQty` is 0 for piece by piece. */
export type Predecessor = { readonly operationId: string; readonly kind: LinkKind; readonly minTransferQty: number };

/** One operation of an order. All quantities in ten-thousandths of the item's unit. */
export type OperationState = {
  readonly id: string;
  readonly seq: number;
  readonly name: string;
  readonly stationCode: string | null;
  readonly priMinutes: number;
  readonly predecessors: readonly Predecessor[];
  readonly status: OperationStatus;
  readonly goodQty: number;
  readonly scrapQty: number;
  /** Sent to rework and not yet back: part of what was processed, not yet good and not yet scrap (B-1.3, B-1.14). */
  readonly inReworkQty: number;
  /** Open time segments; `runningSince` is the start of the oldest. */
  readonly openSegments: number;
  readonly runningSince: Date | null;
  /** Who has an open time segment on it, in the order they started. */
  readonly workingPersonIds: readonly string[];
  /** People it is dispatched to; empty means anybody of the workshop. */
  readonly assignedPersonIds: readonly string[];
  readonly firstArticle: FirstArticle;
  readonly finalRelease: Gate;
  /** Who has reported on it; none of them may inspect it (B-6.4). */
  readonly producerIds: readonly string[];
};

/** Who stopped an order, when, and why. The name is the one of then. `mergedInto` is the number of the order that took it in. */
export type Halt = {
  readonly byId: string;
  readonly byName: string;
  readonly at: Date;
  readonly reason: string;
  readonly mergedInto: string | null;
  /** Who was at work on it then: what they have in hand may still be reported (B-11.5). */
  readonly stoppedIds: readonly string[];
};

/** A work order as its rules see it. */
export type OrderState = {
  readonly id: string;
  readonly factoryId: string;
  /** The revision it was read at; a write demands it. */
  readonly revision: number;
  readonly orderNo: string;
  readonly itemCode: string;
  readonly itemName: string;
  readonly workshopId: string;
  readonly status: WorkOrderStatus;
  readonly plannedQty: number;
  /** Share of the planned quantity that may be made on top, in hundredths of a percent (B-1.2). */
  readonly overProductionRate: number;
  /** Made possible on top of that by approvals. */
  readonly overProductionQty: number;
  /** Released to the first operations again to make up for scrap (B-1.16). */
  readonly makeUpQty: number;
  readonly unitName: string;
  readonly unitDecimals: number;
  readonly dueAt: Date;
  /** When the first operation was begun. */
  readonly startedAt?: Date | null;
  readonly completedAt: Date | null;
  /** While it is on hold, and after it was cancelled. */
  readonly halt: Halt | null;
  /** When it was closed, cancelled or deleted. */
  readonly endedAt: Date | null;
  readonly routingVersion: number;
  readonly operations: readonly OperationState[];
};
