// What can be done to an order, and what stands in its way, as a planner, an inspector, a workshop head and a leader do it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { asPerson, baseUrl, launch, phone, shot, tap, waitFor } from './support/browser.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DESK = { viewport: { width: 1360, height: 860 } };
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function signedIn(name, options = {}) {
  const { page, context, errors } = await phone(browser, options);
  await context.addInitScript({ content: axe });
  await page.goto(`${baseUrl}/app/`);
  await tap(page.locator('[id^=person-]', { hasText: name }).first());
  await page.waitForURL((url) => !url.pathname.includes('sign-in'));
  return { page, context, errors };
}

/** Does what a person would, past the app: to bring about what is to be shown. */
async function doing(name) {
  const { items } = await (await fetch(`${baseUrl}/api/v1/demo/people`)).json();
  const personId = items.find((one) => one.name === name).id;
  const send = (path, body, token) =>
    fetch(`${baseUrl}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    });
  const { accessToken } = await (await send('/demo/sign-in', { personId })).json();
  return async (path, body) => {
    const answer = await send(path, body, accessToken);
    assert.ok(answer.ok, `${path}: ${await answer.clone().text()}`);
    return answer.json();
  };
}

async function orderOf(orderNo) {
  return (await asPerson('刘计划'))(`/work-orders/by-no/${orderNo}`);
}

async function atOrder(page, orderNo) {
  const { id } = await orderOf(orderNo);
  await page.goto(`${baseUrl}/app/features/orders/pages/order/index?id=${id}`);
  await page.locator('#print-card').waitFor();
  return id;
}

async function findings(page, part = 'body') {
  const { violations } = await page.evaluate(
    (selector) =>
      window.axe.run(document.querySelector(selector) ?? document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      }),
    part,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
const noSideways = (page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

const VIEWS = [
  ['day', DESK],
  ['night', { ...DESK, colorScheme: 'dark' }],
  ['english', { ...DESK, locale: 'en-GB' }],
  ['phone', {}],
];

for (const [name, options] of VIEWS) {
  test(`the dialogs of an order can be read, reached and left: ${name}`, async () => {
    const { page, context, errors } = await signedIn('刘计划', options);
    for (const [orderNo, sheet] of [
      ['WO-0320', 'split'],
      ['WO-0320', 'merge'],
      ['WO-0312', 'cancel'],
      ['WO-0325', 'cancel'],
      ['WO-0322', 'short'],
    ]) {
      await atOrder(page, orderNo);
      await page.locator(`#${sheet}-order`).click();
      const dialog = page.getByRole('dialog');
      await dialog.waitFor();
      await page.waitForTimeout(400);
      await shot(page, `order-${sheet}-${orderNo}-${name}`);
      assert.deepEqual(await findings(page), [], `${sheet} ${orderNo}`);
      assert.ok(await noSideways(page), `${sheet} ${orderNo} is wider than the screen`);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    assert.deepEqual(errors, []);
    await context.close();
  });
}

test('an order is split, both are shown before, and it can be put back', async () => {
  const { page, context, errors } = await signedIn('刘计划', DESK);
  await atOrder(page, 'WO-0320');
  // With the keys alone.
  await page.keyboard.press('s');
  await page.getByRole('dialog').waitFor();
  assert.match(await page.locator('#split-preview').textContent(), /240[\s\S]*160/);
  await page.locator('#share-3').click();
  assert.match(await page.locator('#split-preview').textContent(), /280[\s\S]*120/);
  await page.locator('#do-split').click();
  await page.getByText('请写原因').waitFor();
  await page.getByRole('dialog').getByRole('textbox').last().fill('先交一批');
  await page.keyboard.press('Enter');
  await page.locator('#undo').waitFor();
  assert.match(await page.locator('.outcome').textContent(), /WO-0320 拆出 WO-0320-001，120 件/);
  assert.equal((await orderOf('WO-0320-001')).plannedQty, '120');
  await shot(page, 'order-split-done');
  await page.locator('#undo').click();
  await waitFor(async () => (await orderOf('WO-0320')).plannedQty === '400');
  assert.equal((await orderOf('WO-0320-001')).status, 'cancelled');
  assert.deepEqual(errors, []);
  await context.close();
});

test('merging shows which orders fit and why others do not, and can be taken back before it is sent', async () => {
  const { page, context, errors } = await signedIn('刘计划', DESK);
  await atOrder(page, 'WO-0316');
  await page.locator('#merge-order').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('已经动手').first().waitFor();
  await dialog.getByRole('radio', { name: /WO-0320/ }).check();
  assert.match(await page.locator('#merge-preview').textContent(), /WO-0316：40 → 440 件，WO-0320 了结/);
  await dialog.getByRole('textbox').fill('一起做');
  await shot(page, 'order-merge');
  await page.locator('#do-merge').click();
  await page.locator('#take-back').click();
  assert.equal((await orderOf('WO-0320')).status, 'released');
  assert.deepEqual(errors, []);
  await context.close();
});

test('cancelling names the order, who is at it and who is told', async () => {
  const { page, context, errors } = await signedIn('刘计划', DESK);
  await atOrder(page, 'WO-0326');
  await page.locator('#cancel-order').click();
  const button = page.locator('#do-cancel');
  assert.match(await button.textContent(), /取消 WO-0326，不做剩下的 80 件/);
  await page.getByRole('dialog').getByRole('textbox').fill('客户退单');
  await button.click();
  await page.locator('#send-now').click();
  await waitFor(async () => (await orderOf('WO-0326')).status === 'cancelled');
  await page.getByText('客户退单').first().waitFor();
  await shot(page, 'order-cancelled');
  assert.deepEqual(errors, []);
  await context.close();
});

test('an inspector asks for a concession; the workshop head decides; the order shows by whose word it passed', async () => {
  const inspector = await signedIn('张工');
  const card = inspector.page.locator('[id^=inspection-]', { hasText: 'WO-0324' });
  await card.waitFor();
  const id = (await card.getAttribute('id')).replace('inspection-', '');
  await tap(inspector.page.locator(`#concede-${id}`));
  await inspector.page.locator(`#deviation-${id} input, input#deviation-${id}`).first().fill('孔位偏 0.08，图纸 ±0.05');
  await inspector.page.locator(`#why-${id} input, input#why-${id}`).first().fill('不影响装配，客户急要');
  await shot(inspector.page, 'concession-ask');
  await tap(inspector.page.locator(`#send-concession-${id}`));
  await card.getByText('让步等审批').waitFor();
  await shot(inspector.page, 'concession-waits');
  assert.ok(await noSideways(inspector.page));
  // The card alone: how much of the page lies under the bar at the foot depends on how many wait.
  assert.deepEqual(await findings(inspector.page, `#inspection-${id}`), []);
  assert.deepEqual(inspector.errors, []);
  await inspector.context.close();

  const head = await signedIn('郑主任');
  const { items } = await (await asPerson('郑主任'))('/approvals?state=pending');
  const asked = items.find(({ kind }) => kind === 'concession');
  await head.page.goto(`${baseUrl}/app/features/approvals/pages/approval/index?approvalId=${asked.id}`);
  await head.page.getByText('孔位偏 0.08').first().waitFor();
  await shot(head.page, 'concession-decide');
  assert.ok(await noSideways(head.page));
  await tap(head.page.getByText('同意让步 30 件'));
  const last = async () => (await orderOf('WO-0324')).operations.at(-1).finalRelease;
  await waitFor(async () => (await last()).state === 'passed');
  assert.equal((await last()).concession.by.name, '郑主任');
  await atOrder(head.page, 'WO-0324');
  await head.page.getByText('让步放行').first().waitFor();
  await shot(head.page, 'concession-on-order');
  assert.deepEqual(head.errors, []);
  await head.context.close();
});

test('70 are made and the office says 60: the head chooses on the phone', async () => {
  const planner = await doing('刘计划');
  const order = await orderOf('WO-0322');
  await planner(`/work-orders/${order.id}/changes`, { plannedQty: '60', reason: '客户减量' });
  const { page, context, errors } = await signedIn('陈班长');
  const card = page.locator('[id^=alert-]', { hasText: 'WO-0322' }).filter({ hasText: '客户减量' });
  await card.getByText('先定这些怎么办').waitFor({ timeout: 30_000 });
  await card.scrollIntoViewIfNeeded();
  await shot(page, 'change-choices');
  assert.ok(await noSideways(page));
  assert.deepEqual(await findings(page), []);
  await tap(card.locator('[id^=stop-]'));
  await waitFor(async () => (await orderOf('WO-0322')).plannedQty === '78');
  await atOrder(page, 'WO-0322');
  await page.getByText('做到已做的为止').first().waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

test('a report that comes too late is kept: the worker sees it, the leader settles it, the worker sees how', async () => {
  const planner = await doing('刘计划');
  const worker = await doing('李敏');
  const order = await orderOf('WO-0320');
  const operationId = order.operations[0].id;
  const made = new Date().toISOString();
  await worker(`/operations/${operationId}/start`, { occurredAt: made });
  const before = new Date(Date.now() + 1).toISOString();
  await planner(`/work-orders/${order.id}/cancel`, { reason: '客户退单' });
  const receipt = await worker('/work-reports', {
    operationId,
    goodQty: '20',
    scrap: [{ reasonCode: 'scratch', qty: '2' }],
    occurredAt: before,
  });
  assert.equal(receipt.placed, false);

  const leader = await signedIn('陈班长');
  const card = leader.page.locator('[id^=unplaced-]', { hasText: '李敏' }).filter({ hasText: 'WO-0320' });
  await card.waitFor();
  await shot(leader.page, 'unplaced-leader');
  assert.ok(await noSideways(leader.page));
  assert.deepEqual(await findings(leader.page), []);
  await tap(card.locator('[id^=settle-]'));
  await leader.page.locator('[id^=resolution-] input, input[id^=resolution-]').first().fill('并到 WO-0316 重报');
  await tap(card.locator('[id^=settle-]'));
  await leader.page.getByText('已结掉').waitFor();
  assert.deepEqual(leader.errors, []);
  await leader.context.close();

  const phoneOf = await signedIn('李敏');
  await phoneOf.page.goto(`${baseUrl}/app/features/outbox/pages/outbox/index`);
  await phoneOf.page.getByText('并到 WO-0316 重报').waitFor();
  await shot(phoneOf.page, 'unplaced-worker');
  assert.ok(await noSideways(phoneOf.page));
  assert.deepEqual(phoneOf.errors, []);
  await phoneOf.context.close();
});

test('a tool was changed: the leader has the first article made again, from the page of the order', async () => {
  const inspect = await doing('李工');
  const { items } = await (await asPerson('李工'))('/inspections?state=open');
  const waiting = items.find(({ orderNo, kind }) => orderNo === 'WO-0315' && kind === 'first_article');
  await inspect(`/inspections/${waiting.id}/decision`, { result: 'passed' });
  const { page, context, errors } = await signedIn('陈班长', DESK);
  await atOrder(page, 'WO-0315');
  await page.locator('#redo-10').click();
  await page.getByRole('dialog').getByText('换了料').click();
  await shot(page, 'order-redo');
  assert.deepEqual(await findings(page), []);
  await page.locator('#do-redo').click();
  const gate = async () => (await orderOf('WO-0315')).operations[0].firstArticle;
  await waitFor(async () => (await gate()).state === 'open');
  assert.equal((await gate()).trigger, 'material');
  await page.getByText('（换了料）').first().waitFor();
  await shot(page, 'order-redone');
  assert.deepEqual(errors, []);
  await context.close();
});
