import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asPerson, launch, phone, shot, signIn, tap, waitFor } from './support/browser.mjs';

test('without a signal the app opens, a report is kept over a reload, and it arrives once', async () => {
  const browser = await launch();
  const { page, context } = await phone(browser, { serviceWorkers: 'allow' });
  await signIn(page, '王强');
  // The worker takes over the page that installed it; from then on the app is on the phone.
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await tap(page.getByRole('button', { name: '报工', exact: true }).first());
  await page.locator('#submit').waitFor();
  await page.waitForLoadState('networkidle');
  await tap(page.getByRole('button', { name: '清', exact: true }));
  await tap(page.getByRole('button', { name: '2', exact: true }));
  const ask = await asPerson('王强');
  const before = await ask('/my/pay');

  await context.setOffline(true);
  await tap(page.locator('#submit'));
  await page.getByText('已存手机').waitFor();
  await shot(page, 'offline-kept');
  await page.reload();
  await page.getByText('已存手机').waitFor();
  await tap(page.getByRole('button', { name: '看上传箱' }));
  await page.getByText('1 条在手机里，一条都不会丢').waitFor();
  await shot(page, 'offline-outbox');

  await context.setOffline(false);
  await page.getByText('都传完了').waitFor();
  const after = await waitFor(async () => {
    const pay = await ask('/my/pay');
    return pay.lines.length > before.lines.length ? pay : null;
  });
  assert.equal(after.lines.length, before.lines.length + 1);
  assert.equal(
    after.lines.some(({ qty }) => qty === '2'),
    true,
  );
  await browser.close();
});
