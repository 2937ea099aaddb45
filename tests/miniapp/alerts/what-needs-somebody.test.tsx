import { fireEvent, screen } from '@testing-library/react';
import { holdingUpOf } from '@/features/alerts/holding-up';
import AlertsPage from '@/features/alerts/pages/alerts/index';
import { roomsOf } from '@/features/home/rooms';
import { firstPageOf } from '@/shared/auth/first-page';
import type { AlertDto } from '../../../server/contracts/api/alerts';
import { ROLE_PERMISSIONS } from '../../../server/contracts/permissions';
import { resetPhone, settle, show } from '../../support/mounted';
import { aPhoto, NOTHING_ATTACHED } from '../../support/stub-server/stub-people-and-tasks';
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

test('B-1.18 more is made than a change asks for: three buttons say what becomes of it, and the one pressed is what is sent', async () => {
  const change = {
    id: CHANGE,
    state: 'open',
    from: { plannedQty: '100', dueAt: hoursAgo(-48) },
    to: { plannedQty: '60', dueAt: hoursAgo(-48) },
    reason: '客户减量',
    requestedBy: { id: '4', name: '刘计划' },
    requestedAt: hoursAgo(0.2),
    answeredBy: null,
    note: null,
    surplus: { madeQty: '70', surplusQty: '10' },
  };
  leaderPhone({
    'GET /alerts': { body: { items: [anAlert('order_changed', `change:${CHANGE}`, { fromQty: '100', toQty: '60' }, { lamp: 'note' })] } },
    'GET /order-changes': { body: { items: [change] } },
    'GET /unplaced-reports': { body: { items: [] } },
    [`POST /order-changes/${CHANGE}/answer`]: { body: change },
  });
  await show(AlertsPage);
  expect(document.getElementById(`alert-${ALERT}`)?.textContent).toContain('已做 70 件，比新数量多 10 件');
  for (const name of ['数量不动，还做 100 件', '改成 60 件，多的 10 件报废']) expect(screen.getByRole('button', { name })).toBeTruthy();
  expect(screen.queryByRole('button', { name: '收到，改成 60 件' })).toBeNull();
  await press('做到已做的 70 件为止');
  expect(sent('/answer').map(({ data }) => data)).toEqual([{ answer: 'accepted', choice: 'stop' }]);
});

test('B-11.5 work that came too late waits for a line that settles it; without words nothing is sent', async () => {
  const late = {
    id: CHANGE,
    reportNo: 'R-0V5J-NT6J',
    kind: 'report',
    orderNo: 'WO-0320',
    itemName: '轴套',
    operationName: '车外圆',
    person: { id: '7', name: '李敏' },
    goodQty: '20',
    scrapQty: '2',
    reworkQty: '0',
    occurredAt: hoursAgo(3),
    receivedAt: hoursAgo(1),
    because: { status: 'cancelled', since: hoursAgo(2), by: { id: '4', name: '刘计划' }, reason: '客户退单' },
    ...NOTHING_ATTACHED,
    photoIds: ['9'.repeat(24)],
    media: [aPhoto()],
    state: 'open',
  };
  leaderPhone({
    'GET /alerts': { body: { items: [] } },
    'GET /unplaced-reports': { body: { items: [late] } },
    [`POST /unplaced-reports/${CHANGE}/resolution`]: { body: { ...late, state: 'resolved', resolution: '并到 WO-0316 重报' } },
  });
  await show(AlertsPage);
  await settle(20);
  expect(document.querySelectorAll(`#unplaced-${CHANGE} .thumb img`)).toHaveLength(1);
  const card = document.getElementById(`unplaced-${CHANGE}`)?.textContent;
  for (const words of ['李敏 报 20 良 2 废', 'WO-0320 轴套 · 车外圆', '被刘计划取消：客户退单', '没算产量，也没算钱']) {
    expect(card).toContain(words);
  }
  expect(screen.getByText('1 条要人管')).toBeTruthy();
  await press('写下怎么处理');
  await press('先写一句');
  expect(sent('/resolution')).toEqual([]);
  fireEvent.change(screen.getByPlaceholderText('比如：并到 WO-0320 重报'), { target: { value: '并到 WO-0316 重报' } });
  await press('结掉：并到 WO-0316 重报');
  expect(sent('/resolution').map(({ data }) => data)).toEqual([{ resolution: '并到 WO-0316 重报' }]);
  expect(document.getElementById('told')?.textContent).toContain('已结掉 R-0V5J-NT6J');
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
