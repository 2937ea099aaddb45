import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { asPerson, baseUrl, launch, phone, shot, tap } from './support/browser.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIGN_IN = `${baseUrl}/app/features/sign-in/pages/sign-in/index`;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Who the page is signed in as, by what the browser keeps. */
const signedInAs = (page) => page.evaluate(() => JSON.parse(localStorage.getItem('session') ?? 'null')?.data.person.name ?? null);

async function check(page, name) {
  await page.waitForTimeout(300);
  await shot(page, name);
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll('.page *')]
      .filter((node) => node.getBoundingClientRect().right > width + 0.5)
      .map((node) => node.textContent?.slice(0, 40));
  });
  assert.deepEqual(wide, [], `${name}: something reaches beyond the edge`);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('[role=button]')]
      .map((node) => ({ box: node.getBoundingClientRect(), words: node.textContent }))
      .filter(({ box }) => box.width > 0 && (box.height < 47.5 || box.width < 47.5))
      .map(({ words }) => words),
  );
  assert.deepEqual(small, [], `${name}: something is too small for a glove`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] }));
  assert.deepEqual(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    [],
    name,
  );
}

test('from the chat of a member the app opens as that member, through WeCom, at the page that was wanted', async () => {
  const { context, page, errors } = await phone(browser, { viewport: { width: 1280, height: 800 } });
  await page.goto(`${baseUrl}/sandbox/`);
  await page.locator('[data-person=chenbanzhang]').click();
  const [app] = await Promise.all([context.waitForEvent('page'), page.locator('#open-app').click()]);
  await app.waitForURL(/features\/alerts/);
  assert.equal(await signedInAs(app), '陈班长');
  await app.goto(`${baseUrl}/sandbox/open?person=wang&to=${encodeURIComponent('/app/features/pay/pages/my-pay/index')}`);
  await app.waitForURL(/features\/pay/);
  await app.locator('#pay-total').waitFor();
  assert.equal(await signedInAs(app), '王强');
  assert.deepEqual(errors, []);
  await context.close();
});

test('inside WeCom’s own browser nothing is pressed; a code that comes back a second time opens nothing and says so', async () => {
  const { context, page } = await phone(browser, { userAgent: 'Mozilla/5.0 (Linux; Android 14) wxwork/4.1 MicroMessenger/8.0' });
  await context.addCookies([{ name: 'sandbox_member', value: 'limin', url: `${baseUrl}/sandbox` }]);
  const back = page.waitForRequest((request) => request.url().includes('/sign-in/index?code='));
  await page.goto(`${baseUrl}/app/`);
  const address = (await back).url();
  await page.waitForURL(/features\/tasks/);
  assert.equal(await signedInAs(page), '李敏');
  await page.evaluate(() => localStorage.removeItem('session'));
  await page.goto(address);
  await page.getByText('没登录上').waitFor();
  assert.match(await page.locator('#told').textContent(), /不是从这台设备开始的/);
  assert.equal(await signedInAs(page), null);
  await shot(page, 'sign-in-used-twice');
  await context.close();
});

test('a code and a state of somebody else, sent as a link, do not sign this browser in as them', async () => {
  const theirs = await phone(browser);
  await theirs.page.goto(SIGN_IN);
  await tap(theirs.page.locator('#sign-in'));
  await theirs.page.locator('.members a', { hasText: '马亮' }).waitFor();
  const [stolen] = await Promise.all([
    theirs.page.waitForRequest((request) => request.url().includes('/sign-in/index?code=')),
    theirs.page.route('**/sign-in/index?code=*', (route) => route.abort()),
    theirs.page.locator('.members a', { hasText: '马亮' }).click(),
  ]);
  await theirs.context.close();
  const { context, page } = await phone(browser);
  await page.goto(stolen.url());
  await page.getByText('没登录上').waitFor();
  assert.equal(await signedInAs(page), null);
  await context.close();
});

test('HR gives a code, a worker comes in by the link of its picture, sees the device, and HR sees them off', async () => {
  const hr = await phone(browser);
  await hr.page.goto(SIGN_IN);
  await tap(hr.page.locator('.card', { hasText: '吴人事' }).first());
  await hr.page.locator('[id^=person-]').first().waitFor();
  await check(hr.page, 'people');
  await tap(hr.page.locator('[id^=person-]', { hasText: '赵库管' }));
  await tap(hr.page.locator('#invite'));
  await hr.page.locator('#invitation-given').waitFor();
  await check(hr.page, 'person-invited');
  const code = await hr.page.locator('.invitation-code').textContent();

  const worker = await phone(browser, { colorScheme: 'dark' });
  await worker.page.goto(`${SIGN_IN}#invitation=${code}`);
  await worker.page.locator('#invitation').waitFor();
  assert.ok(!worker.page.url().includes(code), 'the code does not stay in the address');
  await check(worker.page, 'sign-in-invitation-dark');
  await tap(worker.page.locator('#use-invitation'));
  await worker.page.waitForURL(/features\/tasks/);
  assert.equal(await signedInAs(worker.page), '赵库管');
  await worker.page.goto(`${baseUrl}/app/features/preferences/pages/devices/index`);
  await worker.page.locator('[id^=device-]').first().waitFor();
  await check(worker.page, 'devices-dark');

  await tap(hr.page.locator('#depart'));
  await hr.page.getByText('1 台设备的登录马上结束').waitFor();
  await check(hr.page, 'person-departing');
  await tap(hr.page.locator('#really-depart'));
  await hr.page.getByText('赵库管已离职').waitFor();
  await worker.page.goto(`${baseUrl}/app/features/tasks/pages/my-tasks/index`);
  await worker.page.waitForURL(/features\/sign-in/);
  assert.deepEqual(hr.errors, []);
  await hr.context.close();
  await worker.context.close();
});

for (const [name, options, textScale] of [
  ['day', {}, 1],
  ['night', { colorScheme: 'dark' }, 1],
  ['large-text', {}, 2],
  ['small-phone', { viewport: { width: 320, height: 568 } }, 1],
  ['desktop', { viewport: { width: 1280, height: 800 } }, 1],
  ['english', { locale: 'en-GB' }, 1],
]) {
  test(`signing in can be read, touched and heard: ${name}`, async () => {
    const { context, page, errors } = await phone(browser, options);
    await context.addInitScript(
      `localStorage.getItem('preferences') ?? localStorage.setItem('preferences', ${JSON.stringify(JSON.stringify({ data: { textScale } }))})`,
    );
    await page.goto(SIGN_IN);
    await page.locator('[id^=person-]').first().waitFor();
    await tap(page.locator('#open-invitation'));
    await page.locator('#invitation').waitFor();
    await check(page, `sign-in-${name}`);
    // As it is in a factory: nobody is offered to be anybody.
    await page.route('**/api/v1/sign-in-doors', (route) => route.fulfill({ json: { doors: ['wecom-web', 'invitation'] } }));
    await page.goto(SIGN_IN);
    await page.locator('#invitation').waitFor();
    await check(page, `sign-in-factory-${name}`);
    assert.deepEqual(errors, []);
    await context.close();
  });
}

test('a person of IT, and what the product itself says of who is who', async () => {
  const ask = await asPerson('徐信息');
  const { items } = await ask('/people/access');
  assert.ok(items.length > 10);
  assert.ok(items.every(({ state }) => ['never', 'invited', 'signed_in', 'signed_out', 'departed'].includes(state)));
});
