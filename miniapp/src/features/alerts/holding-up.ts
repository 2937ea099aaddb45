import type { PersonRef } from '@contracts/api/primitives';
import type { OperationDto, WorkOrderDto } from '@contracts/api/workorders';
import { parseQuantity } from '@contracts/quantity';

export type HoldingUp = {
  readonly operation: OperationDto;
  readonly why: 'first_article_failed' | 'first_article' | 'final_release' | 'ready' | 'running' | 'waiting';
  readonly since: string | null;
  /** Whose move it is, as far as it is anybody's by name. */
  readonly people: readonly PersonRef[];
};

/** Where an order is held up: at a gate before all, else where pieces lie ready, else at the first operation that is not done. */
export function holdingUpOf({ operations }: WorkOrderDto): HoldingUp | null {
  const candidates = operations.flatMap((operation) => standingOf(operation) ?? []);
  const [worst] = candidates.sort((a, b) => RANK[a.why] - RANK[b.why]);
  return worst ?? null;
}

const RANK: Readonly<Record<HoldingUp['why'], number>> = {
  first_article_failed: 0,
  first_article: 1,
  final_release: 2,
  ready: 3,
  running: 4,
  waiting: 5,
};

function standingOf(operation: OperationDto): HoldingUp | null {
  const { firstArticle, finalRelease, status, readyQty, assignedTo, runningSince } = operation;
  if (firstArticle.state === 'failed') return { operation, why: 'first_article_failed', since: firstArticle.since, people: assignedTo };
  if (firstArticle.state === 'open')
    return { operation, why: 'first_article', since: firstArticle.since, people: firstArticle.canBeLiftedBy };
  if (finalRelease.state === 'open')
    return { operation, why: 'final_release', since: finalRelease.since, people: finalRelease.canBeLiftedBy };
  if (status === 'finished') return null;
  if (status === 'running') return { operation, why: 'running', since: runningSince, people: assignedTo };
  const why = (parseQuantity(readyQty) ?? 0) > 0 ? 'ready' : 'waiting';
  return { operation, why, since: null, people: assignedTo };
}
