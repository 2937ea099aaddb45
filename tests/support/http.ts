import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ulid } from 'ulid';
import { messenger } from '../../bot';
import { createApp } from '../../server/app';
import type { SessionDto } from '../../server/contracts/api/identity';
import type { ErrorBody } from '../../server/contracts/errors';
import { modules as allModules } from '../../server/modules';
import { accessTokens, authenticator, type LoginPlatform, personById } from '../../server/modules/identity';
import { beginSession } from '../../server/modules/identity/sessions';
import { type Module, type Route, systemActor } from '../../server/platform';
import type { DoorLimits } from '../../server/platform/http/door-limits';
import { relay, silent, type TestFactory } from './index';
import { storageInMemory } from './storage';

export const TEST_SECRET = 'a secret of the tests, long enough to be taken';

export type HttpAnswer<T = unknown> = { readonly status: number; readonly body: T; readonly headers: Headers };
export type Asked = {
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly raw?: string | Uint8Array;
};
export type ApiOfPerson = {
  get<T = unknown>(path: string, asked?: Asked): Promise<HttpAnswer<T>>;
  /** Each call has a key of its own unless one is given; `null` sends none. `raw` is sent in the place of the JSON. */
  post<T = unknown>(path: string, body?: unknown, asked?: Asked): Promise<HttpAnswer<T>>;
};
export type TestApp = {
  readonly address: string;
  readonly port: number;
  readonly modules: readonly Module[];
  readonly routes: readonly Route[];
  /** Signs somebody in; each call is another device. */
  signIn(person: { id: string }): Promise<SessionDto>;
  /** Somebody at the API, signed in at the first request. */
  api(person: { id: string }): ApiOfPerson;
  /** The API with these headers and nothing else: no token unless it is among them. */
  as(headers: Readonly<Record<string, string>>): ApiOfPerson;
  /** Hands every published fact to the subscribers of all rooms. */
  settle(): Promise<void>;
  stop(): Promise<void>;
};

/** The HTTP face with every room behind it, on a port of its own, over the store of the tests. */
export async function startApp(
  factory: TestFactory,
  options: {
    readonly demo?: boolean;
    readonly clock?: () => Date;
    readonly webDirectory?: string;
    readonly login?: LoginPlatform;
    readonly limits?: DoorLimits;
    readonly trustProxies?: number;
  } = {},
): Promise<TestApp> {
  const clock = options.clock ?? (() => new Date());
  const tokens = accessTokens(TEST_SECRET);
  const equipment = { storage: storageInMemory(), linkSecret: TEST_SECRET };
  const modules = [...allModules(tokens, options.demo ?? false, equipment, options.login), messenger];
  const app = createApp({
    modules,
    authenticate: authenticator(tokens),
    openActor: async () => systemActor('door', factory.id, ['identity.read', 'identity.sign_out']),
    clock,
    logger: silent,
    webDirectory: options.webDirectory ?? '/nowhere',
    isReady: () => true,
    version: '0.0.0',
    ...(options.limits ? { limits: options.limits } : {}),
    trustProxies: options.trustProxies ?? 0,
  });
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const address = `http://127.0.0.1:${port}`;

  const signIn = async ({ id }: { id: string }): Promise<SessionDto> => {
    const person = await personById(factory.id, id);
    if (!person) throw new Error(`nobody here is ${id}`);
    return beginSession(person, tokens, clock());
  };
  const as = (headers: Readonly<Record<string, string>>) => client(address, async () => headers);
  return {
    address,
    port,
    modules,
    routes: modules.flatMap((module) => module.routes),
    signIn,
    as,
    api(person) {
      let session: Promise<SessionDto> | undefined;
      return client(address, async () => {
        session ??= signIn(person);
        return { authorization: `Bearer ${(await session).accessToken}` };
      });
    },
    settle: () => relay(...modules.flatMap((module) => module.subscribers)),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The code and fields of an answer that is no success; fails for a success. */
export function errorIn(answer: HttpAnswer): ErrorBody['error'] {
  const body = answer.body as Partial<ErrorBody> | null;
  if (!body?.error || typeof body.requestId !== 'string') throw new Error(`no error in ${answer.status} ${JSON.stringify(answer.body)}`);
  return body.error;
}

function client(address: string, own: () => Promise<Readonly<Record<string, string>>>): ApiOfPerson {
  const send = async <T>(method: string, path: string, body: string | Uint8Array | undefined, headers: Record<string, string>) => {
    const response = await fetch(`${address}${path.startsWith('/docs') ? '' : '/api/v1'}${path}`, {
      method,
      headers: { ...(await own()), ...headers },
      ...(body === undefined ? {} : { body: body as BodyInit }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, body: read(response.headers.get('content-type') ?? '', bytes) as T, headers: response.headers };
  };
  return {
    get: (path, asked = {}) => send('GET', path, undefined, { ...asked.headers }),
    post: (path, body = {}, asked = {}) =>
      send('POST', path, asked.raw ?? JSON.stringify(body), {
        'content-type': 'application/json',
        ...(asked.key === null ? {} : { 'idempotency-key': asked.key ?? ulid() }),
        ...asked.headers,
      }),
  };
}

/** JSON as what it says, text as text, everything else as its bytes. */
function read(type: string, bytes: Buffer): unknown {
  if (type.includes('application/json')) return JSON.parse(bytes.toString('utf8'));
  return type === '' || /^text\/|javascript/.test(type) ? bytes.toString('utf8') : bytes;
}
