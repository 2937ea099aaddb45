import type { AlertRule } from '../../../server/contracts/api/alerts';
import { alertsInSight } from '../../../server/modules/alerts';
import { approvalsInSight } from '../../../server/modules/approvals';
import { myPay } from '../../../server/modules/payroll';
import { inspections } from '../../../server/modules/quality';
import { reportsOf, shiftSummary, teamNow, unplacedReports } from '../../../server/modules/reporting';
import { myTasks, orderBoard, orderChanges, orderHistory, workOrderByNo } from '../../../server/modules/workorders';
import { defineSubscriber } from '../../../server/platform';
import { type Opened, opened } from './opened-demonstration';

const WORKERS = ['王强', '李敏', '赵磊', '孙丽', '周杰', '马亮'];
const HOUR_MS = 3_600_000;
const SHIFT_MS = 5 * HOUR_MS;
/** Opening it is some three hundred commands. */
const LONG = 120_000;

describe.each([
  ['in the middle of the day', '2026-11-26T06:00:00Z', null],
  ['at half past midnight', '2026-11-26T16:30:00Z', null],
  ['just after the day cut, on the first of a month, on a server elsewhere', '2026-11-30T23:31:00Z', 'America/Los_Angeles'],
])('opened %s', (_, moment, serverZone) => {
  const home = process.env.TZ;
  const toldAt: Date[] = [];
  let demo: Opened;

  beforeAll(async () => {
    if (serverZone) process.env.TZ = serverZone;
    const chat = defineSubscriber({
      name: 'test.chat',
      on: 'alerts.raised',
      permissions: [],
      handle: async (_fact, { now }) => void toldAt.push(now),
    });
    demo = await opened(new Date(moment), [chat]);
  }, LONG);
  afterAll(() => {
    if (home === undefined) delete process.env.TZ;
    else process.env.TZ = home;
  });

  const rulesBefore = async (name: string): Promise<AlertRule[]> =>
    (await demo.as(name, alertsInSight, { state: 'open', limit: 50 })).items.map(({ rule }) => rule);

  test('every worker has made a credible day’s pay today, and a week of it before', async () => {
    for (const name of WORKERS) {
      const today = await demo.as(name, myPay, {});
      expect(Number(today.total)).toBeGreaterThan(50);
      expect(Number(today.total)).toBeLessThan(250);
      const sum = today.lines.reduce((total, { amount }) => total + Number(amount), 0);
      expect(sum).toBeCloseTo(Number(today.total), 6);
      expect(Number((await demo.as(name, shiftSummary, {})).goodQty)).toBeGreaterThan(0);

      const months = [moment.slice(0, 7), new Date(Date.parse(moment) + 9 * HOUR_MS).toISOString().slice(0, 7)];
      const days = new Map<string, number>();
      for (const month of new Set(months)) {
        for (const line of (await demo.as(name, myPay, { month })).lines) {
          days.set(line.businessDate, (days.get(line.businessDate) ?? 0) + Number(line.amount));
        }
      }
      const worked = [...days.values()].filter((total) => total > 60 && total < 250);
      expect(worked.length).toBeGreaterThanOrEqual(6);
    }
  });

  test('a worker finds one task that runs, one to start, and one that waits for an inspector', async () => {
    const { items } = await demo.as('王强', myTasks, {});
    const of = (orderNo: string) =>
      items.find(({ workOrder, operation }) => workOrder.orderNo === orderNo && operation.status !== 'finished');
    expect(of('WO-0312')?.operation.status).toBe('running');
    expect(of('WO-0316')).toMatchObject({ blockedBy: null, operation: { status: 'not_started', readyQty: '40' } });
    const milling = items.find(({ workOrder, operation }) => workOrder.orderNo === 'WO-0315' && operation.seq === 10);
    expect(milling?.blockedBy?.code).toBe('first_article_open');
  });

  test('the inspector has a first article and a final release, waiting as long as the workers say', async () => {
    const { items } = await demo.as('张工', inspections, { state: 'open', limit: 20 });
    expect(items.map(({ orderNo, kind }) => [orderNo, kind]).sort()).toEqual([
      ['WO-0315', 'first_article'],
      ['WO-0324', 'final_release'],
    ]);
    for (const { orderNo, openedAt } of items) {
      const order = await demo.as('张工', workOrderByNo, { orderNo });
      const since = order.operations
        .flatMap(({ firstArticle, finalRelease }) => [firstArticle, finalRelease])
        .find((gate) => gate.state === 'open');
      expect(since?.since).toBe(openedAt);
    }
    expect(await rulesBefore('张工')).toContain('gate_waiting_long');
  });

  test('the leader has what goes wrong, who is at work, and a report that came too late', async () => {
    expect(await rulesBefore('陈班长')).toEqual(expect.arrayContaining(['scrap_rate_high', 'operation_late', 'order_changed']));
    const { items } = await demo.as('陈班长', teamNow, {});
    expect(new Set(items.map(({ person }) => person.name))).toEqual(new Set(WORKERS));
    for (const { since } of items) expect(demo.now.getTime() - Date.parse(since)).toBeLessThan(SHIFT_MS);

    const unplaced = await demo.as('陈班长', unplacedReports, { state: 'open', limit: 20 });
    expect(unplaced.items).toHaveLength(1);
    const [late] = unplaced.items;
    expect(late).toMatchObject({ orderNo: 'WO-0319', person: { name: '孙丽' }, goodQty: '14' });
    const end = Date.parse(late?.because.since ?? '');
    expect(Date.parse(late?.occurredAt ?? '')).toBeLessThan(end);
    expect(Date.parse(late?.receivedAt ?? '')).toBeGreaterThan(end);
  });

  test('the manager has one decision to make, and one that was made', async () => {
    const pending = await demo.as('钱经理', approvalsInSight, { state: 'pending', limit: 20 });
    expect(pending.items.map(({ kind }) => kind)).toEqual(['over_production']);
    const approved = await demo.as('钱经理', approvalsInSight, { state: 'approved', limit: 20 });
    expect(approved.items.map(({ kind }) => kind)).toEqual(['delete_work_order']);
  });

  test('HR is told of the operation without a price', async () => {
    expect(await rulesBefore('吴人事')).toContain('rate_missing');
  });

  test('the planner’s board has an order in every state that matters', async () => {
    const board = await demo.as('刘计划', orderBoard, { view: 'open' });
    const holdUps = new Set(board.rows.map(({ holdUp }) => holdUp?.code));
    for (const code of ['held', 'first_article_failed', 'first_article_open', 'change_open', 'nobody_at_it', 'not_released'])
      expect(holdUps).toContain(code);
    expect(board.counts.late).toBeGreaterThan(0);
    expect(board.counts.completed).toBeGreaterThan(0);
    expect(board.rows.map(({ order }) => order.orderNo)).toContain('WO-0329-001');
    const completed = await demo.as('刘计划', orderBoard, { view: 'completed' });
    expect(completed.rows.map(({ holdUp }) => holdUp?.code)).toContain('final_release_open');
    const over = await demo.as('刘计划', orderBoard, { view: 'over' });
    expect(new Set(over.rows.map(({ order }) => order.status))).toEqual(new Set(['closed', 'cancelled']));
  });

  test('the late order has three reasons in its history: a change, the furnace, a night shift that nobody worked', async () => {
    const order = await demo.as('刘计划', workOrderByNo, { orderNo: 'WO-0309' });
    expect(Date.parse(order.dueAt)).toBeLessThan(demo.now.getTime() - 24 * HOUR_MS);
    const { items } = await demo.as('刘计划', orderHistory, { workOrderId: order.id });
    const at = (what: string) => items.filter((one) => one.what === what).map((one) => Date.parse(one.at));
    expect(items.find(({ what }) => what === 'workorders.change_answered')?.answer).toBe('accepted');
    const [held = 0] = at('workorders.held');
    const [resumed = 0] = at('workorders.resumed');
    expect(resumed - held).toBeGreaterThan(48 * HOUR_MS);
    const given = Math.max(...at('workorders.operation_dispatched'));
    expect(given).toBeLessThan(demo.now.getTime() - 24 * HOUR_MS);
    expect(Math.max(...at('reporting.work_started'))).toBeLessThan(given);
    expect(items.map((one) => one.at)).toEqual(
      items
        .map((one) => one.at)
        .sort()
        .reverse(),
    );
  });

  test('a miscount was put right, pieces came back from rework, and a change waits for its answer', async () => {
    const order = await demo.as('刘计划', workOrderByNo, { orderNo: 'WO-0318' });
    const boring = order.operations.find(({ seq }) => seq === 20);
    const { items } = await demo.as('陈班长', reportsOf, { operationId: boring?.id ?? '', limit: 20 });
    expect(items.map(({ kind, goodQty }) => [kind, goodQty]).sort()).toEqual([
      ['report', '12'],
      ['report', '13'],
      ['reversal', '-13'],
    ]);
    const reworked = await demo.as('刘计划', workOrderByNo, { orderNo: 'WO-0325' });
    expect(reworked.operations[0]).toMatchObject({ goodQty: '48', scrapQty: '1', inReworkQty: '1' });
    const changes = await demo.as('陈班长', orderChanges, { state: 'open', limit: 20 });
    expect(changes.items.map(({ orderNo }) => orderNo)).toEqual(['WO-0312']);
  });

  test('the chat is told of this shift, and of nothing that was over before it', () => {
    expect(toldAt.length).toBeGreaterThan(0);
    for (const at of toldAt) expect(demo.now.getTime() - at.getTime()).toBeLessThanOrEqual(SHIFT_MS);
  });

  test('a day later every page still answers, and the pay of the day before is there', async () => {
    const aDay = 24 * 60;
    const board = await demo.as('刘计划', orderBoard, { view: 'open' }, aDay);
    expect(board.rows.length).toBeGreaterThan(10);
    const tomorrow = await demo.as('王强', shiftSummary, {}, aDay);
    expect(tomorrow.goodQty).toBe('0');
    const today = await demo.as('王强', shiftSummary, {});
    expect(Number((await demo.as('王强', myPay, { date: today.businessDate }, aDay)).total)).toBeGreaterThan(0);
  });
});
