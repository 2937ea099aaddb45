import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa, { type Middleware } from 'koa';
import { createSandbox, createSandboxMiddleware, type Sandbox, type SandboxOptions } from '../../../bot/sandbox';
import {
  createMemoryTokenStore,
  createWecomCallback,
  createWecomCallbackRouter,
  createWecomClient,
  type InboundMessage,
  type WecomClient,
} from '../../../bot/wecom';
import { SAMPLE } from '../wecom/support/independent-envelope';
import { readableLog } from '../wecom/support/log';
import { createMemoryCallbackStore } from '../wecom/support/memory-callback-store';

const open: { close: () => Promise<unknown> }[] = [];
export async function closeAll() {
  await Promise.all(open.splice(0).map((one) => one.close()));
}

async function listen(...middleware: Middleware[]) {
  const app = new Koa();
  app.silent = true;
  for (const one of middleware) app.use(one);
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  open.push({ close });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export const PEOPLE = [
  { id: 'ZhuRen', name: { 'zh-CN': '车间主任', en: 'Workshop head' } },
  { id: 'JingLi', name: { 'zh-CN': '经理', en: 'Manager' } },
  { id: 'Wang', name: '王' },
];

type Product = (message: InboundMessage, client: WecomClient) => Promise<void>;

/** Sandbox and product, talking over HTTP as the platform and a product do. */
export async function startBoth(product: Product = async () => undefined, options: Partial<SandboxOptions> = {}) {
  const clock = { now: new Date('2026-11-22T02:44:02Z') };
  const waits: number[] = [];
  const sleep = async (ms: number) => void waits.push(ms);
  let productUrl = '';
  const sandbox: Sandbox = createSandbox({
    corpId: SAMPLE.corpId,
    secret: 'sandbox-secret',
    agentId: 1000002,
    callbackUrl: () => productUrl,
    token: SAMPLE.token,
    encodingAESKey: SAMPLE.encodingAESKey,
    people: PEOPLE,
    clock: () => clock.now,
    sleep,
    deadlineMs: 400,
    ...options,
  });
  const sandboxUrl = await listen(createSandboxMiddleware(sandbox, { pageDir: 'bot/sandbox/page' }));
  const log = readableLog();
  const client = createWecomClient({
    baseUrl: `${sandboxUrl}/sandbox/qyapi`,
    corpId: SAMPLE.corpId,
    secret: 'sandbox-secret',
    agentId: 1000002,
    tokenStore: createMemoryTokenStore(),
    clock: () => clock.now,
    logger: log.logger,
    sleep,
  });
  const callback = createWecomCallback({
    ...SAMPLE,
    now: () => clock.now,
    store: createMemoryCallbackStore(),
    onMessage: (message) => product(message, client),
    logger: log.logger,
    observe: ({ nonce, outcome }) => sandbox.noteReceipt(nonce, outcome),
  });
  productUrl = `${await listen(createWecomCallbackRouter(callback).routes() as unknown as Middleware)}/wecom/callback`;

  /** Calls the platform as nobody's client would: with a body of one's own. */
  async function post(path: string, body: unknown, token?: string) {
    const accessToken = token ?? (await getToken());
    const response = await fetch(`${sandboxUrl}/sandbox/qyapi/cgi-bin/${path}?access_token=${accessToken}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return (await response.json()) as Record<string, unknown>;
  }
  async function get(path: string, query: Record<string, string>) {
    const response = await fetch(`${sandboxUrl}/sandbox/qyapi/cgi-bin/${path}?${new URLSearchParams(query)}`);
    return (await response.json()) as Record<string, unknown>;
  }
  async function getToken(): Promise<string> {
    return String((await get('gettoken', { corpid: SAMPLE.corpId, corpsecret: 'sandbox-secret' })).access_token);
  }
  const pass = (ms: number) => {
    clock.now = new Date(clock.now.getTime() + ms);
  };
  return { sandbox, client, callback, sandboxUrl, post, get, getToken, pass, waits, log };
}
