import { inWorkingOrder, lampOf, taskState } from '@/features/tasks/task-state';
import { withPending } from '@/features/tasks/with-pending';
import type { QueuedWork } from '@/shared/offline/queued-work';
import { aTask, RUNNING, STARTABLE, someTasks } from '../../support/stub-server/stub-people-and-tasks';

const pressed = (kind: QueuedWork['kind'], change: Partial<QueuedWork> = {}): QueuedWork => ({
  key: kind,
  place: 1,
  personId: 'me',
  deviceId: 'phone',
  workOrderId: 'wo',
  operationId: STARTABLE,
  kind,
  path: '/',
  body: {},
  facts: { orderNo: 'WO-0316', itemName: '轴套', operationName: '磨外圆' },
  pressedAt: '2026-11-22T02:00:00.000Z',
  attempts: 0,
  refusal: null,
  media: [],
  ...change,
});

test('a start that is still on the phone already shows as running, so that a report can follow without a signal', () => {
  expect(taskState(withPending(aTask(), [pressed('start')]))).toEqual({ kind: 'running', since: '2026-11-22T02:00:00.000Z' });
});

test('a report on the phone takes from what can be reported', () => {
  const task = withPending(aTask(), [
    pressed('report', { facts: { orderNo: '', itemName: '', operationName: '', goodQty: '10', scrapQty: '2' } }),
  ]);
  expect([task.operation.goodQty, task.operation.scrapQty, task.operation.readyQty]).toEqual(['10', '2', '28']);
});

test('what was refused counts for nothing', () => {
  const refusal = { code: 'working_elsewhere', details: {}, at: '' } as const;
  expect(withPending(aTask(), [pressed('start', { refusal })])).toEqual(aTask({}, { workOrder: expect.anything() }));
});

test('what I do stands first, then what waits, then what I could begin', () => {
  const tasks = [...someTasks()].reverse();
  expect(inWorkingOrder(tasks)[0]?.operation.id).toBe(RUNNING);
  expect(inWorkingOrder(tasks).map((task) => taskState(task).kind)).toEqual(['running', 'blocked', 'startable']);
});

test('a failed gate is red, a gate that only takes time is amber', () => {
  const blocked = (code: string) => taskState(aTask({}, { blockedBy: { code, since: null, holders: [], details: {} } }));
  expect([lampOf(blocked('first_article_failed')), lampOf(blocked('first_article_open'))]).toEqual(['stop', 'wait']);
});
