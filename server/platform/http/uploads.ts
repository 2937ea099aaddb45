import type { Context } from 'koa';
import type { Actor, CallContext } from '../command/context';
import { parseInput } from '../command/validate';
import { AppError } from '../errors/app-error';
import type { Outcome } from '../outcome';
import { keyOfRequest } from './key-of-request';
import { readRawBody } from './read-body';
import type { UploadRoute } from './routes';
import type { HttpState } from './state';

/** Who may not send a file is told so before a byte of it is read; so is who sends another sort of file. */
export async function receiveUpload(
  ctx: Context & { state: HttpState },
  route: UploadRoute,
  actor: Actor,
  now: Date,
): Promise<Outcome<unknown>> {
  const idempotencyKey = keyOfRequest(ctx, true);
  const call: CallContext = { actor, channel: 'file', now, requestId: ctx.state.requestId, idempotencyKey };
  if (!actor.permissions.has(route.command.permission)) return route.command.run({}, call);
  const asked = parseInput(route.asked, { ...ctx.query }) as Record<string, unknown>;
  if (ctx.get('content-type').split(';')[0]?.trim().toLowerCase() !== route.contentType)
    throw new AppError('unsupported_content', { expected: route.contentType });
  const bytes = await readRawBody(ctx.req, route.mostBytes);
  return route.command.run(await route.receive({ bytes, asked, actor, now }), call);
}
