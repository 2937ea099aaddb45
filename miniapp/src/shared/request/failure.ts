import type { ErrorBody, ErrorCode } from '@contracts/errors';
import { isRecord } from '../storage/device-storage';

/**
 * Why a request did not do what it was to do.
 * - `refused`: the server heard it and says no; asking again will not help. `details` are the facts of the refusal.
 * - `unreachable`: no answer came. Whether it took effect is not known, which is what the idempotency key is for.
 * - `later`: the server heard it and asks to come again (busy, too many, its own fault).
 * - `signed_out`: the session has ended and could not be renewed.
 */
export type Failure =
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly details: Details; readonly requestId: string }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'later'; readonly requestId: string }
  | { readonly kind: 'signed_out' };
export type Details = Readonly<Record<string, unknown>>;

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** What came over the wire, of whichever target. */
export type WireAnswer = { readonly status: number; readonly body: unknown };

const COME_AGAIN = new Set([408, 425, 429]);

export function failureOf({ status, body }: WireAnswer): Failure {
  const said = isErrorBody(body) ? body : null;
  const requestId = said?.requestId ?? '';
  if (status === 401) return { kind: 'signed_out' };
  if (COME_AGAIN.has(status) || status >= 500) return { kind: 'later', requestId };
  // A refusal that is not in our words comes from something between us and the server, a gateway or a portal: it decides nothing.
  if (!said) return { kind: 'unreachable' };
  return { kind: 'refused', code: said.error.code, details: said.error.details ?? {}, requestId };
}

/** As above for who has not signed in: nothing can have ended that has not begun, so a 401 is a refusal in words like every other. */
export function failureAtTheDoor(answer: WireAnswer): Failure {
  const { body } = answer;
  const saidWhy = isErrorBody(body) && body.error.code !== 'busy' && body.error.code !== 'internal';
  if (!saidWhy) return failureOf(answer);
  return { kind: 'refused', code: body.error.code, details: body.error.details ?? {}, requestId: body.requestId };
}

function isErrorBody(body: unknown): body is ErrorBody {
  return isRecord(body) && isRecord(body.error) && typeof body.error.code === 'string';
}
