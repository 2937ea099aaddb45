import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Koa from 'koa';
import { createWecomCallback } from '../../../bot/wecom/callback';
import { createWecomCallbackRouter } from '../../../bot/wecom/koa';
import { callbackByHand, SAMPLE, textMessage } from './support/independent-envelope';
import { readableLog } from './support/log';
import { createMemoryCallbackStore } from './support/memory-callback-store';

const store = createMemoryCallbackStore();
const log = readableLog();
const callback = createWecomCallback({
  ...SAMPLE,
  now: () => new Date(),
  store,
  onMessage: async () => undefined,
  logger: log.logger,
});
let server: Server;
let base: string;

beforeAll(async () => {
  const app = new Koa();
  app.use(createWecomCallbackRouter(callback).routes());
  server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom/callback`;
});
afterAll(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

test('the address check over HTTP: bare text, a plus decoded once', async () => {
  const { query, encrypted } = callbackByHand('1616140317555161061', new Date(), { random: Buffer.from('0123456789abcdef') });
  const response = await fetch(`${base}?${new URLSearchParams({ ...query, echostr: encrypted })}`);
  expect([response.status, await response.text()]).toEqual([200, '1616140317555161061']);
});

test.each(['text/xml', 'application/json', 'application/x-www-form-urlencoded'])('whatever content type it claims: %s', async (type) => {
  const { query, body } = callbackByHand(textMessage({ at: new Date(), id: String(type.length) }), new Date());
  const response = await fetch(`${base}?${new URLSearchParams(query)}`, { method: 'POST', body, headers: { 'content-type': type } });
  expect([response.status, await response.text()]).toEqual([200, '']);
  expect(store.rows.has(`message-${type.length}`)).toBe(true);
});

test('a body over 64 kB is refused unread', async () => {
  const { query } = callbackByHand('x', new Date());
  const response = await fetch(`${base}?${new URLSearchParams(query)}`, { method: 'POST', body: 'x'.repeat(70_000) });
  expect(response.status).toBe(413);
  expect(log.lines.at(-1)).toMatchObject({ level: 40, reason: 'too_large', status: 413 });
});

test('a plus that came as a blank is refused: the platform sends %2B', async () => {
  const { query, encrypted } = plusInIt();
  const raw = `${new URLSearchParams(query)}&echostr=${encodeURIComponent(encrypted).replaceAll('%2B', '+')}`;
  expect((await fetch(`${base}?${raw}`)).status).toBe(403);
});

function plusInIt() {
  for (;;) {
    const call = callbackByHand('1616140317555161061', new Date());
    if (call.encrypted.includes('+')) return call;
  }
}

test('an endless body is cut off', async () => {
  const ended = await new Promise<string>((resolve) => {
    const endless = request(base, { method: 'POST' }, (response) => resolve(`answered ${response.statusCode}`));
    endless.on('error', () => resolve('cut off'));
    const chunk = Buffer.alloc(65_536);
    const pump = () => endless.destroyed || setImmediate(() => endless.write(chunk, pump));
    pump();
  });
  expect(ended).toMatch(/cut off|answered 413/);
});
