import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import exceljs from 'exceljs';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { baseUrl, launch, phone, shot, tap } from './support/browser.mjs';

const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const DESK = { viewport: { width: 1360, height: 860 } };
/** Millimetres of the paper as pixels of the screen that is photographed. */
const DOTS_PER_MM = 4;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function atExcel(name) {
  const screen = await phone(browser, DESK);
  await screen.page.goto(`${baseUrl}/app/`);
  await tap(screen.page.locator('[id^=person-]', { hasText: name }).first());
  await screen.page.waitForURL(({ href }) => !/sign-in|home/.test(href) && href.includes('/pages/'));
  await screen.page.goto(`${baseUrl}/app/features/orders/pages/import/index`);
  await screen.page.locator('#exports').waitFor();
  return screen;
}

async function fileOf(page, press) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.load(await readFile(await download.path()));
  return { name: download.suggestedFilename(), workbook, sheet: workbook.worksheets[0] };
}

async function choose(page, workbook) {
  const buffer = Buffer.from(await workbook.xlsx.writeBuffer());
  await page.locator('input[type=file]').setInputFiles({ name: 'plan.xlsx', mimeType: EXCEL, buffer });
  await page.locator('#apply-import, #bad-rows, #nothing-new, #import-failure').first().waitFor();
}

test('whoever may have a table gets it, and nobody is offered another', async () => {
  for (const [name, tables] of [
    ['刘计划', 11],
    ['吴人事', 4],
    ['管理员', 14],
  ]) {
    const { page, context, errors } = await atExcel(name);
    const ids = await page.locator('#exports [id^=export-]').evaluateAll((buttons) => buttons.map(({ id }) => id));
    assert.equal(ids.length, tables, name);
    for (const id of ids) {
      const { sheet, name: file } = await fileOf(page, () => tap(page.locator(`#${id}`)));
      assert.match(file, /^.+\.xlsx$/);
      assert.ok(sheet.rowCount > 1, `${name} ${id} has no rows`);
    }
    assert.deepEqual(errors, []);
    await context.close();
  }
});

test('every bad row is shown with its cell and its reason, and a row that is put right comes in', async () => {
  const { page, context } = await atExcel('刘计划');
  const { workbook, sheet } = await fileOf(page, () => page.locator('#template').click());
  sheet.addRow(['WO-0971', 'ZT-14', 30, '2027-03-01', '机加车间']);
  sheet.addRow(['WO-0972', 'XX-1', '十', '2027-13-01', '机加车间']);
  await choose(page, workbook);
  await page.locator('#bad-rows').waitFor();
  const words = await page.locator('.desk-main').textContent();
  for (const cell of ['C4', 'D4']) assert.ok(words.includes(cell), `${cell} is not named`);
  await shot(page, 'excel-bad-rows');
  sheet.getRow(4).values = ['WO-0972', 'FL-120', 10, '2027-03-02', '机加车间'];
  await choose(page, workbook);
  await page.locator('#apply-import').click();
  await page.locator('#applied').waitFor();
  await choose(page, workbook);
  await page.locator('#nothing-new').waitFor();
  await context.close();
});

test('HR brings in the price that work waits for', async () => {
  const { page, context } = await atExcel('吴人事');
  await page.locator('#missing-rates', { hasText: '攻丝' }).waitFor();
  const { workbook, sheet } = await fileOf(page, () => page.locator('#template').click());
  sheet.addRow(['CX-09', '攻丝', '1.20', null, '2012-01-01']);
  await choose(page, workbook);
  await page.locator('#apply-import').click();
  await page.locator('#applied').waitFor();
  await context.close();
});

test('cards and labels fit their paper, and every code on them can be scanned', async () => {
  const { page, context } = await phone(browser, DESK);
  await page.goto(`${baseUrl}/app/`);
  await tap(page.locator('[id^=person-]', { hasText: '刘计划' }).first());
  const orders = ['WO-0309', 'WO-0318'];
  await page.locator('tr[data-order="WO-0309"]').waitFor();
  for (const orderNo of orders) await page.locator(`tr[data-order="${orderNo}"] input[type=checkbox]`).check();
  for (const [paper, widthMm, codes] of [
    ['card-a5', 132, 9],
    ['card-a4', 194, 9],
    ['labels-roll', 60, 7],
    ['labels-a4', 180, 7],
  ]) {
    await page.locator('#print-more').click();
    const [opened] = await Promise.all([context.waitForEvent('page'), page.locator(`#print-${paper}`).click()]);
    await opened.waitForLoadState();
    await opened.emulateMedia({ media: 'print' });
    // A millimetre of paper is 96 / 25.4 pixels of CSS.
    await opened.setViewportSize({ width: Math.ceil((widthMm * 96) / 25.4), height: 1000 });
    const wide = await opened.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.equal(wide, 0, `${paper} is wider than its paper`);
    const read = [];
    for (const code of await opened.locator('svg.qr').all()) {
      const picture = sharp(await code.screenshot())
        .resize({ width: 30 * DOTS_PER_MM * 2 })
        .ensureAlpha()
        .raw();
      const { data, info } = await picture.toBuffer({ resolveWithObject: true });
      read.push(jsqr(new Uint8ClampedArray(data), info.width, info.height)?.data);
    }
    assert.equal(new Set(read).size, codes, `${paper}: ${read}`);
    assert.ok(read.every(Boolean), paper);
    await shot(opened, `paper-${paper}`);
    await opened.close();
  }
  await context.close();
});
