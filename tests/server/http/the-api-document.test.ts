import { demoFactory } from '../../support';
import { startApp, type TestApp } from '../../support/http';
import { aPlatform } from '../identity/support/a-platform';
import { nameOf } from './support/targets';

type Schema = Record<string, unknown>;
type Operation = {
  operationId?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema: Schema }> }>;
  security?: Record<string, string[]>[];
};
type Document = {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes: Record<string, object>; schemas: Record<string, Schema> };
  security: Record<string, string[]>[];
};

let app: TestApp;
let document: Document;
let operations: { method: string; path: string; operation: Operation }[];
beforeAll(async () => {
  app = await startApp(await demoFactory(), { demo: true, login: aPlatform() });
  const answer = await app.as({}).get<Document>('/openapi.json');
  expect(answer.status).toBe(200);
  document = answer.body;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
});
afterAll(() => app.stop());

/** Every value in a document with the way to it. */
function* walk(value: unknown, at: readonly string[] = []): Generator<{ key: string; value: unknown; at: readonly string[] }> {
  if (value === null || typeof value !== 'object') return;
  for (const [key, inner] of Object.entries(value)) {
    yield { key, value: inner, at: [...at, key] };
    yield* walk(inner, [...at, key]);
  }
}

function resolve(pointer: string): unknown {
  return pointer
    .slice(2)
    .split('/')
    .map((part) => part.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], document);
}

test('it is an OpenAPI 3.1 document with a title, a version and a way to sign in', () => {
  expect(document.openapi).toMatch(/^3\.1\.\d$/);
  expect(document.info).toMatchObject({ title: expect.stringMatching(/./), version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  expect(document.security).toEqual([{ bearer: [] }]);
  expect(document.components.securitySchemes).toEqual({ bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } });
});

test('every route is in it, and nothing else', () => {
  const shown = operations.map(({ method, path }) => `${method.toUpperCase()} ${path.replace('/api/v1', '').replace(/\{(\w+)\}/g, ':$1')}`);
  expect(shown.sort()).toEqual(app.routes.map(nameOf).sort());
});

test('every operation has a name of its own', () => {
  const names = operations.map(({ operation }) => operation.operationId);
  expect(names.every((name) => name !== undefined && /^[a-z][\w.-]+$/.test(name))).toBe(true);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('every reference leads somewhere inside the document', () => {
  const references = [...walk(document)].filter(({ key }) => key === '$ref').map(({ value }) => String(value));
  expect(references.length).toBeGreaterThan(30);
  expect(references.filter((pointer) => !pointer.startsWith('#/') || resolve(pointer) === undefined)).toEqual([]);
});

test('parameters of the address are those that the operation names, each once', () => {
  for (const { path, operation } of operations) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    const named = (operation.parameters ?? []).filter((one) => one.in === 'path');
    expect({ path, named: named.map(({ name }) => name) }).toEqual({ path, named: inPath });
    expect(named.every(({ required }) => required)).toBe(true);
    const keys = (operation.parameters ?? []).map((one) => `${one.in} ${one.name}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { schema } of operation.parameters ?? []) expect(typeof schema).toBe('object');
  }
});

test('every operation says what it answers, and how it refuses; a refusal has the shape that is sent', async () => {
  for (const { path, operation } of operations) {
    const answers = Object.entries(operation.responses ?? {});
    expect({ path, good: answers.filter(([status]) => /^2\d\d$/.test(status)).length }).toEqual({ path, good: 1 });
    expect(operation.responses?.default?.content?.['application/json']?.schema).toEqual({ $ref: '#/components/schemas/Error' });
    for (const [, { description }] of answers) expect(description).toMatch(/./);
  }
  const refusal = (await app.as({}).get<Record<string, unknown>>('/me')).body;
  const schema = document.components.schemas.Error as {
    required: string[];
    properties: { error: { properties: { code: { enum: string[] } } } };
  };
  expect(Object.keys(refusal).sort()).toEqual([...schema.required].sort());
  expect(schema.properties.error.properties.code.enum).toContain((refusal.error as { code: string }).code);
});

test('a schema requires only what it has, and lets nothing else in', () => {
  for (const { path, operation } of operations) {
    const schema = operation.requestBody?.content['application/json']?.schema;
    if (!schema) continue;
    const has = Object.keys((schema.properties ?? {}) as object);
    expect({ path, missing: ((schema.required ?? []) as string[]).filter((name) => !has.includes(name)) }).toEqual({ path, missing: [] });
    expect({ path, extra: schema.additionalProperties }).toEqual({ path, extra: false });
  }
});

test('what the routes without a sign-in are is said, and they are few', () => {
  const open = operations.filter(({ operation }) => operation.security?.length === 0).map(({ path }) => path);
  expect(open.sort()).toEqual(
    [
      '/demo/people',
      '/demo/sign-in',
      '/sessions/invitation',
      '/sessions/refresh',
      '/sessions/wechat',
      '/sessions/wecom-miniprogram',
      '/sessions/wecom-web',
      '/sessions/wecom-web',
      '/sign-in-doors',
    ].map((path) => `/api/v1${path}`),
  );
});

test('no example of a secret, no address of another server, and no Chinese that only the page would know', () => {
  const text = JSON.stringify(document);
  expect(text).not.toMatch(/https?:\/\/(?!127\.0\.0\.1)/);
});

test('/docs and all it needs come from this server', async () => {
  const page = await app.as({}).get<string>('/docs');
  expect(page.status).toBe(200);
  const needs = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(needs.length).toBeGreaterThanOrEqual(3);
  for (const address of needs) {
    expect(address).toMatch(/^\/docs\//);
    const answer = await app.as({}).get<string>(address);
    expect({ address, status: answer.status, length: answer.body.length > 50 }).toEqual({ address, status: 200, length: true });
  }
  expect(page.body).not.toMatch(/<script>[^<]|https?:/);
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self'(;|$)/);
  const style = await app.as({}).get<string>(needs.find((address) => address.endsWith('.css')) ?? '');
  expect([...style.body.matchAll(/url\(["']?(https?:[^)"']+)/g)].map((match) => match[1])).toEqual([]);
});
