import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import exceljs from 'exceljs';
import { asPerson, baseUrl, launch, phone, shot, tap, waitFor } from './support/browser.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DESK = { viewport: { width: 1360, height: 860 } };
const PLANNER = '刘计划';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** At the orders board as somebody of the demonstration. */
async function atTheDesk(name, options = {}) {
  const { page, context, errors } = await phone(browser, { ...DESK, ...options });
  await context.addInitScript({ content: axe });
  await page.goto(`${baseUrl}/app/`);
  await tap(page.locator('.card', { hasText: name }).first());
  await page.waitForURL((url) => !url.pathname.includes('sign-in'));
  await page.goto(`${baseUrl}/app/features/orders/pages/board/index`);
  await page.locator('tr[data-order]').first().waitFor();
  return { page, context, errors };
}

async function findings(page) {
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

async function noSideways(page) {
  return page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);
}

/** The template with one row filled in, by what its headers say. */
async function withOrder(template, { orderNo, itemCode }) {
  const book = new exceljs.Workbook();
  await book.xlsx.load(template);
  const sheet = book.worksheets[0];
  const values = [
    [/单号/, orderNo],
    [/物料/, itemCode],
    [/数量/, '30'],
    [/交期/, '2027-01-20'],
    [/车间/, 'w1'],
  ];
  sheet.getRow(1).eachCell((cell, column) => {
    const value = values.find(([header]) => header.test(String(cell.value)))?.[1];
    if (value) sheet.getRow(2).getCell(column).value = value;
  });
  return Buffer.from(await book.xlsx.writeBuffer());
}

const row = (page, orderNo) => page.locator(`tr[data-order="${orderNo}"]`);

for (const [name, options, textScale] of [
  ['day', { colorScheme: 'light' }, 1],
  ['night', { colorScheme: 'dark' }, 1],
  ['english', { colorScheme: 'light', locale: 'en-GB' }, 1],
  ['large-text', { colorScheme: 'light' }, 2],
  ['phone', { colorScheme: 'light', viewport: { width: 375, height: 760 } }, 1],
]) {
  test(`every page of the desk can be read and reached: ${name}`, async () => {
    const { page, context, errors } = await atTheDesk(PLANNER, options);
    if (textScale !== 1) {
      await page.evaluate((scale) => {
        const kept = { theme: 'system', locale: 'zh-CN', textScale: scale };
        localStorage.setItem('preferences', JSON.stringify({ data: kept }));
      }, textScale);
      await page.reload();
      await page.locator('tr[data-order]').first().waitFor();
    }
    const look = async (screen) => {
      await page.waitForTimeout(300);
      await shot(page, `planner-${screen}-${name}`);
      assert.deepEqual(await findings(page), [], screen);
      assert.ok(await noSideways(page), `${screen} is wider than its window`);
    };
    await look('board');
    await row(page, 'WO-0312').locator('.cell-no button').click();
    await page.locator('.events').waitFor();
    await look('order');
    for (const room of ['dispatch', 'changes', 'import']) {
      await page.goto(`${baseUrl}/app/features/orders/pages/${room}/index`);
      await page.locator('.desk-main .filters button').first().waitFor();
      await look(room);
    }
    assert.deepEqual(errors, []);
    await context.close();
  });
}

test('the keyboard alone finds an order, selects, releases, and takes it back before it goes out', async () => {
  const { page, context, errors } = await atTheDesk(PLANNER);
  const ask = await asPerson(PLANNER);
  const statusOf = async (orderNo) => (await ask(`/work-orders/by-no/${orderNo}`)).status;
  await page.keyboard.press('/');
  await page.keyboard.type('0327');
  await page.waitForFunction(() => document.querySelectorAll('tr[data-order]').length === 1);
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.querySelectorAll('tr[data-order]').length > 1);
  await page.keyboard.press('/');
  await page.keyboard.type('0327');
  await page.waitForFunction(() => document.querySelectorAll('tr[data-order]').length === 1);
  await page.keyboard.press('Tab');
  await page.evaluate(() => document.activeElement?.blur());
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  assert.equal(await row(page, 'WO-0327').getAttribute('aria-selected'), 'true');

  await page.locator('#bulk-release').click();
  await page.locator('#take-back').click();
  await page.waitForTimeout(300);
  assert.equal(await statusOf('WO-0327'), 'draft');

  await row(page, 'WO-0327').locator('input[type=checkbox]').check();
  await page.locator('#bulk-release').click();
  await page.locator('#send-now').click();
  await waitFor(async () => (await statusOf('WO-0327')) === 'released');

  await page.keyboard.press('?');
  await page.locator('[role=dialog] kbd').first().waitFor();
  assert.deepEqual(await findings(page), []);
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('[role=dialog]').count(), 0);
  assert.deepEqual(errors, []);
  await context.close();
});

test('N makes an order; a number that is taken is said where the eye is', async () => {
  const { page, context } = await atTheDesk(PLANNER);
  await page.keyboard.press('n');
  const sheet = page.locator('[role=dialog]');
  await sheet.locator('#create-order').click();
  assert.ok((await sheet.locator('.field .text-stop').count()) >= 4);
  assert.deepEqual(await findings(page), []);
  await sheet.getByLabel('单号').fill('WO-0309');
  await sheet.getByLabel('物料编码').fill('ZT-14');
  await sheet.getByLabel('数量').fill('25');
  await sheet.getByLabel('交期').fill('2027-01-15');
  await sheet.locator('#create-order').click();
  await sheet.locator('[role=alert]').waitFor();
  assert.match(await sheet.locator('[role=alert]').textContent(), /WO-0309/);
  await sheet.getByLabel('单号').fill('WO-0901');
  await sheet.locator('#create-order').click();
  await row(page, 'WO-0901').waitFor();
  await context.close();
});

test('a change is asked for at the desk and accepted by the leader; then the order has moved', async () => {
  const planner = await atTheDesk(PLANNER);
  const { page } = planner;
  await row(page, 'WO-0320').locator('.cell-no button').click();
  await page.locator('#change-order').click();
  const sheet = page.locator('[role=dialog]');
  await sheet.getByLabel('数量').fill('420');
  await sheet.getByLabel('原因').fill('客户加单');
  await sheet.locator('#send-change').click();
  await page.locator('#send-now').click();
  await page.locator('.section table', { hasText: '400 → 420' }).waitFor();
  await planner.context.close();

  const leader = await atTheDesk('陈班长');
  await leader.page.goto(`${baseUrl}/app/features/orders/pages/changes/index`);
  const document = leader.page.locator('tr[data-change="WO-0320"]');
  await document.getByRole('button', { name: '同意', exact: true }).click();
  const ask = await asPerson(PLANNER);
  await waitFor(async () => (await ask('/work-orders/by-no/WO-0320')).plannedQty === '420');
  await leader.context.close();
});

test('work is dragged onto a person, and taken back', async () => {
  const { page, context } = await atTheDesk(PLANNER);
  const ask = await asPerson(PLANNER);
  const holders = async () => (await ask('/work-orders/by-no/WO-0326')).operations[0].assignedTo.map(({ name }) => name);
  await page.goto(`${baseUrl}/app/features/orders/pages/dispatch/index`);
  const card = page.locator('[data-work="WO-0326-10"]');
  const lane = page.locator('.lane[aria-label="王强"]');
  await card.waitFor();
  await lane.waitFor();
  await card.locator('b').dragTo(lane, { targetPosition: { x: 40, y: 12 } });
  await waitFor(async () => (await holders()).join() === '王强');
  await lane.locator('[data-work="WO-0326-10"]').waitFor();
  await page.locator('#undo').click();
  await waitFor(async () => (await holders()).length === 0);
  await page.locator('[data-lane=pool] [data-work="WO-0326-10"] select').selectOption({ label: '李敏' });
  await waitFor(async () => (await holders()).join() === '李敏');
  await context.close();
});

test('a travel card opens as paper, and an Excel file is shown before it is taken', async () => {
  const { page, context } = await atTheDesk(PLANNER);
  await row(page, 'WO-0320').locator('input[type=checkbox]').check();
  const [paper] = await Promise.all([context.waitForEvent('page'), page.locator('#print-cards').click()]);
  await paper.waitForLoadState();
  assert.match(await paper.locator('body').textContent(), /WO-0320/);
  assert.ok((await paper.locator('svg').count()) > 0, 'no code to scan');
  await shot(paper, 'planner-travel-card');
  await paper.close();

  await page.goto(`${baseUrl}/app/features/orders/pages/import/index`);
  await page.locator('#choose-file').waitFor();
  const choose = async (buffer) => {
    await page.locator('input[type=file]').setInputFiles({ name: 'orders.xlsx', mimeType: EXCEL, buffer });
    await page.locator('#apply-import, #bad-rows, #nothing-new, #import-failure').first().waitFor();
  };
  const [template] = await Promise.all([page.waitForEvent('download'), page.locator('#template').click()]);
  await choose(await readFile(await template.path()));
  // An empty table is said to be one.
  await page.locator('#import-failure').waitFor();
  assert.equal(await page.locator('input[type=file]').isVisible(), false);

  await choose(await withOrder(await readFile(await template.path()), { orderNo: 'WO-0950', itemCode: 'ZT-14' }));
  await shot(page, 'planner-import-preview');
  assert.deepEqual(await findings(page), []);
  await page.locator('#apply-import').click();
  await page.locator('#applied').waitFor();
  const ask = await asPerson(PLANNER);
  assert.equal((await ask('/work-orders/by-no/WO-0950')).plannedQty, '30');
  await context.close();
});
