import type { OperationState } from './order-state';
import type { PlannedOperation } from './work-order';

/** What an operation shows that nobody has worked at. */
export const NOTHING_MADE = {
  status: 'not_started',
  goodQty: 0,
  scrapQty: 0,
  inReworkQty: 0,
  openSegments: 0,
  runningSince: null,
  workingPersonIds: [],
  producerIds: [],
} as const satisfies Partial<OperationState>;

/** An operation as the routing plans it, with nothing made and nobody sent to it. */
export const notBegun = (step: PlannedOperation): OperationState => ({
  ...step,
  ...NOTHING_MADE,
  assignedPersonIds: [],
  firstArticle: { ...step.firstArticle, since: null },
  finalRelease: { ...step.finalRelease, since: null },
});
