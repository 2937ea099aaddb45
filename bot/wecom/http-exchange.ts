import type { WecomFailure } from './failure';

export interface PlatformRequest {
  method: 'GET' | 'POST';
  /** below the base address, starting with `/cgi-bin/` */
  path: string;
  query?: Record<string, string>;
  json?: unknown;
  form?: FormData;
}

export interface PlatformAnswer {
  errcode: number;
  errmsg: string;
  [field: string]: unknown;
}

export type Exchange =
  | { kind: 'answered'; answer: PlatformAnswer }
  | { kind: 'file'; bytes: Uint8Array; contentType: string }
  | { kind: 'failed'; failure: WecomFailure };

export interface HttpExchangeOptions {
  baseUrl: string;
  fetch: typeof fetch;
  timeoutMs: number;
}

/** Codes of connections that never opened: the request cannot have taken effect. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** One request on the wire. Never throws, and never repeats the address it called: that carries the credential. */
export function createHttpExchange({ baseUrl, fetch, timeoutMs }: HttpExchangeOptions) {
  const base = baseUrl.replace(/\/+$/, '');

  return async function exchange({ method, path, query = {}, json, form }: PlatformRequest): Promise<Exchange> {
    const headers = json === undefined ? undefined : { 'content-type': 'application/json; charset=utf-8' };
    const body = json === undefined ? form : JSON.stringify(json);
    try {
      const response = await fetch(`${base}${path}?${new URLSearchParams(query)}`, {
        method,
        headers,
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) return unreachable(`http ${response.status}`, response.status < 500);
      const contentType = response.headers.get('content-type') ?? '';
      if (response.headers.has('content-disposition'))
        return { kind: 'file', bytes: new Uint8Array(await response.arrayBuffer()), contentType };
      const answer: unknown = JSON.parse(await response.text());
      return isAnswer(answer) ? { kind: 'answered', answer } : unreachable('answer without errcode', true);
    } catch (error) {
      const code = causeCode(error);
      return unreachable(code, !NEVER_SENT.has(code));
    }
  };
}

function unreachable(reason: string, maybeDone: boolean): Exchange {
  return { kind: 'failed', failure: { kind: 'unreachable', reason, maybeDone } };
}

function isAnswer(value: unknown): value is PlatformAnswer {
  return typeof value === 'object' && value !== null && 'errcode' in value && typeof value.errcode === 'number';
}

// Only codes and names: the text of a network error may hold the whole address.
function causeCode(error: unknown): string {
  return fieldText(fieldOf(error, 'cause'), 'code') || fieldText(error, 'name') || 'unknown';
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function fieldText(value: unknown, name: string): string {
  const text = fieldOf(value, name);
  return typeof text === 'string' ? text : '';
}
