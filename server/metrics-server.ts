import { createServer, type Server } from 'node:http';
import { listen } from './listen';
import { registry } from './platform/metrics/metrics';

/** `/metrics` on a port of its own, so that it is never reachable where the factory's phones are. */
export async function serveMetrics(port: number, host: string): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'content-type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await listen(server, port, host);
  return server;
}
