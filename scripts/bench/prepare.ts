import type { PersonDto, SessionDto } from '../../server/contracts/api/identity';
import type { WorkOrderDto } from '../../server/contracts/api/workorders';
import { ApiClient, demoPeople } from '../http-client';
import { sideBySide } from '../progress';
import type { Target } from './load';

const ORDERS = 256;

/** Orders with one long operation each, started by one worker, in a running demonstration. */
export async function prepareOrders(address: string): Promise<Target> {
  const people = await demoPeople(address);
  const worker = somebody(people, 'worker');
  const planner = new ApiClient(address, somebody(people, 'planner').id);
  const hands = new ApiClient(address, worker.id);
  await planner.post('/items', { code: 'BENCH', name: 'bench' }, 'bench-item');
  await planner.post('/routings', { itemCode: 'BENCH', operations: [{ seq: 10, name: 'bench' }] }, 'bench-routing');
  // A shop that pays: without a price every report would raise a missing rate, which is no ordinary day.
  const payClerk = new ApiClient(address, somebody(people, 'hr').id);
  await payClerk.post('/piece-rates', { itemCode: 'BENCH', operationName: 'bench', price: '0.10', validFrom: '2020-01-01' }, 'bench-rate');
  const operationIds: string[] = [];
  const dueAt = new Date(Date.now() + 30 * 86_400_000).toISOString();
  await sideBySide(
    Array.from({ length: ORDERS }, (_, index) => index),
    16,
    async (index) => {
      const body = { orderNo: `BENCH-${index}`, itemCode: 'BENCH', plannedQty: '1000000', dueAt, workshopId: 'w1', release: true };
      const order = await planner.post<WorkOrderDto>('/work-orders', body, `bench-order-${index}`);
      const operationId = order.operations[0]?.id ?? '';
      await hands.post(`/operations/${operationId}/start`, { occurredAt: new Date().toISOString() }, `bench-start-${index}`);
      operationIds.push(operationId);
    },
  );
  const response = await fetch(`${address}/api/v1/demo/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ personId: worker.id }),
  });
  const session = (await response.json()) as SessionDto;
  return { address, path: '/api/v1/work-reports', headers: { authorization: `Bearer ${session.accessToken}` }, operationIds };
}

function somebody(people: readonly PersonDto[], role: 'worker' | 'planner' | 'hr'): PersonDto {
  const person = people.find(({ roles }) => roles.includes(role));
  if (!person) throw new Error(`nobody is ${role}`);
  return person;
}
