import type { NudgeReason } from '../../../contracts/api/team';
import { accepted, type Outcome, refused } from '../../../platform';
import { type OperationState, type OrderState, obstacleOf } from '../../workorders';

/** Named people, or whoever inspects or dispatches in the workshop. */
export type Movers = 'inspectors' | 'dispatchers' | readonly string[];
export type Move = { readonly reason: NudgeReason; readonly since: Date | null; readonly movers: Movers };

/** Anybody who may do anything, so that only what stands before everybody counts. */
const ANYBODY = { personId: '', mayStepIn: true } as const;

/**
 * Whose move an operation waits for: an inspector's at a gate, that of the people before it when nothing has come, otherwise of those
 * who are at it or to whom it is dispatched. Refuses as the rules do when the order is not open or the operation is finished.
 */
export function whoseMove(order: OrderState, operation: OperationState): Outcome<Move> {
  if (operation.finalRelease.state === 'open') return accepted(atGate('final_release', operation.finalRelease.since));
  const obstacle = obstacleOf(order, operation, ANYBODY);
  switch (obstacle?.code) {
    case undefined:
      return accepted({ reason: 'work', since: null, movers: handsOn(operation) });
    case 'first_article_open':
      return accepted(atGate('first_article', obstacle?.since ?? null));
    case 'first_article_failed':
      return accepted({ reason: 'first_article_failed', since: obstacle?.since ?? null, movers: handsOn(operation) });
    case 'nothing_ready':
      return accepted({ reason: 'nothing_ready', since: obstacle?.since ?? null, movers: someOr(obstacle?.holderIds ?? []) });
    default:
      return refused({ ...obstacle?.details, code: obstacle?.code ?? 'not_found' });
  }
}

const atGate = (reason: NudgeReason, since: Date | null): Move => ({ reason, since, movers: 'inspectors' });

const handsOn = ({ workingPersonIds, assignedPersonIds }: OperationState): Movers =>
  someOr(workingPersonIds.length > 0 ? workingPersonIds : assignedPersonIds);

const someOr = (personIds: readonly string[]): Movers => (personIds.length > 0 ? personIds : 'dispatchers');
