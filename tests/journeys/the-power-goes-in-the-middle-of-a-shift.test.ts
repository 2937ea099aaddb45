import { randomInt } from 'node:crypto';
import path from 'node:path';
import { type Document, MongoClient } from 'mongodb';
import { ulid } from 'ulid';
import type { PersonDto, SessionDto } from '../../server/contracts/api/identity';
import type { PayDto } from '../../server/contracts/api/payroll';
import type { ReportReceiptDto, WorkReportDto } from '../../server/contracts/api/reporting';
import type { TaskDto, WorkOrderDto } from '../../server/contracts/api/workorders';
import { start as openStore } from '../../server/platform/database/embedded';
import { Product } from './support/product';

const ROUNDS = 3;
const ORDERS = 3;
const PRICE = '0.50';

type Pressed = { readonly key: string; readonly body: Readonly<Record<string, unknown>>; readonly goodQty: number };
type Answered = { readonly status: number; readonly body: unknown };
type Worker = {
  readonly person: PersonDto;
  readonly token: string;
  readonly operationId: string;
  readonly acknowledged: Map<string, WorkReportDto>;
  unanswered: Pressed | null;
};

const product = new Product();
beforeAll(async () => {
  Product.build();
  await product.start();
}, 180_000);
afterAll(() => product.remove());

/** One exchange; null when no answer came. */
async function send(token: string, path: string, pressed?: { key: string; body: object }): Promise<Answered | null> {
  try {
    const response = await fetch(`${product.address}/api/v1${path}`, {
      headers: {
        'content-type': 'application/json',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(pressed ? { 'idempotency-key': pressed.key } : {}),
      },
      ...(pressed ? { method: 'POST', body: JSON.stringify(pressed.body) } : {}),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  } catch (error) {
    // By name: the errors of fetch come from outside the sandbox that a test runs in.
    if (['TypeError', 'SyntaxError'].includes((error as Error).name)) return null;
    throw error;
  }
}

async function must<T>(token: string, path: string, body?: object): Promise<T> {
  const answer = await send(token, path, body && { key: ulid(), body });
  if (!answer || answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer)}`);
  return answer.body as T;
}

async function signIn(person: PersonDto | undefined): Promise<string> {
  return (await must<SessionDto>('', '/demo/sign-in', { personId: person?.id })).accessToken;
}

/** Six workers at the first operation of three orders: two at each, so that they meet. */
async function beginShift(people: readonly PersonDto[]): Promise<Worker[]> {
  const holding = (role: PersonDto['roles'][number]) => people.filter(({ roles }) => roles.includes(role));
  const planner = await signIn(holding('planner')[0]);
  const hr = await signIn(holding('hr')[0]);
  await must(planner, '/items', { code: 'CUT', name: '断电试件' });
  await must(planner, '/routings', { itemCode: 'CUT', operations: [{ seq: 10, name: '断电试车' }] });
  await must(hr, '/piece-rates', { itemCode: 'CUT', operationName: '断电试车', price: PRICE, validFrom: '2020-01-01' });
  const operationIds: string[] = [];
  for (let index = 0; index < ORDERS; index++) {
    const dueAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const order = { orderNo: `CUT-${index}`, itemCode: 'CUT', plannedQty: '1000000', dueAt, workshopId: 'w1', release: true };
    operationIds.push((await must<WorkOrderDto>(planner, '/work-orders', order)).operations[0]?.id ?? '');
  }
  const workers: Worker[] = [];
  for (const [index, person] of holding('worker').slice(0, 6).entries()) {
    const token = await signIn(person);
    const operationId = operationIds[index % ORDERS] ?? '';
    await must(token, `/operations/${operationId}/start`, { occurredAt: new Date().toISOString() });
    workers.push({ person, token, operationId, acknowledged: new Map(), unanswered: null });
  }
  return workers;
}

function press(operationId: string, count: number): Pressed {
  const goodQty = 1 + (count % 3);
  const body = { operationId, goodQty: String(goodQty), scrap: [], reworkQty: '0', occurredAt: new Date().toISOString(), photoIds: [] };
  return { key: ulid(), body, goodQty };
}

/** Reports without a pause until no answer comes. What was pressed last is kept, as the phone keeps it. */
async function workUntilDark(worker: Worker): Promise<void> {
  for (;;) {
    const pressed = worker.unanswered ?? press(worker.operationId, worker.acknowledged.size);
    worker.unanswered = pressed;
    const answer = await send(worker.token, '/work-reports', pressed);
    if (!answer) return;
    expect(answer).toMatchObject({ status: 201 });
    const { report } = answer.body as ReportReceiptDto;
    expect(report).toMatchObject({ goodQty: String(pressed.goodQty), person: { id: worker.person.id } });
    worker.acknowledged.set(pressed.key, report);
    worker.unanswered = null;
  }
}

async function allReports(token: string, operationId: string): Promise<WorkReportDto[]> {
  const found: WorkReportDto[] = [];
  for (let after = ''; ; ) {
    const page = await must<{ items: WorkReportDto[]; nextAfter: string | null }>(
      token,
      `/work-reports?operationId=${operationId}&limit=100${after}`,
    );
    found.push(...page.items);
    if (page.nextAfter === null) return found;
    after = `&after=${page.nextAfter}`;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
const goodOf = (reports: Iterable<WorkReportDto>): number => sum([...reports].map(({ goodQty }) => Number(goodQty)));
const idsOf = (reports: Iterable<WorkReportDto>): string[] => [...reports].map(({ id }) => id).sort();

test('the power goes three times under load: what was acknowledged is there once, and nothing is half done', async () => {
  const people = (await must<{ items: PersonDto[] }>('', '/demo/people')).items;
  const workers = await beginShift(people);
  expect(workers).toHaveLength(6);

  const darkAfter: number[] = [];
  const answered = () => sum(workers.map(({ acknowledged }) => acknowledged.size));
  for (let round = 0; round < ROUNDS; round++) {
    // After so many answers, and a few milliseconds into the next ones: in the middle of whatever the store does then.
    const enough = answered() + randomInt(5, 120);
    const working = Promise.all(workers.map(workUntilDark));
    for (const until = Date.now() + 20_000; answered() < enough && Date.now() < until; ) await pause(2);
    await pause(randomInt(0, 20));
    await product.powerCut();
    await working;
    expect(answered()).toBeGreaterThanOrEqual(enough);
    darkAfter.push(answered());
    await product.start();
  }

  // The phones send what they still have, and, as phones do, once more what was answered already.
  for (const worker of workers) {
    const pressed = worker.unanswered;
    if (!pressed) throw new Error('a worker was answered after the power had gone');
    for (const time of ['first', 'again']) {
      const answer = await send(worker.token, '/work-reports', pressed);
      if (answer?.status !== 201) throw new Error(`${time}: ${JSON.stringify(answer)}`);
      const { report } = answer.body as ReportReceiptDto;
      const known = worker.acknowledged.get(pressed.key);
      if (known) expect(report.id).toBe(known.id);
      worker.acknowledged.set(pressed.key, report);
    }
  }

  const planner = await signIn(people.find(({ roles }) => roles.includes('planner')));
  for (const operationId of new Set(workers.map((worker) => worker.operationId))) {
    const acknowledged = workers
      .filter((worker) => worker.operationId === operationId)
      .flatMap((worker) => [...worker.acknowledged.values()]);
    const stored = await allReports(planner, operationId);
    expect(idsOf(stored)).toEqual(idsOf(acknowledged));
    const { operation } = await must<TaskDto>(planner, `/operations/${operationId}`);
    expect({ darkAfter, goodQty: Number(operation.goodQty) }).toEqual({ darkAfter, goodQty: goodOf(acknowledged) });
  }

  const hr = await signIn(people.find(({ roles }) => roles.includes('hr')));
  for (const worker of workers) {
    const pay = await payOnceItHasArrived(hr, worker);
    expect(pay.map(({ reportId }) => reportId).sort()).toEqual(idsOf(worker.acknowledged.values()));
    expect(sum(pay.map(({ qty }) => Number(qty)))).toBe(goodOf(worker.acknowledged.values()));
    expect(new Set(pay.map(({ price }) => Number(price)))).toEqual(new Set([Number(PRICE)]));
  }

  await product.stop();
  await insideTheStore(workers);
}, 180_000);

/** The pay lines of the shift, as soon as the relay has handed everything on. */
async function payOnceItHasArrived(hr: string, worker: Worker): Promise<PayDto['lines']> {
  const month = [...worker.acknowledged.values()][0]?.businessDate.slice(0, 7) ?? '';
  for (const until = Date.now() + 20_000; ; ) {
    const { lines } = await must<PayDto>(hr, `/pay-lines?personId=${worker.person.id}&month=${month}`);
    const ofShift = lines.filter(({ orderNo }) => orderNo.startsWith('CUT-'));
    if (ofShift.length >= worker.acknowledged.size || Date.now() > until) return ofShift;
    await pause(100);
  }
}

/** What no API shows: one journal entry per report, with its key and its fact, handed on. */
async function insideTheStore(workers: readonly Worker[]): Promise<void> {
  const store = await openStore({ dir: path.join(product.dataDir, 'store'), durability: 'write', inProcess: true });
  const client = await MongoClient.connect(store.uri);
  try {
    const journal = await client
      .db('chejiantong')
      .collection('journal')
      .find<Document>({
        command: 'reporting.report-work',
        actorId: { $in: workers.map(({ person }) => person.id) },
        'answer.report.orderNo': /^CUT-/,
      })
      .toArray();
    const expected = workers.flatMap((worker) =>
      [...worker.acknowledged].map(([key, report]) => `${worker.person.id} ${key} ${report.id}`),
    );
    expect(journal.map((entry) => `${entry.actorId} ${entry.key} ${entry.answer.report.id}`).sort()).toEqual(expected.sort());
    expect(new Set(journal.map((entry) => `${entry.outcome} ${entry.facts.length > 0} ${entry.relay?.state}`))).toEqual(
      new Set(['accepted true done']),
    );
  } finally {
    await client.close();
    await store.close();
  }
}
