import Router from '@koa/router';
import type { Context } from 'koa';
import type { ZodMiniType } from 'zod/mini';
import type { Actor, CallContext } from '../command/context';
import { AppError } from '../errors/app-error';
import type { Outcome } from '../outcome';
import { callerAddress } from './caller-address';
import type { Door } from './door';
import type { DoorLimits } from './door-limits';
import { answerDownload } from './downloads';
import { answerFile } from './files';
import { keyOfRequest } from './key-of-request';
import { demandJson, parseJsonBody, readRawBody } from './read-body';
import { errorBody } from './render-errors';
import type { RawBody, Route } from './routes';
import type { HttpState } from './state';
import { receiveUpload } from './uploads';

export type ApiContext = Context & { state: HttpState; params: Record<string, string> };

const MOST_BODY_BYTES = 64 * 1024;

export type Authenticate = (authorization: string | undefined, now: Date) => Promise<Actor>;

/** Every module's routes under `/api/v1`, each doing the same: who asks -> what is asked -> the command or query -> the answer. */
export function apiRouter(
  routes: readonly Route[],
  deps: { authenticate: Authenticate; openActor: () => Promise<Actor>; clock: () => Date; limits: DoorLimits },
): Router<HttpState> {
  const router = new Router<HttpState>({ prefix: '/api/v1' });
  for (const route of routes) {
    const handle = async (ctx: ApiContext): Promise<void> => {
      const now = deps.clock();
      if (route.kind === 'file') {
        await answerFile(ctx, route, deps.authenticate, now);
        return;
      }
      const door = 'door' in route && route.door ? new Knock(route.door, callerAddress(ctx.ip), deps.limits) : null;
      await door?.atTheDoor();
      const actor = route.open ? await deps.openActor() : await deps.authenticate(ctx.get('authorization') || undefined, now);
      if (route.kind === 'query') {
        answerJson(ctx, await route.query.run({ ...ctx.query, ...ctx.params }, { actor, now }));
        return;
      }
      if (route.kind === 'download') await answerDownload(ctx, route, actor, now);
      else if (route.kind === 'upload') answerOutcome(ctx, await receiveUpload(ctx, route, actor, now), route.status);
      else await answerCommand(ctx, route, actor, now, door);
    };
    if (route.method === 'GET') router.get(route.path, handle);
    else router.post(route.path, handle);
  }
  return router;
}

async function answerCommand(
  ctx: ApiContext,
  route: Extract<Route, { kind: 'command' }>,
  actor: Actor,
  now: Date,
  door: Knock | null,
): Promise<void> {
  const key = keyOfRequest(ctx, !route.open && !route.raw?.keyless);
  const body = route.raw ? await rawInput(ctx, route.raw) : await jsonInput(ctx);
  await door?.withBody(body, route.command.input as unknown as ZodMiniType);
  const call: CallContext = { actor, channel: channelOf(ctx), now, requestId: ctx.state.requestId, idempotencyKey: key };
  const outcome = await route.command.run({ ...body, ...ctx.params }, call);
  await door?.withOutcome(outcome);
  answerOutcome(ctx, outcome, route.status);
}

/** One request at an open door, counted as it comes in: by its address first, so that what is turned away is not even read. */
class Knock {
  constructor(
    private readonly door: Door,
    private readonly address: string,
    private readonly limits: DoorLimits,
  ) {}

  atTheDoor(): Promise<void> {
    return this.limits.knock(this.door, this.address);
  }

  /** Counts what a body is about, when it is one: what does not even parse reaches nobody. */
  async withBody(body: object, input: ZodMiniType): Promise<void> {
    const { perSubject } = this.door;
    if (!perSubject || !input.safeParse(body).success) return;
    const subject: unknown = Reflect.get(body, perSubject.field);
    if (typeof subject === 'string') await this.limits.about(this.door, subject);
  }

  async withOutcome(outcome: Outcome<unknown>): Promise<void> {
    if (outcome.kind === 'refused' && this.door.wrongGuesses?.codes.includes(outcome.refusal.code))
      await this.limits.guessed(this.door, this.address);
  }
}

/** The bytes as the command's `bytes`, and what was said beside them in the query string. */
async function rawInput(ctx: ApiContext, raw: RawBody): Promise<Record<string, unknown>> {
  if (ctx.get('content-type').split(';')[0]?.trim().toLowerCase() !== raw.contentType)
    throw new AppError('unsupported_content', { expected: raw.contentType });
  return { ...ctx.query, bytes: await readRawBody(ctx.req, raw.mostBytes) };
}

async function jsonInput(ctx: ApiContext): Promise<object> {
  const raw = await readRawBody(ctx.req, MOST_BODY_BYTES);
  demandJson(ctx.req.headers, raw);
  const body = parseJsonBody(raw);
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw new AppError('invalid_input', {}, [{ path: '', code: 'not_an_object' }]);
  return body;
}

export function answerOutcome(ctx: ApiContext, outcome: Outcome<unknown>, status: number): void {
  if (outcome.kind === 'refused') {
    const { code, ...details } = outcome.refusal;
    const refusal = new AppError(code, details);
    ctx.status = refusal.status;
    ctx.body = errorBody(code, details, [], ctx.get('accept-language'), ctx.state.requestId);
    return;
  }
  ctx.status = status;
  answerJson(ctx, outcome.value);
}

/** Made into text here and once: given an object, Koa does it again for everybody who asks how long the answer is. */
function answerJson(ctx: ApiContext, value: unknown): void {
  ctx.type = 'application/json';
  ctx.body = JSON.stringify(value);
}

function channelOf(ctx: Context): CallContext['channel'] {
  const named = ctx.get('x-channel');
  return named === 'web' || named === 'weapp' ? named : 'api';
}
