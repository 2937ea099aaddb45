import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type StubAnswer, StubApi } from './stub-api';

type Call = {
  readonly method: string;
  readonly path: string;
  readonly key: string | undefined;
  readonly body: unknown;
  readonly status: number;
};

/** The stub factory behind HTTP: bearer tokens, idempotency keys and error bodies as the product's own API has them. */
export class StubServer {
  private readonly api = new StubApi();
  readonly calls: Call[] = [];
  /** Answers this once instead of what it would say, as a gateway in trouble does. */
  nextAnswer: StubAnswer | null = null;
  /** Does what is asked but loses the answer on the way, this many times. */
  loseAnswers = 0;
  private server: Server | null = null;

  get factory() {
    return this.api.factory;
  }

  async start(): Promise<string> {
    const server = createServer((request, response) => void this.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.server = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  /** What was asked by method and path, `POST /work-reports`. */
  callsOf(line: string): Call[] {
    return this.calls.filter(({ method, path }) => `${method} ${path}` === line);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const address = (request.url ?? '').replace(/^\/api\/v1/, '');
    const path = address.replace(/\?.*/, '');
    const method = request.method ?? 'GET';
    const key = header(request, 'idempotency-key');
    const answer = this.nextAnswer ?? this.api.answer(method, address, key, body, header(request, 'authorization'));
    this.nextAnswer = null;
    this.calls.push({ method, path, key, body, status: answer.status });
    if (this.loseAnswers > 0) {
      this.loseAnswers -= 1;
      response.destroy();
      return;
    }
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer.body));
  }
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (request.headers['content-type'] === 'application/octet-stream') return new Uint8Array(Buffer.concat(chunks));
  const text = Buffer.concat(chunks).toString('utf8');
  return text ? JSON.parse(text) : {};
}
