import type { Context } from 'koa';
import { isIdempotencyKey } from '../command/idempotency-key';
import { AppError } from '../errors/app-error';

/** The key of a request that changes something. Looked at before the body is: what cannot be taken is not read. */
export function keyOfRequest(ctx: Context, demanded: boolean): string | undefined {
  const key = ctx.get('idempotency-key') || undefined;
  if (key === undefined && demanded) throw new AppError('idempotency_key_required');
  if (key !== undefined && !isIdempotencyKey(key)) throw new AppError('idempotency_key_invalid');
  return key;
}
