import type { FirstArticleTrigger } from '../../../contracts/api/quality';
import { formatQuantity } from '../../../contracts/quantity';
import type { Refusal } from '../../../platform';
import { processedQty } from './order-flow';
import type { Again, OperationState, PassedFor } from './order-state';

/** What a factory has asked for again without anybody saying so, and the business day of what is being done. */
export type Reopening = {
  readonly operator: boolean;
  readonly station: boolean;
  readonly shift: boolean;
  readonly stopMinutes: number | null;
  /** The business day that the work belongs to; null where no day is known, and then a new one is not noticed. */
  readonly today: string | null;
};

/** The usual house rule, for callers that know no factory. */
export const USUAL_REOPENING: Reopening = { operator: true, station: true, shift: false, stopMinutes: null, today: null };

/**
 * The first-article gate (B-6.1): until an inspector has passed it, no more than `capQty` pieces may be processed, in all the first time,
 * since it was asked for again later; after a failure none at all. Whom it does not concern it does not hold back. `addedQty` is what the
 * caller is about to add, 0 for a start. Null when the gate lets it through.
 */
export function refuseByFirstArticle(operation: OperationState, addedQty: number, personId: string): Refusal | null {
  const { state, since, capQty, again } = operation.firstArticle;
  if (again?.exemptIds.includes(personId)) return null;
  const doneQty = again ? again.madeQty : processedQty(operation);
  const facts = {
    capQty: formatQuantity(capQty),
    doneQty: formatQuantity(doneQty),
    since: since?.toISOString() ?? null,
    trigger: again?.trigger ?? 'first',
  };
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

/** Asks for the first article again, from now on (B-6.1). What was passed before stays passed: only what comes after is counted. */
export function reopenFirstArticle(operation: OperationState, trigger: FirstArticleTrigger, now: Date): OperationState {
  const { firstArticle } = operation;
  const exemptIds = trigger === 'operator' ? (firstArticle.passedFor?.personIds ?? []) : [];
  const again: Again = { trigger, at: now, exemptIds, personIds: [], madeQty: 0 };
  const waiting = firstArticle.state === 'open' || firstArticle.state === 'failed';
  return {
    ...operation,
    firstArticle: waiting ? { ...firstArticle, again } : { ...firstArticle, state: 'due', since: null, concession: null, again },
  };
}

/**
 * The operation as it stands when somebody begins or reports at it: asked for again when what was passed does not cover them (another
 * operator, another station, another shift, after too long a stop). What nobody has passed yet is not asked for twice.
 */
export function reopenedFor(
  operation: OperationState,
  personId: string,
  reopening: Reopening,
  occurredAt: Date,
  now: Date,
): OperationState {
  const { state, passedFor, again } = operation.firstArticle;
  if (!passedFor) return operation;
  // Asked for again already: only what concerns those who were let through until now can still come on top.
  if (state !== 'passed' && !again?.exemptIds.includes(personId)) return operation;
  const trigger = triggerOf(operation, passedFor, personId, reopening, occurredAt);
  return trigger ? reopenFirstArticle(operation, trigger, now) : operation;
}

function triggerOf(
  { stationCode, workingPersonIds }: OperationState,
  passedFor: PassedFor,
  personId: string,
  { operator, station, shift, stopMinutes, today }: Reopening,
  occurredAt: Date,
): FirstArticleTrigger | null {
  if (station && stationCode !== passedFor.stationCode) return 'station';
  // A report that comes late belongs to a day before: that is no new shift.
  if (shift && today !== null && today > passedFor.shift) return 'shift';
  const stoppedMs = occurredAt.getTime() - passedFor.workedAt.getTime();
  if (stopMinutes !== null && workingPersonIds.length === 0 && stoppedMs > stopMinutes * 60_000) return 'stop';
  return operator && !passedFor.personIds.includes(personId) ? 'operator' : null;
}

/** Notes that somebody is at work, or has been, at an operation that asks for first articles. */
export function notedAtWork(operation: OperationState, personId: string, occurredAt: Date): OperationState {
  const { again, passedFor } = operation.firstArticle;
  const met = again && !again.personIds.includes(personId) ? { ...again, personIds: [...again.personIds, personId] } : again;
  const since = passedFor && passedFor.workedAt < occurredAt ? { ...passedFor, workedAt: occurredAt } : passedFor;
  if (met === again && since === passedFor) return operation;
  return { ...operation, firstArticle: { ...operation.firstArticle, again: met ?? null, passedFor: since ?? null } };
}

/** Counts what was processed since the first article was asked for again; a negative quantity takes back. */
export function countedSince(operation: OperationState, personId: string, qty: number): OperationState {
  const { again } = operation.firstArticle;
  if (!again || again.exemptIds.includes(personId) || qty === 0) return operation;
  return {
    ...operation,
    firstArticle: { ...operation.firstArticle, again: { ...again, madeQty: Math.max(0, again.madeQty + qty) } },
  };
}

/** Whether what somebody reported then is among the pieces that the gate counts now. */
export function isCounted({ firstArticle: { again } }: OperationState, personId: string, reportedAt: Date): boolean {
  return !again || (reportedAt >= again.at && !again.exemptIds.includes(personId));
}

/** What a pass given now holds for: whoever has been at work on the pieces, where they were made, this business day. */
export function passedForNow(operation: OperationState, today: string, now: Date): PassedFor {
  const { again } = operation.firstArticle;
  const people = again ? [...again.exemptIds, ...again.personIds] : operation.producerIds;
  return {
    personIds: [...new Set([...people, ...operation.workingPersonIds])],
    stationCode: operation.stationCode,
    shift: today,
    workedAt: now,
  };
}
