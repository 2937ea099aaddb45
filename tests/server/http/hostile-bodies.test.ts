import { connect } from 'node:net';
import type { ErrorBody } from '../../../server/contracts/errors';
import { ROLES, type Role } from '../../../server/contracts/permissions';
import type { Route } from '../../../server/platform';
import { demoFactory, type TestFactory } from '../../support';
import { type ApiOfPerson, errorIn, startApp, type TestApp } from '../../support/http';
import { aPlatform } from '../identity/support/a-platform';
import { type Contents, contents, sizeOf } from './support/contents';
import { type Hostile, hostileKeys, hostileToAny, hostileToBytes, hostileToFields } from './support/hostile';
import { furnish, type Place, put } from './support/place';
import { addressOf, OPEN_ROUTES, TARGETS } from './support/targets';

const STACK = /\bat .+:\d+:\d+|node_modules|\.ts\b|Mongo|ObjectId|zod/i;

let app: TestApp;
let factory: TestFactory;
let place: Place;
let before: Contents;
const apis = {} as Record<Role, ApiOfPerson>;

beforeAll(async () => {
  factory = await demoFactory();
  app = await startApp(factory, { demo: true, login: aPlatform() });
  place = await furnish(factory, { tag: 'HERE', workshopId: 'w1', itemTag: 'OURS', worker: factory.wang }, app.settle);
  for (const role of ROLES) {
    apis[role] = app.api(await put(factory, role, [role], 'w1'));
    await apis[role].get('/me');
  }
  before = await contents();
}, 60_000);
afterAll(() => app.stop());

/** What a hostile request did that it should not; empty when it was refused as it must be. */
async function wrongs(api: ApiOfPerson, address: string, good: object, hostile: Hostile): Promise<string[]> {
  const { raw, headers, key } = hostile;
  const answer = await api.post(address, good, {
    raw: raw ?? JSON.stringify(good),
    ...(headers ? { headers } : {}),
    ...(key === undefined ? {} : { key }),
  });
  const said = JSON.stringify(answer.body);
  const body = answer.body as Partial<ErrorBody>;
  const found: string[] = [];
  if (answer.status < 400 || answer.status >= 500) found.push(`status ${answer.status}`);
  if (!hostile.codes.includes(errorIn(answer).code)) found.push(`code ${errorIn(answer).code}`);
  if (
    hostile.field !== undefined &&
    !body.error?.fields?.some(({ path }) => path === hostile.field || path.startsWith(`${hostile.field}.`))
  )
    found.push(`fields ${JSON.stringify(body.error?.fields)}`);
  if (!body.error?.message || body.error.message === errorIn(answer).code) found.push('no words');
  if (STACK.test(said)) found.push(`tells too much: ${said.slice(0, 300)}`);
  if (!body.requestId || answer.headers.get('x-request-id') !== body.requestId) found.push('no request id');
  return found.map((wrong) => `${hostile.name}: ${wrong}`);
}

function hostileTo(route: Route, good: Readonly<Record<string, unknown>>): Hostile[] {
  const bytes = route.kind === 'upload' ? route : route.kind === 'command' ? route.raw : undefined;
  if (!bytes) return [...hostileToAny(good), ...hostileKeys, ...hostileToFields(good)];
  const keys =
    'keyless' in bytes && bytes.keyless ? [] : hostileKeys.map((one) => ({ ...one, headers: { 'content-type': bytes.contentType } }));
  return [...hostileToBytes(bytes.contentType, bytes.mostBytes), ...keys];
}

const posts = Object.entries(TARGETS).filter(([name]) => name.startsWith('POST '));

test.each(posts)('%s refuses what is hostile with a code and a field, and writes nothing', async (name, target) => {
  const route = app.routes.find((one) => `${one.method} ${one.path}` === name);
  if (!route) throw new Error(`no route ${name}`);
  const asked = target.of(place);
  const good = asked.body ?? {};
  const [role] = target.who;
  if (!role) throw new Error(`nobody may ${name}`);
  const found: string[] = [];
  for (const hostile of hostileTo(route, good)) found.push(...(await wrongs(apis[role], addressOf(route, asked), good, hostile)));
  for (const param of Object.keys(asked.path ?? {})) {
    for (const value of ['x', '{"$gt":""}', '[$ne]', '..', 'a'.repeat(25), '000000000000000000000000 ', '‮'])
      found.push(
        ...(await wrongs(apis[role], addressOf(route, { ...asked, path: { ...asked.path, [param]: value } }), good, {
          name: `${param} ${value}`,
          codes: ['invalid_input', 'not_found', 'method_not_allowed'],
          ...(asked.bytes ? { raw: asked.bytes.raw, headers: { 'content-type': asked.bytes.type } } : {}),
        })),
      );
  }
  expect(found).toEqual([]);
});

test.each(Object.keys(OPEN_ROUTES).filter((name) => name.startsWith('POST ')))('%s, open to everybody, refuses no less', async (name) => {
  const good = OPEN_ROUTES[name]?.(place).body ?? {};
  const found: string[] = [];
  for (const hostile of [...hostileToAny(good), ...hostileToFields(good)])
    found.push(...(await wrongs(app.as({}), name.slice(5), good, hostile)));
  expect(found).toEqual([]);
});

test('after all of it the store is as it was, journal and all', async () => {
  expect(sizeOf(before)).toBeGreaterThan(40);
  expect(await contents()).toEqual(before);
});

test('a body that is sent in pieces and never ends is answered with 413 while it still comes', async () => {
  const { accessToken } = await app.signIn(factory.wang);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(app.port, '127.0.0.1');
    let heard = '';
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      heard += chunk.toString('utf8');
      if (heard.includes('body_too_large')) {
        clearInterval(sending);
        socket.destroy();
        resolve(heard);
      }
    });
    socket.on('close', () => resolve(heard));
    socket.write(
      `POST /api/v1/work-reports HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${accessToken}\r\nidempotency-key: one-tap-1\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`,
    );
    const piece = `${(8_192).toString(16)}\r\n${'x'.repeat(8_192)}\r\n`;
    const sending = setInterval(() => socket.write(piece), 5);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"code":"body_too_large"');
});

test('a body that is cut off by the caller hurts nobody', async () => {
  const { accessToken } = await app.signIn(factory.wang);
  await new Promise<void>((resolve) => {
    const socket = connect(app.port, '127.0.0.1', () => {
      socket.write(
        `POST /api/v1/work-reports HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${accessToken}\r\nidempotency-key: one-tap-2\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"operationId":`,
        () => setTimeout(() => socket.destroy(), 50),
      );
    });
    socket.on('close', () => resolve());
  });
  expect((await apis.worker.get('/me')).status).toBe(200);
});

test('a text that means something to a program is a text, in the store and in the answer', async () => {
  const names = [
    '{{code}} $t(internal)',
    '<script>alert(1)</script>',
    "'; DROP TABLE people; --",
    '#{7*7}',
    '$where',
    '__proto__',
    '🏭 𠮷 é',
  ];
  const made: string[] = [];
  for (const name of names) {
    const answer = await apis.hr.post<{ name: string }>('/people', { name, roles: ['worker'], workshopIds: ['w1'] });
    expect(answer.status).toBe(201);
    made.push(answer.body.name);
  }
  expect(made).toEqual(names);
  const unknown = await apis.planner.post('/work-orders', {
    orderNo: 'X',
    itemCode: '{{message}}$t(internal)',
    plannedQty: '1',
    dueAt: new Date().toISOString(),
    workshopId: 'w1',
  });
  expect(errorIn(unknown)).toMatchObject({ code: 'item_unknown', details: { itemCode: '{{message}}$t(internal)' } });
});
