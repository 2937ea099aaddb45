import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { asPerson, launch, phone, shot, signIn, tap, waitFor } from './support/browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('a worker reports, sees number, progress and pay, takes it back, and both stay on record', async () => {
  const { page, context, errors } = await phone(browser);
  const ask = await asPerson('王强');
  const before = await ask('/my/pay');
  await signIn(page, '王强');
  await tap(page.getByRole('button', { name: '报工', exact: true }).first());
  await page.locator('#take-all').waitFor();
  await tap(page.getByRole('button', { name: '清', exact: true }));
  await tap(page.getByRole('button', { name: '3', exact: true }));
  await tap(page.getByRole('button', { name: '划伤' }));
  await tap(page.getByRole('button', { name: '报 3 良 1 废 · 计 ¥1.80' }));
  await page.getByText('＋3').waitFor();
  await shot(page, 'worker-day-result');
  await page.getByText('单号').waitFor();
  await page.getByText(`¥${(Number(before.total) + 1.8).toFixed(2)}`).waitFor();
  await tap(page.locator('#take-back'));
  await page.getByText('已撤回').first().waitFor();
  await shot(page, 'worker-day-taken-back');
  const after = await waitFor(async () => {
    const pay = await ask('/my/pay');
    return pay.lines.length === before.lines.length + 2 ? pay : null;
  });
  assert.equal(after.total, before.total);
  assert.deepEqual(errors, []);
  await context.close();
});

test('a double tap on pause pauses once, and work goes on', async () => {
  const { page, context, errors } = await phone(browser);
  await signIn(page, '王强');
  const posts = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') posts.push(request.url());
  });
  await page.waitForTimeout(400);
  await page.getByRole('button', { name: '暂停', exact: true }).first().dblclick();
  await page.getByText('已暂停').first().waitFor();
  await shot(page, 'worker-day-paused');
  await tap(page.getByRole('button', { name: '续工', exact: true }).first());
  await page
    .getByText(/进行中/)
    .first()
    .waitFor();
  assert.equal(posts.filter((url) => url.endsWith('/pause')).length, 1);
  assert.deepEqual(errors, []);
  await context.close();
});

test('what is pressed with the keyboard works as with a finger', async () => {
  const { page, context } = await phone(browser);
  await signIn(page, '王强');
  await page.locator('#open-pay').focus();
  await page.waitForTimeout(400);
  await page.keyboard.press('Enter');
  await page.locator('#pay-total').waitFor();
  await context.close();
});
