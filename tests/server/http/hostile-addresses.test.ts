import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ErrorBody } from '../../../server/contracts/errors';
import type { Route } from '../../../server/platform';
import { demoFactory, type TestFactory } from '../../support';
import { type ApiOfPerson, errorIn, startApp, type TestApp } from '../../support/http';
import { type Contents, contents } from './support/contents';
import { furnish, type Place } from './support/place';
import { addressOf, nameOf, TARGETS } from './support/targets';

let app: TestApp;
let factory: TestFactory;
let place: Place;
let before: Contents;
let directory: string;
let api: ApiOfPerson;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'chejiantong-web-'));
  mkdirSync(path.join(directory, 'web/js'), { recursive: true });
  writeFileSync(path.join(directory, 'web/index.html'), '<!doctype html><title>app</title>');
  writeFileSync(path.join(directory, 'web/js/main.0123456789.js'), 'start()');
  writeFileSync(path.join(directory, 'web/.env'), 'SECRET');
  writeFileSync(path.join(directory, 'secret.txt'), 'SECRET');
  factory = await demoFactory();
  app = await startApp(factory, { webDirectory: path.join(directory, 'web') });
  place = await furnish(factory, { tag: 'HERE', workshopId: 'w1', itemTag: 'OURS', worker: factory.wang }, app.settle);
  api = app.api(factory.admin);
  await api.get('/me');
  before = await contents();
}, 60_000);
afterAll(async () => {
  await app.stop();
  rmSync(directory, { recursive: true, force: true });
});

type Heard = { readonly status: number; readonly headers: NodeJS.Dict<string | string[]>; readonly text: string };

/** A request with the path exactly as written: a browser would tidy it up first. */
function bluntly(method: string, target: string, headers: Readonly<Record<string, string>> = {}): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: app.port, method, path: target, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

function refusal(heard: Heard): ErrorBody {
  expect(heard.headers['content-type']).toMatch(/^application\/json/);
  const body = JSON.parse(heard.text) as ErrorBody;
  expect(body.requestId).toBe(heard.headers['x-request-id']);
  expect(body.error.message).not.toBe('');
  expect(heard.text).not.toMatch(/\bat .+:\d+|node_modules|SECRET/);
  return body;
}

const gets = Object.entries(TARGETS).filter(([name]) => name.startsWith('GET '));

test.each(gets)('%s refuses a query that is hostile, and names the field', async (name, target) => {
  const route = app.routes.find((one) => nameOf(one) === name);
  const [role] = target.who;
  if (!route || !role) throw new Error(`no route ${name}`);
  const asked = target.of(place);
  const address = addressOf(route, asked);
  const glue = address.includes('?') ? '&' : '?';
  const cases: [string, string][] = [
    ['zzz=1', 'zzz'],
    ['a[$ne]=x', 'a[$ne]'],
    ['$where=sleep(1000)', '$where'],
    ['__proto__=x', '__proto__'],
    ['__proto__[admin]=1', '__proto__[admin]'],
    ['constructor=x', 'constructor'],
    ['factoryId=x', 'factoryId'],
    ...Object.keys(asked.query ?? {}).flatMap((field): [string, string][] => [
      [`${field}=a&${field}=b`, field],
      [`${field}[$gt]=`, `${field}[$gt]`],
      [`${field}=${'x'.repeat(3_000)}`, field],
    ]),
  ];
  const wrongs: string[] = [];
  for (const [query, field] of cases) {
    const answer = await app.api(factory.admin).get(`${address}${glue}${query}`);
    const error = answer.status === 200 ? null : errorIn(answer);
    if (answer.status !== 400 || error?.code !== 'invalid_input' || !error.fields?.some((one) => one.path === field))
      wrongs.push(`${query.slice(0, 60)}: ${answer.status} ${JSON.stringify(error)}`);
  }
  expect(wrongs).toEqual([]);
});

test.each(['0', '-1', '101', '1.5', 'x', '', '1e9', 'Infinity', '0x7fffffff'])('a page of "%s" is refused', async (limit) => {
  const answer = await api.get(`/work-orders?limit=${limit}`);
  expect(errorIn(answer)).toMatchObject({ code: 'invalid_input', fields: [{ path: 'limit' }] });
});

test.each([
  ['/my/shift?date=0000-00-00', 'date'],
  ['/my/shift?date=2026-02-30', 'date'],
  ['/work-reports?date=2026-13-01', 'date'],
  ['/my/pay?month=0000-00', 'month'],
  ['/my/pay?month=2026-13', 'month'],
])('%s names a day that no calendar has', async (address, field) => {
  expect(errorIn(await api.get(address))).toMatchObject({ code: 'invalid_input', fields: [{ path: field }] });
});

test('what is searched for is a text: a pattern finds only itself', async () => {
  for (const pattern of ['.*', '^HERE', 'HERE-(RUN|DRAFT)', '(a+)+$', '\\', '[']) {
    const answer = await api.get<{ items: unknown[] }>(`/work-orders?q=${encodeURIComponent(pattern)}`);
    expect({ pattern, status: answer.status, found: answer.body.items.length }).toEqual({ pattern, status: 200, found: 0 });
  }
  expect((await api.get<{ items: unknown[] }>('/work-orders?q=HERE-R')).body.items).toHaveLength(1);
});

test.each([
  '/api/v1',
  '/api/v1/',
  '/api/v1/never-was',
  '/api/v2/me',
  '/api/v1/my/tasks/extra',
  '/API/V1/nothing',
  '/api/v1//me',
  '/healthz/x',
  '/metrics',
  '/.env',
  '/package.json',
  '/docs/assets/package.json',
  '/docs/assets/..%2fpackage.json',
  '/docs/assets/%2e%2e%2f%2e%2e%2fpackage.json',
])('%s is not there, and that is said in JSON with a request id', async (address) => {
  const heard = await bluntly('GET', address);
  expect(heard.status).toBe(404);
  expect(refusal(heard).error.code).toBe('not_found');
});

test.each([
  '/api/v1/work-orders/%E0%A4%A',
  '/api/v1/work-orders/by-no/%',
  '/api/v1/operations/%c0%ae%c0%ae/',
  '/api/v1/operations/%00',
  '/docs/assets/%E0%A4%A',
  '/%',
])('%s, which no address can be, is refused and breaks nothing', async (address) => {
  const { accessToken } = await app.signIn(factory.admin);
  const heard = await bluntly('GET', address, { authorization: `Bearer ${accessToken}` });
  expect([400, 404]).toContain(heard.status);
  expect(['invalid_input', 'not_found']).toContain(refusal(heard).error.code);
});

test.each([
  '/app/../secret.txt',
  '/app/../../etc/passwd',
  '/app/..%2fsecret.txt',
  '/app/%2e%2e/secret.txt',
  '/app/....//secret.txt',
  '/app//etc/passwd',
  '/app/js/../../secret.txt',
  '/app/.env',
  '/app/%2eenv',
  '/app/../index.html',
  '/app/%E0%A4%A',
  '/app/a%00.html',
  '/app/..\\secret.txt',
  '/app/js',
  '/app/js/',
])('%s never leaves the folder of the web app', async (address) => {
  const heard = await bluntly('GET', address);
  expect(heard.text).not.toMatch(/SECRET|root:/);
  if (heard.status === 200) expect(heard.text).toContain('<title>app</title>');
  else {
    expect([400, 404]).toContain(heard.status);
    expect(refusal(heard).error.code).toBe('not_found');
  }
});

test('a page of the web app is served, and a file with a hash in its name may be kept', async () => {
  expect((await bluntly('GET', '/app/tasks')).text).toContain('<title>app</title>');
  const script = await bluntly('GET', '/app/js/main.0123456789.js');
  expect(script).toMatchObject({ status: 200, text: 'start()' });
  expect(script.headers['cache-control']).toMatch(/max-age=31536000.*immutable/);
});

const formOf = (route: Route): RegExp => new RegExp(`^/api/v1${route.path.replace(/:\w+/g, '[^/]+')}$`);

test('a method that a route does not have is refused with those it has', async () => {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
  const addresses = new Map<string, Set<string>>();
  for (const route of app.routes) {
    const address = `/api/v1${addressOf(route, { path: TARGETS[nameOf(route)]?.of(place).path })}`;
    addresses.set(address, (addresses.get(address) ?? new Set()).add(route.method));
  }
  const wrongs: string[] = [];
  for (const [address, has] of addresses) {
    // `/media/uploads` has the form of `/media/:mediaId` too.
    const hasToo = app.routes.filter((one) => formOf(one).test(address)).map((one) => one.method as string);
    for (const method of methods.filter((one) => !has.has(one) && !hasToo.includes(one))) {
      const heard = await bluntly(method, address);
      const allowed = String(heard.headers.allow ?? '').split(', ');
      if (heard.status !== 405 || refusal(heard).error.code !== 'method_not_allowed' || ![...has].every((one) => allowed.includes(one)))
        wrongs.push(`${method} ${address}: ${heard.status}, allow ${allowed}`);
    }
  }
  expect(addresses.size).toBeGreaterThan(30);
  expect(wrongs).toEqual([]);
});

test.each(['PROPFIND', 'TRACE', 'LOCK'])('%s is a method that nothing here has', async (method) => {
  const heard = await bluntly(method, '/api/v1/me');
  expect(heard.status).toBe(405);
  expect(refusal(heard).error.code).toBe('method_not_allowed');
});

test('a method named in a header or a field changes nothing', async () => {
  const { accessToken } = await app.signIn(factory.admin);
  const heard = await bluntly('GET', `/api/v1/people/${place.leaverId}/departure`, {
    authorization: `Bearer ${accessToken}`,
    'x-http-method-override': 'POST',
    'x-method-override': 'POST',
  });
  expect(heard.status).toBe(405);
});

test('the request id of a caller is taken when it is one, and replaced when it is not', async () => {
  expect((await bluntly('GET', '/x', { 'x-request-id': 'phone-0123456789' })).headers['x-request-id']).toBe('phone-0123456789');
  for (const odd of ['x', 'a b c d e f g h', '<script>alert(1)</script>', 'x'.repeat(65)]) {
    const heard = await bluntly('GET', '/x', { 'x-request-id': odd });
    expect(heard.headers['x-request-id']).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(refusal(heard).requestId).toBe(heard.headers['x-request-id']);
  }
});

test.each([
  ['en', /^[\x20-\x7e]+$/],
  ['en-US,en;q=0.9', /^[\x20-\x7e]+$/],
  ['zh-CN', /\p{Script=Han}/u],
  ['fr', /\p{Script=Han}/u],
  ['../../etc/passwd', /\p{Script=Han}/u],
  ['__proto__', /\p{Script=Han}/u],
])('who reads %s is told in their language, or in Chinese', async (language, looks) => {
  expect(refusal(await bluntly('GET', '/never', { 'accept-language': language })).error.message).toMatch(looks);
});

test('a page that frames or scripts this one from outside is not let, and the server does not say what it runs on', async () => {
  const { headers } = await bluntly('GET', '/app/');
  expect(headers['content-security-policy']).toMatch(/default-src 'self'/);
  expect(headers['content-security-policy']).toMatch(/script-src 'self'(;|$)/);
  expect(headers['content-security-policy']).toMatch(/frame-ancestors 'self'/);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['x-powered-by']).toBeUndefined();
  expect(headers['access-control-allow-origin']).toBeUndefined();
});

test('after all of it the store is as it was but for sign-ins', async () => {
  const butForSignIns = (all: Contents) => ({
    ...all,
    sessions: [],
    people: all.people?.map((person) => person.replace(/"lastSignInAt":("[^"]*"|null)/, '')),
  });
  expect(butForSignIns(await contents())).toEqual(butForSignIns(before));
});
