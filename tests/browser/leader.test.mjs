import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { asPerson, baseUrl, launch, phone, shot, tap } from './support/browser.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SMALLEST_TOUCH = 48;

let browser;
before(async () => {
  browser = await launch();
  await untilLateIsKnown();
});
after(() => browser.close());

/** Due dates are looked at once a minute, so a factory that has just opened knows of no late order yet. */
async function untilLateIsKnown() {
  const ask = await asPerson('陈班长');
  const until = Date.now() + 90_000;
  for (;;) {
    const { items } = await ask('/alerts');
    if (items.some(({ rule }) => rule === 'operation_late')) return;
    assert.ok(Date.now() < until, 'no late order became known');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** Signs in as somebody of the demonstration and waits for what is their first page. */
async function beginAs(page, name, landmark) {
  await page.goto(`${baseUrl}/app/`);
  await tap(page.locator('[id^=person-]', { hasText: name }).first());
  await page.locator(landmark).first().waitFor();
}

test('everybody lands where their work begins', async () => {
  for (const [name, landmark, room] of [
    ['陈班长', '[id^=alert-]', 'alerts'],
    ['钱经理', '[id^=approval-]', 'approvals'],
    ['张工', '[id^=inspection-]', 'inspections'],
    ['王强', '#scan', null],
  ]) {
    const { page, context, errors } = await phone(browser);
    await beginAs(page, name, landmark);
    if (room) await page.locator(`#room-${room}[aria-pressed=true]`).waitFor();
    else assert.equal(await page.locator('.role-bar').count(), 0);
    assert.deepEqual(errors, []);
    await context.close();
  }
});

for (const [name, options, textScale] of [
  ['day', { colorScheme: 'light' }, 1],
  ['night', { colorScheme: 'dark' }, 1],
  ['large-text', { colorScheme: 'light' }, 2],
  ['english', { colorScheme: 'light', locale: 'en-GB' }, 1],
]) {
  describe(name, () => {
    test('the leader’s, the manager’s and the inspector’s pages can be read, touched and heard', async () => {
      const { page, context, errors } = await phone(browser, options);
      await context.addInitScript(
        `localStorage.getItem('preferences') ?? localStorage.setItem('preferences', ${JSON.stringify(JSON.stringify({ data: { textScale } }))})`,
      );
      await beginAs(page, '陈班长', '[id^=alert-]');
      await page.locator('[id^=nudge-]').first().waitFor();
      await check(page, `leader-${name}-1-alerts`);
      await tap(page.locator('[id^=ask-]').first());
      await check(page, `leader-${name}-2-question`);
      await tap(page.locator('#room-team'));
      await page.locator('[id^=busy-]').first().waitFor();
      await check(page, `leader-${name}-3-team`);
      await tap(page.locator('#room-approvals'));
      await tap(page.locator('[id^=approval-] [role=button]').first());
      await page.locator('#approve').waitFor();
      await check(page, `leader-${name}-4-approval`);
      await tap(page.locator('#refuse'));
      await check(page, `leader-${name}-5-refusing`);
      await page.goto(new URL('/app/features/tasks/pages/my-tasks/index', page.url()).href);
      await page.locator('#room-mine[aria-pressed=true]').waitFor();
      await check(page, `leader-${name}-6-mine`);
      assert.deepEqual(errors, []);
      await context.close();

      const inspector = await phone(browser, options);
      await inspector.context.addInitScript(
        `localStorage.getItem('preferences') ?? localStorage.setItem('preferences', ${JSON.stringify(JSON.stringify({ data: { textScale } }))})`,
      );
      await beginAs(inspector.page, '张工', '[id^=inspection-]');
      await inspector.page.locator('#room-inspections').waitFor();
      await check(inspector.page, `leader-${name}-7-inspections`);
      assert.deepEqual(inspector.errors, []);
      await inspector.context.close();
    });
  });
}

test('a nudge goes out once; ten minutes must pass before the next', async () => {
  const { page, context } = await phone(browser);
  await beginAs(page, '陈班长', '[id^=alert-]');
  const nudge = page.locator('[id^=nudge-]').first();
  await tap(nudge);
  await page.locator('#told', { hasText: '已催' }).waitFor();
  await tap(nudge);
  await page.locator('#told', { hasText: '分钟后可以再催' }).waitFor();
  await context.close();
});

test('without a network a decision says so and keeps nothing; the same press afterwards counts once', async () => {
  const { page, context } = await phone(browser);
  await beginAs(page, '钱经理', '[id^=approval-]');
  await tap(page.locator('[id^=approval-] [role=button]').first());
  await page.locator('#approve').waitFor();
  await context.setOffline(true);
  await tap(page.locator('#approve'));
  await page.locator('#told', { hasText: '没有记下' }).waitFor();
  await shot(page, 'leader-offline');
  await context.setOffline(false);
  await tap(page.locator('#approve'));
  await page.locator('#told', { hasText: '已同意' }).waitFor();
  await page.locator('#outcome', { hasText: '钱经理' }).waitFor();
  assert.equal(await page.locator('#approve').count(), 0);
  await shot(page, 'leader-approved');
  const ask = await asPerson('钱经理');
  const { items } = await ask('/approvals?state=approved');
  assert.equal(items[0].decidedBy.name, '钱经理');
  await context.close();
});

test('a change is accepted on the card, and the order follows', async () => {
  const { page, context } = await phone(browser);
  await beginAs(page, '陈班长', '[id^=alert-]');
  await tap(page.locator('[id^=accept-]', { hasText: '120' }));
  await page.locator('#told', { hasText: '已收到' }).waitFor();
  const ask = await asPerson('陈班长');
  const order = await ask('/work-orders/by-no/WO-0312');
  assert.equal(order.plannedQty, '120');
  await context.close();
});

async function check(page, name) {
  await page.waitForTimeout(300);
  await shot(page, name);
  assert.deepEqual(await tooWide(page), [], `${name}: something reaches beyond the edge`);
  assert.deepEqual(await tooSmall(page), [], `${name}: something is too small for a glove`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] }));
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    [],
    name,
  );
}

/** What sticks out of the page sideways. */
function tooWide(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll('.page *')]
      .filter((node) => node.getBoundingClientRect().right > width + 0.5)
      .map((node) => `${node.className}: ${node.textContent?.slice(0, 40)}`);
  });
}

function tooSmall(page) {
  return page.evaluate((least) => {
    return [...document.querySelectorAll('[role=button]')]
      .map((node) => ({ box: node.getBoundingClientRect(), words: node.textContent }))
      .filter(({ box }) => box.width > 0 && (box.height < least - 0.5 || box.width < least - 0.5))
      .map(({ box, words }) => `${words}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }, SMALLEST_TOUCH);
}
