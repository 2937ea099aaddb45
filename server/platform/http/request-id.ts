import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { ulid } from 'ulid';
import { httpDuration } from '../metrics/metrics';
import type { HttpState } from './state';

const GIVEN = /^[\w-]{8,64}$/;

/** Names each request, measures it by its route pattern, and logs it in one line without anything a person typed. */
export function nameAndMeasure(logger: Logger): Middleware<HttpState> {
  return async (ctx, next) => {
    const given = ctx.get('x-request-id');
    // It tells requests apart and opens nothing, so it need not come from the source of secrets, letter by letter.
    ctx.state.requestId = GIVEN.test(given) ? given : ulid(undefined, Math.random);
    ctx.set('X-Request-Id', ctx.state.requestId);
    const started = process.hrtime.bigint();
    await next();
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const route = typeof ctx._matchedRoute === 'string' ? ctx._matchedRoute : 'none';
    httpDuration.observe({ method: ctx.method, route, status: String(ctx.status) }, seconds);
    logger.debug(
      { requestId: ctx.state.requestId, method: ctx.method, route, status: ctx.status, ms: Math.round(seconds * 1_000) },
      'request',
    );
  };
}
