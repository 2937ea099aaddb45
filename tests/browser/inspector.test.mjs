import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asPerson, baseUrl, launch, phone, shot, tap } from './support/browser.mjs';

test('an inspector passes a first article and what waited for it can go on', async () => {
  const browser = await launch();
  const { page, errors } = await phone(browser);
  const askAsInspector = await asPerson('张工');
  const { items: before } = await askAsInspector('/inspections?state=open');
  const first = before.find(({ kind }) => kind === 'first_article');
  await page.goto(`${baseUrl}/app/`);
  await tap(page.locator('.card', { hasText: '张工' }).first());
  await page.locator(`#inspection-${first.id}`).waitFor();
  await shot(page, 'inspector-waiting');
  await tap(page.locator(`#pass-${first.id}`));
  await page.getByText(`已放行 ${first.itemName} · ${first.operationName}`).waitFor();
  await shot(page, 'inspector-passed');
  const { items: after } = await askAsInspector('/inspections?state=open');
  assert.equal(after.length, before.length - 1);
  const task = await askAsInspector(`/operations/${first.operationId}`);
  assert.equal(task.operation.firstArticle.state, 'passed');
  assert.deepEqual(errors, []);
  await browser.close();
});
