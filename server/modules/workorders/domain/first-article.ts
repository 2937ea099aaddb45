import { formatQuantity } from '../../../contracts/quantity';
import type { Refusal } from '../../../platform';
import { processedQty } from './order-flow';
import type { OperationState } from './order-state';

/**
 * The first-article gate (B-6.1): until an inspector has passed it, no more than `capQty` pieces may be processed in all; after a
 * failure none at all. `addedQty` is what the caller is about to add, 0 for a start. Null when the gate lets it through.
 */
export function refuseByFirstArticle(operation: OperationState, addedQty: number): Refusal | null {
  const { state, since, capQty } = operation.firstArticle;
  const doneQty = processedQty(operation);
  const facts = { capQty: formatQuantity(capQty), doneQty: formatQuantity(doneQty), since: since?.toISOString() ?? null };
  if (state === 'failed') return { code: 'first_article_failed', ...facts };
  if (state !== 'due' && state !== 'open') return null;
  const lockedAtStart = addedQty === 0 && doneQty >= capQty;
  return lockedAtStart || doneQty + addedQty > capQty ? { code: 'first_article_open', ...facts } : null;
}

/** The first piece is on its way: from now on an inspector is waited for. */
export function openFirstArticle(operation: OperationState, now: Date): OperationState {
  if (operation.firstArticle.state !== 'due') return operation;
  return { ...operation, firstArticle: { ...operation.firstArticle, state: 'open', since: now } };
}
