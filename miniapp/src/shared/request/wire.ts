import Taro from '@tarojs/taro';
import { currentPreferences } from '../preferences/preferences';
import { isRecord } from '../storage/device-storage';
import { measureClock } from '../time/clock';
import { API_ROOT } from './address';
import { noteReachable, noteUnreachable } from './connection';
import type { WireAnswer } from './failure';

export type WireRequest = {
  readonly method: 'GET' | 'POST';
  /** Below `/api/v1`, with a leading slash. */
  readonly path: string;
  readonly body?: unknown;
  /** Raw bytes in the place of the body. */
  readonly bytes?: ArrayBuffer;
  readonly accessToken?: string;
  readonly idempotencyKey?: string;
};

/** A workshop's Wi-Fi answers within seconds or not at all. */
const PATIENCE_MS = 12_000;
/** A part of a photo may crawl, and is worth waiting for: sending it again would take as long. */
const PATIENCE_WITH_BYTES_MS = 25_000;

/** One HTTP exchange; null when no answer came. */
export async function exchange(request: WireRequest): Promise<WireAnswer | null> {
  const askedAt = Date.now();
  try {
    const { statusCode, data, header } = await Taro.request<unknown>({
      url: API_ROOT + request.path,
      method: request.method,
      ...(request.method === 'POST' ? { data: request.bytes ?? JSON.stringify(request.body ?? {}) } : {}),
      header: headersOf(request),
      timeout: request.bytes ? PATIENCE_WITH_BYTES_MS : PATIENCE_MS,
    });
    noteReachable();
    measureClock(headerNamed(header, 'date'), askedAt, Date.now());
    return { status: statusCode, body: data };
  } catch (problem) {
    // Taro rejects for one reason alone, that no answer came; anything else is a fault of ours and must be seen.
    if (!isRecord(problem) && !(problem instanceof Error)) throw problem;
    noteUnreachable();
    return null;
  }
}

function headersOf(request: WireRequest): Record<string, string> {
  return {
    'Content-Type': request.bytes ? 'application/octet-stream' : 'application/json',
    'Accept-Language': currentPreferences().locale,
    'X-Channel': process.env.TARO_ENV === 'weapp' ? 'weapp' : 'web',
    ...(request.accessToken ? { Authorization: `Bearer ${request.accessToken}` } : {}),
    ...(request.idempotencyKey ? { 'Idempotency-Key': request.idempotencyKey } : {}),
  };
}

function headerNamed(headers: unknown, name: string): string {
  if (!isRecord(headers)) return '';
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return typeof found?.[1] === 'string' ? found[1] : '';
}
