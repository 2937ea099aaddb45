import { fireEvent, screen } from '@testing-library/react';
import { holdingUpOf } from '@/features/alerts/holding-up';
import AlertsPage from '@/features/alerts/pages/alerts/index';
import { roomsOf } from '@/features/home/rooms';
import { firstPageOf } from '@/shared/auth/first-page';
import type { AlertDto } from '../../../server/contracts/api/alerts';
import { ROLE_PERMISSIONS } from '../../../server/contracts/permissions';
import { resetPhone, settle, show } from '../../support/mounted';
import { LEADER, leaderPhone, refusal, sent } from '../support/leader-phone';

const [ALERT, ORDER, CHANGE, INSPECTION, OPERATION] = ['a', 'b', 'c', 'd', 'e'].map((digit) => digit.repeat(24)) as [
  string,
  string,
  string,
  string,
  string,
];
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const inspector = { id: '2'.repeat(24), name: '张工' };
const anAlert = (rule: AlertDto['rule'], subject: string, facts: Record<string, string>, change: Partial<AlertDto> = {}): AlertDto => ({
  id: ALERT,
  rule,
  state: 'open',
  lamp: 'wait',
  subject,
  facts: { orderNo: 'WO-0309', itemName: '油缸端盖', ...facts },
  text: '',
  owners: [{ id: LEADER.id, name: LEADER.name }],
  raisedAt: hoursAgo(1),
  acknowledgedBy: null,
  resolvedAt: null,
  ...change,
});
const closedGate = { kind: 'first_article', state: 'not_required', since: null, canBeLiftedBy: [] };
const anOperation = (change: object) => ({
  id: OPERATION,
  seq: 20,
  name: '热处理',
  status: 'not_started',
  targetQty: '120',
  releasedQty: '120',
  readyQty: '84',
  goodQty: '36',
  scrapQty: '0',
  inReworkQty: '0',
  firstArticle: closedGate,
  finalRelease: closedGate,
  assignedTo: [],
  station: null,
  runningSince: null,
  ...change,
});
const press = async (name: string) => {
  await settle(400);
  fireEvent.click(screen.getByRole('button', { name }));
  await settle(20);
};

beforeEach(resetPhone);
afterEach(resetPhone);

test('a late order says how late, where it is held up, and whom the button will nudge', async () => {
  leaderPhone({
    'GET /alerts': { body: { items: [anAlert('operation_late', `workOrder:${ORDER}`, { dueAt: hoursAgo(49) })] } },
    [`GET /work-orders/${ORDER}`]: { body: { operations: [anOperation({ assignedTo: [{ id: '1', name: '周杰' }] })] } },
    [`POST /operations/${OPERATION}/nudge`]: { body: { reason: 'work', told: [{ id: '1', name: '周杰' }], nextAt: hoursAgo(-1) } },
  });
  await show(AlertsPage);
  const card = document.getElementById(`alert-${ALERT}`)?.textContent;
  for (const words of ['已晚 2 天', '你负责', '36 / 120', '卡在 热处理 · 84 件摆着没人做 · 周杰']) expect(card).toContain(words);
  await press('催 周杰');
  expect(document.getElementById('told')?.textContent).toContain('已催 周杰');
});

test('nudging again too soon says when it can be done again', async () => {
  leaderPhone({
    'GET /alerts': {
      body: {
        items: [
          anAlert(
            'gate_waiting_long',
            `inspection:${INSPECTION}`,
            { kind: 'first_article', since: hoursAgo(0.5), operationName: '粗铣' },
            { owners: [inspector] },
          ),
        ],
      },
    },
    'GET /inspections': { body: { items: [{ id: INSPECTION, operationId: OPERATION, operationName: '粗铣' }] } },
    [`POST /operations/${OPERATION}/nudge`]: refusal('nudged_lately', { minutes: 7 }),
  });
  await show(AlertsPage);
  expect(document.getElementById(`alert-${ALERT}`)?.textContent).toContain('首件等了 30 分');
  await press('催 张工');
  expect(document.getElementById('told')?.textContent).toContain('7 分钟后可以再催');
});

test('a change is answered in the words of the shop: what it becomes, a question, or why not', async () => {
  const change = {
    id: CHANGE,
    state: 'open',
    reason: '客户加单 20 件',
    requestedBy: { id: '4', name: '刘计划' },
    requestedAt: hoursAgo(0.2),
    answeredBy: null,
    note: null,
  };
  leaderPhone({
    'GET /alerts': { body: { items: [anAlert('order_changed', `change:${CHANGE}`, { fromQty: '100', toQty: '120' }, { lamp: 'note' })] } },
    'GET /order-changes': { body: { items: [change] } },
    [`POST /order-changes/${CHANGE}/answer`]: { body: change },
  });
  await show(AlertsPage);
  expect(document.getElementById(`alert-${ALERT}`)?.textContent).toContain('数量改 100 → 120');
  await press('问一下');
  await press('先写一句');
  expect(sent('/answer')).toEqual([]);
  fireEvent.change(screen.getByPlaceholderText('想问什么'), { target: { value: '料够不够' } });
  await press('问：料够不够');
  await press('再想想');
  await press('收到，改成 120 件');
  expect(sent('/answer').map(({ data }) => data)).toEqual([{ answer: 'question', note: '料够不够' }, { answer: 'accepted' }]);
});

test('what somebody has taken on shows who, and offers nobody else to take it', async () => {
  const scrap = { operationName: '车外圆', goodQty: '78', scrapQty: '12', scrapRate: '13.33', limit: '5' };
  leaderPhone({
    'GET /alerts': {
      body: {
        items: [
          anAlert('scrap_rate_high', `operation:${OPERATION}`, scrap, {
            state: 'acknowledged',
            acknowledgedBy: { id: '9', name: '郑主任' },
          }),
        ],
      },
    },
  });
  await show(AlertsPage);
  expect(screen.getByText('郑主任 在处理')).toBeTruthy();
  expect(screen.queryByRole('button', { name: '我来处理' })).toBeNull();
});

test('nothing wrong is one sentence; no network says so and can be tried again', async () => {
  leaderPhone({ 'GET /alerts': { body: { items: [] } } });
  await show(AlertsPage);
  expect(screen.getByText('没有要管的异常')).toBeTruthy();
  resetPhone();
  leaderPhone({}).cut = true;
  await show(AlertsPage);
  expect(screen.getByText('连不上服务器')).toBeTruthy();
  expect(screen.getByRole('button', { name: '再试一次' })).toBeTruthy();
});

test('a gate holds an order up before pieces that lie ready do', () => {
  const gate = { ...closedGate, state: 'open', since: hoursAgo(1), canBeLiftedBy: [inspector] };
  const order = {
    operations: [anOperation({ id: '1' }), anOperation({ id: '2', firstArticle: gate }), anOperation({ id: '3', status: 'finished' })],
  };
  expect(holdingUpOf(order as never)).toMatchObject({ operation: { id: '2' }, why: 'first_article', people: [inspector] });
  expect(holdingUpOf({ operations: [anOperation({ status: 'finished' })] } as never)).toBeNull();
});

test('everybody begins where their work is, with the rooms they may open', () => {
  expect(
    [['leader', 'manager'], ['manager'], ['inspector'], ['worker'], ['planner']].map((roles) => firstPageOf({ roles: roles as never })),
  ).toEqual(['alerts', 'approvals', 'inspections', 'myTasks', 'alerts']);
  expect(firstPageOf({ roles: ['planner'] }, true)).toBe('orders');
  expect(roomsOf(ROLE_PERMISSIONS.leader, true)).toEqual(['alerts', 'team', 'orders', 'approvals', 'mine']);
  expect(roomsOf(ROLE_PERMISSIONS.inspector, true)).toEqual(['inspections', 'alerts', 'mine']);
  expect(roomsOf(ROLE_PERMISSIONS.leader, false)).not.toContain('orders');
  expect(roomsOf(ROLE_PERMISSIONS.worker, true)).toEqual([]);
});
