import { MongoClient } from 'mongodb';
import { ulid } from 'ulid';
import type { PersonDto, SessionDto } from '../../server/contracts/api/identity';
import type { PayDto } from '../../server/contracts/api/payroll';
import type { ReportReceiptDto } from '../../server/contracts/api/reporting';
import type { TaskDto } from '../../server/contracts/api/workorders';
import { type EmbeddedStore, start as openStore } from '../../server/platform/database/embedded';
import { Product } from './support/product';

const TOKEN_SECRET = 'a secret that all processes of one factory share';

let store: EmbeddedStore;
let web: Product;
const products: Product[] = [];

function processFor(services: string): Product {
  const uri = new URL(store.uri);
  uri.pathname = '/chejiantong';
  const product = new Product({ MONGODB_URI: uri.href, SERVICES: services, TOKEN_SECRET, DEMO: '1' });
  products.push(product);
  return product;
}

beforeAll(async () => {
  Product.build();
  store = await openStore({ dir: '', durability: 'memory', inProcess: true, port: 0 });
  web = processFor('web');
  await web.start();
}, 180_000);
afterAll(async () => {
  for (const product of products) await product.remove();
  await store.close();
});

async function call<T>(path: string, token: string, body?: object): Promise<T> {
  const response = await fetch(`${web.address}/api/v1${path}`, {
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'idempotency-key': ulid() },
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

test('a process that only works pays what another took in, while both run, and after one was killed in the middle', async () => {
  const people = (await call<{ items: PersonDto[] }>('/demo/people', '')).items;
  const worker = people.find(({ name }) => name === '王强');
  const { accessToken } = await call<SessionDto>('/demo/sign-in', '', { personId: worker?.id });
  const tasks = (await call<{ items: TaskDto[] }>('/my/tasks', accessToken)).items;
  const operationId = tasks.find(({ mine }) => mine)?.operation.id;
  const report = async (scrap: object[] = []): Promise<string> => {
    const occurredAt = new Date().toISOString();
    const body = { operationId, goodQty: '1', scrap, reworkQty: '0', occurredAt, photoIds: [] };
    return (await call<ReportReceiptDto>('/work-reports', accessToken, body)).report.id;
  };
  const linesOf = async (reportId: string): Promise<number> =>
    (await call<PayDto>('/my/pay', accessToken)).lines.filter((line) => line.reportId === reportId).length;
  const paid = async (reportId: string): Promise<number> => {
    for (;;) {
      const lines = await linesOf(reportId);
      if (lines > 0) return lines;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };

  const before = await report();
  expect(await linesOf(before)).toBe(0);

  const first = processFor('worker');
  await first.start();
  expect(await paid(before)).toBe(1);
  // No hint crosses from process to process: the relay has to look by itself.
  const during = await report();
  expect(await paid(during)).toBe(1);
  expect((await fetch(`${first.address}/healthz`)).status).toBe(200);
  expect((await fetch(`${first.address}/api/v1/demo/people`)).status).toBe(404);

  // It tells people too, into the queue that the processes of the bot work off: here there is none, so it waits there.
  const client = await MongoClient.connect(store.uri);
  const queued = () => client.db('chejiantong').collection('wecom_sends').countDocuments();
  const told = await queued();
  await report([{ reasonCode: 'size_out', qty: '9' }]);
  while ((await queued()) === told) await new Promise((resolve) => setTimeout(resolve, 100));
  await client.close();

  // Killed while it holds the lease: the next one takes over when that has run out, and pays nothing twice.
  await first.powerCut();
  const after = await report();
  const second = processFor('worker');
  await second.start();
  expect(await paid(after)).toBe(1);
  expect([await linesOf(before), await linesOf(during)]).toEqual([1, 1]);

  // Stopped in order it gives the lease back, and exits as one who has finished.
  expect(await second.stop()).toBe(0);
  const last = await report();
  const third = processFor('worker');
  await third.start();
  expect(await paid(last)).toBe(1);
}, 120_000);
