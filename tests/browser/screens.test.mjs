import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { launch, phone, shot, signIn, tap } from './support/browser.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SMALLEST_TOUCH = 48;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

test('a worker’s first page comes in less than 250 kB of script', async () => {
  const { page, context } = await phone(browser);
  await signIn(page, '王强');
  const bytes = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('.js'))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
  assert.ok(bytes > 0 && bytes < 250_000, `${bytes} bytes`);
  await context.close();
});

for (const [name, options, textScale] of [
  ['day', { colorScheme: 'light' }, 1],
  ['night', { colorScheme: 'dark' }, 1],
  ['large-text', { colorScheme: 'light' }, 2],
  ['small-phone', { colorScheme: 'light', viewport: { width: 320, height: 568 } }, 1],
  ['english', { colorScheme: 'light', locale: 'en-GB' }, 1],
]) {
  describe(name, () => {
    test('every page can be read, touched and heard', async () => {
      const { page, context, errors } = await phone(browser, options);
      // The scripts of axe come from the test, not from the server that the pages trust.
      await context.addInitScript(
        `localStorage.getItem('preferences') ?? localStorage.setItem('preferences', ${JSON.stringify(JSON.stringify({ data: { textScale } }))})`,
      );
      await signIn(page, '王强');
      await check(page, `${name}-1-tasks`);
      await tap(page.locator('[id^=report-]').first());
      await page.locator('#submit').waitFor();
      await tap(page.locator('#scrap-scratch'));
      await check(page, `${name}-2-report`);
      await visit(page, 'features/outbox/pages/outbox/index', '#outbox-empty');
      await check(page, `${name}-3-outbox`);
      await visit(page, 'features/pay/pages/my-pay/index', '#pay-total');
      await check(page, `${name}-4-pay`);
      await visit(page, 'features/preferences/pages/preferences/index', '[role=group]');
      await check(page, `${name}-5-preferences`);
      assert.deepEqual(errors, []);
      await context.close();
    });
  });
}

async function visit(page, route, landmark) {
  await page.goto(new URL(`/app/${route}`, page.url()).href);
  await page.locator(landmark).first().waitFor();
}

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
