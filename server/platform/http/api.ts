import Router from '@koa/router';
import type { Context } from 'koa';
import type { Actor, CallContext } from '../command/context';
import { AppError } from '../errors/app-error';
import { parseJsonBody, readRawBody } from './read-body';
import { errorBody } from './render-errors';
import type { Route } from './routes';
import type { HttpState } from './state';

const MOST_BODY_BYTES = 64 * 1024;

export type Authenticate = (authorization: string | undefined, now: Date) => Promise<Actor>;

/** Every module's routes under `/api/v1`, each doing the same: who asks -> what is asked -> the command or query -> the answer. */
export function apiRouter(
  routes: readonly Route[],
  deps: { authenticate: Authenticate; openActor: () => Promise<Actor>; clock: () => Date },
): Router<HttpState> {
  const router = new Router<HttpState>({ prefix: '/api/v1' });
  for (const route of routes) {
    const handle = async (ctx: Context & { state: HttpState; params: Record<string, string> }): Promise<void> => {
      const now = deps.clock();
      const actor = route.open ? await deps.openActor() : await deps.authenticate(ctx.get('authorization') || undefined, now);
      if (route.kind === 'query') {
        ctx.body = await route.query.run({ ...ctx.query, ...ctx.params }, { actor, now });
        return;
      }
      await answerCommand(ctx, route, actor, now);
    };
    if (route.method === 'GET') router.get(route.path, handle);
    else router.post(route.path, handle);
  }
  return router;
}

async function answerCommand(
  ctx: Context & { state: HttpState; params: Record<string, string> },
  route: Extract<Route, { kind: 'command' }>,
  actor: Actor,
  now: Date,
): Promise<void> {
  const key = ctx.get('idempotency-key') || undefined;
  if (!key && !route.open) throw new AppError('idempotency_key_required');
  const body = parseJsonBody(await readRawBody(ctx.req, MOST_BODY_BYTES));
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new AppError('invalid_input', {}, [{ path: '', code: 'not_an_object' }]);
  const call: CallContext = { actor, channel: channelOf(ctx), now, requestId: ctx.state.requestId, idempotencyKey: key };
  const outcome = await route.command.run({ ...body, ...ctx.params }, call);
  if (outcome.kind === 'refused') {
    const { code, ...details } = outcome.refusal;
    const refusal = new AppError(code, details);
    ctx.status = refusal.status;
    ctx.body = errorBody(code, details, [], ctx.get('accept-language'), ctx.state.requestId);
    return;
  }
  ctx.status = route.status;
  ctx.body = outcome.value;
}

function channelOf(ctx: Context): CallContext['channel'] {
  const named = ctx.get('x-channel');
  return named === 'web' || named === 'weapp' ? named : 'api';
}
