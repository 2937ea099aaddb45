import autocannon from 'autocannon';
import { ulid } from 'ulid';

export type Target = {
  readonly address: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly operationIds: readonly string[];
};
export type Figures = { readonly perSecond: number; readonly p50Ms: number; readonly p99Ms: number; readonly failed: number };

export const CONNECTIONS = 64;

/** Reports of one piece, each with a key of its own, spread over the operations. */
export async function load(target: Target, seconds: number, connections = CONNECTIONS): Promise<Figures> {
  let next = 0;
  const occurredAt = new Date().toISOString();
  const result = await autocannon({
    url: target.address,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        path: target.path,
        setupRequest: (request) => ({
          ...request,
          headers: { ...target.headers, 'content-type': 'application/json', 'idempotency-key': ulid() },
          body: JSON.stringify({
            operationId: target.operationIds[next++ % target.operationIds.length],
            goodQty: '1',
            scrap: [],
            reworkQty: '0',
            occurredAt,
          }),
        }),
      },
    ],
  });
  return {
    perSecond: result.requests.average,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    failed: result.non2xx + result.errors,
  };
}
