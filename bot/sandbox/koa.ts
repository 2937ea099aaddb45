import type { Context, Middleware } from 'koa';
import send from 'koa-send';
import { readRawBody } from '../wecom/raw-body';
import { isFaultName } from './faults';
import { FORGERIES, isForgery } from './forge';
import type { LoginDoor } from './login-codes';
import type { QyapiAnswer } from './qyapi';
import { asObject, asText, asTexts, type Json } from './read-content';
import { Refusal } from './refusal';
import { isSentKind, type Sandbox } from './sandbox';

const API_BODY_LIMIT_BYTES = 16_384;
const PLATFORM_BODY_LIMIT_BYTES = 25 * 1024 * 1024;
const HEARTBEAT_MS = 15_000;
const TEXT_LIMIT = 2000;
const MEMBER_COOKIE = 'sandbox_member';
const LOGIN_DOORS: readonly LoginDoor[] = ['miniprogram', 'web', 'wechat'];

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
    if (rest.startsWith('wechat/'))
      return answerAs(ctx, await sandbox.wechat(rest.slice('wechat/'.length), new URLSearchParams(ctx.querystring)));
    if (rest === 'connect/oauth2/authorize') return authorize(ctx, sandbox, 'inside');
    if (rest === 'wwlogin/sso/login') return authorize(ctx, sandbox, 'outside');
    if (rest === 'open') return openApp(ctx, sandbox);
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
  answerAs(ctx, answer);
}

/**
 * The platform's own page. Inside the client it sends the member who is looking at it straight back; outside somebody has to scan, and
 * here says who they are. `as` is the answer to that.
 */
function authorize(ctx: Context, sandbox: Sandbox, page: 'inside' | 'outside') {
  const query = new URLSearchParams(ctx.querystring);
  try {
    sandbox.authorize.check(page, query);
    const asked = query.get('as') ?? (page === 'inside' ? ctx.cookies.get(MEMBER_COOKIE) : undefined);
    const member = sandbox.people.find(({ id }) => id === asked);
    if (member) return ctx.redirect(sandbox.authorize.back(member.id, query));
    query.set('page', page);
    ctx.redirect(`/sandbox/authorize.html?${query}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    ctx.redirect(`/sandbox/authorize.html?${new URLSearchParams({ errcode: String(error.errcode), errmsg: error.errmsg })}`);
  }
}

/** Opens the web app as the client would for this member: with the sign-in that only the client can do by itself. */
function openApp(ctx: Context, sandbox: Sandbox) {
  const member = sandbox.people.find(({ id }) => id === ctx.query.person);
  if (!member) return refuse(ctx, 404, 'person_not_found');
  const to = asText(ctx.query.to);
  ctx.cookies.set(MEMBER_COOKIE, member.id, { path: '/sandbox', sameSite: 'lax', httpOnly: true, overwrite: true });
  const query = new URLSearchParams({ through: 'wecom', ...(to.startsWith('/app/') ? { to } : {}) });
  ctx.redirect(`/app/features/sign-in/pages/sign-in/index?${query}`);
}

function answerAs(ctx: Context, answer: QyapiAnswer) {
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
    case 'POST login-codes':
      await giveLoginCode(ctx, sandbox);
      return;
    case 'POST says':
    case 'POST sends':
    case 'POST taps':
    case 'POST faults':
    case 'POST repairs':
    case 'POST forgeries':
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
    forgeries: FORGERIES,
  };
}

/** Written past Koa, which would take a page that is closed for a stream that broke. */
function streamChanges(ctx: Context, sandbox: Sandbox) {
  const { res } = ctx;
  ctx.respond = false;
  ctx.status = 200;
  ctx.set({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
    connection: 'close',
  });
  ctx.flushHeaders();
  res.write(': hello\n\n');
  const stop = sandbox.listen((change) => {
    if (change.kind === 'closed') res.end();
    else res.write(`data: ${JSON.stringify(change)}\n\n`);
  });
  const heartbeat = setInterval(() => res.write(': still here\n\n'), HEARTBEAT_MS);
  heartbeat.unref();
  res.on('close', () => {
    stop();
    clearInterval(heartbeat);
  });
}

/** A code as a phone gets it, for trying the mini-program's doors without one. */
async function giveLoginCode(ctx: Context, sandbox: Sandbox) {
  if (!ctx.is('application/json') || !isOwnPage(ctx)) return refuse(ctx, 403, 'foreign_page');
  const body = readJson(await readRawBody(ctx.req, API_BODY_LIMIT_BYTES));
  const door = LOGIN_DOORS.find((one) => one === body?.door);
  if (!door) return refuse(ctx, 400, 'malformed');
  const person = sandbox.people.find(({ id }) => id === body?.personId);
  if (!person) return refuse(ctx, 404, 'person_not_found');
  ctx.body = { code: sandbox.issueLoginCode(person.id, door) };
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
  if (path === 'repairs') {
    sandbox.repair();
    return undefined;
  }
  if (path === 'forgeries') {
    if (!isForgery(body.kind)) return 'malformed';
    void sandbox.forge(body.kind);
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
  if (path === 'sends') {
    if (!isSentKind(body.kind)) return 'malformed';
    void sandbox.sends(person.id, body.kind);
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
