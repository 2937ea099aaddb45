import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Heard {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
}
type Script = (heard: Heard) => unknown;

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

/** A platform that answers what the test says. A script that returns 'hang up' drops the connection; gettoken is served unless the script does. */
export async function scriptedPlatform(script: Script) {
  const heard: Heard[] = [];
  let tokens = 0;
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    const one = { method: request.method ?? '', path: url.pathname, query: url.searchParams, body: await readBody(request) };
    heard.push(one);
    let answer = script(one);
    if (answer === undefined && one.path === '/cgi-bin/gettoken') {
      tokens += 1;
      answer = { errcode: 0, errmsg: 'ok', access_token: `token-${tokens}`, expires_in: 7200 };
    }
    if (answer === 'hang up') return void request.socket.destroy();
    if (typeof answer === 'number') return void response.writeHead(answer, { 'content-type': 'text/html' }).end('<html>no</html>');
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(answer ?? { errcode: 0, errmsg: 'ok', msgid: 'm1' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    baseUrl,
    heard,
    to: (path: string) => heard.filter((one) => one.path === `/cgi-bin/${path}`),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
