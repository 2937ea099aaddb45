/**
 * What a failed call asks of the caller. `permanent`: this call can never succeed. `config`: nobody's call can until an
 * administrator acts, so alert. `park`: the quota is used up, nothing before `retryAfterMs`. `backoff`: the platform is busy.
 * `unreachable`: no answer at all; with `maybeDone` the call may have taken effect all the same.
 */
export type WecomFailureKind = 'permanent' | 'config' | 'park' | 'backoff' | 'unreachable';

export interface WecomFailure {
  kind: WecomFailureKind;
  /** the platform's number; absent when it gave none */
  errcode?: number;
  /** short technical reason for the log, without secrets */
  reason: string;
  retryAfterMs?: number;
  maybeDone?: boolean;
}

export type WecomOutcome<T> = { kind: 'done'; value: T } | { kind: 'failed'; failure: WecomFailure };

const TOKEN_CODES = new Set([40014, 42001]);
const BACKOFF_CODES = new Set([-1, 6000, 45033, 45035, 301022]);
const PARK_CODES = new Set([45009]);
const CONFIG_CODES = new Set([40001, 40013, 40056, 40091, 43012, 48001, 48002, 48006, 50001, 50003, 60020, 60031]);

/** Whether a fresh token may cure it: drop, fetch once, replay once. */
export function isTokenFault(errcode: number): boolean {
  return TOKEN_CODES.has(errcode);
}

/** The retry class of an errcode, as the platform's table has it. A token that stays bad after a refresh is a matter of configuration. */
export function classify(errcode: number): WecomFailureKind {
  if (BACKOFF_CODES.has(errcode)) return 'backoff';
  if (PARK_CODES.has(errcode)) return 'park';
  return CONFIG_CODES.has(errcode) || TOKEN_CODES.has(errcode) ? 'config' : 'permanent';
}
