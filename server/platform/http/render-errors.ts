import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import type { ErrorBody, ErrorCode } from '../../contracts/errors';
import { ERROR_STATUS } from '../../contracts/errors';
import { AppError } from '../errors/app-error';
import { localeOf, translator } from '../i18n/translator';
import type { HttpState } from './state';

/** The single place where an error becomes an answer. What nobody expected is logged whole and told as `internal`, with its request id. */
export function renderErrors(logger: Logger): Middleware<HttpState> {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new AppError('not_found');
      if (ctx.status === 405 || ctx.status === 501) throw new AppError('method_not_allowed');
    } catch (error) {
      const known = error instanceof AppError ? error : expectedHttpError(error);
      if (!known) logger.error({ err: error, requestId: ctx.state.requestId, path: ctx.path }, 'request failed');
      const { code, details, fields } = known ?? new AppError('internal');
      ctx.status = ERROR_STATUS[code];
      if (code === 'busy') ctx.set('Retry-After', '2');
      if (code === 'too_many_requests') ctx.set('Retry-After', String(details.seconds));
      ctx.body = errorBody(code, details, fields, ctx.get('accept-language'), ctx.state.requestId);
    }
  };
}

export function errorBody(
  code: ErrorCode,
  details: Readonly<Record<string, unknown>>,
  fields: AppError['fields'],
  acceptLanguage: string | undefined,
  requestId: string,
): ErrorBody {
  const message = translator(localeOf(acceptLanguage))(code, details);
  return {
    error: { code, message, ...(fields.length > 0 ? { fields } : {}), ...(Object.keys(details).length > 0 ? { details } : {}) },
    requestId,
  };
}

/** A caller who hangs up in the middle of a body is no fault of ours; neither is a malformed URL, or one that climbs out of a folder. */
function expectedHttpError(error: unknown): AppError | null {
  if (error instanceof URIError) return new AppError('not_found');
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500)
    return new AppError('not_found');
  if (error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'ERR_STREAM_PREMATURE_CLOSE'))
    return new AppError('invalid_json');
  return null;
}
