import { PassThrough } from 'node:stream';
import type { Context, Middleware } from 'koa';
import send from 'koa-send';
import { readRawBody } from '../wecom/raw-body';
import { isFaultName } from './faults';
import { asObject, asText, asTexts, type Json } from './read-content';
import type { Sandbox } from './sandbox';

const API_BODY_LIMIT_BYTES = 16_384;
const PLATFORM_BODY_LIMIT_BYTES = 25 * 1024 * 1024;
const HEARTBEAT_MS = 15_000;
const TEXT_LIMIT = 2000;

/**
 * Everything under `/sandbox/`: the chat page, its small API with live updates, and the platform's API at `/sandbox/qyapi/cgi-bin/…`.
 * Reads bodies itself: mount it before any body parser, and in demo only, for it asks nobody who they are.
 */
export function createSandboxMiddleware(sandbox: Sandbox, { pageDir }: { pageDir: string }): Middleware {
  return async (ctx, next) => {
    if (ctx.path === '/sandbox') return ctx.redirect('/sandbox/');
    if (!ctx.path.startsWith('/sandbox/')) return next();
    const rest = ctx.path.slice('/sandbox/'.length);
    if (rest.startsWith('qyapi/cgi-bin/')) return servePlatform(ctx, sandbox, rest.slice('qyapi/cgi-bin/'.length));
    if (rest.startsWith('api/')) return serveChat(ctx, sandbox, rest.slice('api/'.length));
    await servePage(ctx, rest || 'index.html', pageDir);
  };
}

async function servePlatform(ctx: Context, sandbox: Sandbox, path: string) {
  const body = (await readRawBody(ctx.req, PLATFORM_BODY_LIMIT_BYTES)) ?? Buffer.alloc(0);
  const range = ctx.get('range') || undefined;
  const answer = await sandbox.qyapi({
    method: ctx.method,
    path,
    query: new URLSearchParams(ctx.querystring),
    body,
    contentType: ctx.get('content-type'),
    range,
  });
  if (answer === 'hang_up') {
    ctx.respond = false;
    ctx.req.socket.destroy();
    return;
  }
  ctx.status = answer.status;
  ctx.set(answer.headers);
  ctx.body = answer.body;
}

async function serveChat(ctx: Context, sandbox: Sandbox, path: string) {
  switch (`${ctx.method} ${path}`) {
    case 'GET state':
      ctx.body = presentState(sandbox);
      return;
    case 'GET events':
      streamChanges(ctx, sandbox);
      return;
    case 'POST says':
    case 'POST taps':
    case 'POST faults':
      await act(ctx, sandbox, path);
      return;
    default:
      refuse(ctx, 404, 'not_found');
  }
}

function presentState(sandbox: Sandbox) {
  return {
    people: sandbox.people,
    hints: sandbox.hints,
    chats: Object.fromEntries(sandbox.people.map(({ id }) => [id, sandbox.chat(id)])),
    wire: sandbox.wire,
    faults: sandbox.faults(),
  };
}

function streamChanges(ctx: Context, sandbox: Sandbox) {
  const stream = new PassThrough();
  const stop = sandbox.listen((change) => stream.write(`data: ${JSON.stringify(change)}\n\n`));
  const heartbeat = setInterval(() => stream.write(': still here\n\n'), HEARTBEAT_MS);
  heartbeat.unref();
  ctx.req.on('close', () => {
    stop();
    clearInterval(heartbeat);
    stream.end();
  });
  ctx.compress = false;
  ctx.status = 200;
  ctx.set({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' });
  stream.write(': hello\n\n');
  ctx.body = stream;
}

async function act(ctx: Context, sandbox: Sandbox, path: string) {
  // A page elsewhere must not speak here in somebody's name.
  if (!ctx.is('application/json') || !isOwnPage(ctx)) return refuse(ctx, 403, 'foreign_page');
  const body = readJson(await readRawBody(ctx.req, API_BODY_LIMIT_BYTES));
  const code = body ? run(sandbox, path, body) : 'malformed';
  if (code) return refuse(ctx, code === 'malformed' ? 400 : 404, code);
  ctx.status = 202;
  ctx.body = {};
}

/** Starts what was asked and does not wait for the product: the page sees the outcome on the line. Returns why not, if not. */
function run(sandbox: Sandbox, path: string, body: Json): string | undefined {
  if (path === 'faults') {
    if (!isFaultName(body.name) || typeof body.on !== 'boolean') return 'malformed';
    sandbox.fault(body.name, body.on);
    return undefined;
  }
  const person = sandbox.people.find(({ id }) => id === body.personId);
  if (!person) return 'person_not_found';
  if (path === 'says') {
    const text = asText(body.text).trim().slice(0, TEXT_LIMIT);
    if (!text) return 'malformed';
    void sandbox.says(person.id, text);
    return undefined;
  }
  const [taskId, key] = [asText(body.taskId), asText(body.key)];
  if (!sandbox.canTap(person.id, taskId, key)) return 'button_not_found';
  const selected = Object.fromEntries(Object.entries(asObject(body.selected)).map(([question, options]) => [question, asTexts(options)]));
  void sandbox.taps(person.id, taskId, key, selected);
  return undefined;
}

async function servePage(ctx: Context, file: string, pageDir: string) {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return refuse(ctx, 404, 'not_found');
  ctx.set('cache-control', 'no-cache');
  await send(ctx, file, { root: pageDir });
}

function isOwnPage(ctx: Context): boolean {
  const origin = ctx.get('origin');
  return origin === '' || origin.endsWith(`//${ctx.host}`);
}

function readJson(body: Buffer | undefined): Json | undefined {
  try {
    return body ? asObject(JSON.parse(body.toString('utf8'))) : undefined;
  } catch {
    return undefined;
  }
}

function refuse(ctx: Context, status: number, code: string) {
  ctx.status = status;
  ctx.body = { error: { code } };
}
