import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const baseUrl = process.env.BASE_URL ?? '';
const QUIET = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'];

/** A Chromium without a window. In a container it runs as root, where its sandbox cannot. */
export function launch(switches = []) {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: process.env.CHROMIUM_PATH, args: [...sandbox, '--disable-gpu', ...QUIET, ...switches] });
}

/** A phone of the reference screens. Page errors are collected: a test ends by asserting that there are none. */
export async function phone(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 375, height: 760 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: 'block',
    ...options,
  });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('ERR_INTERNET_DISCONNECTED')) errors.push(message.text());
  });
  return { context, page, errors };
}

/** The app takes quicker taps for the echo of a gloved finger. */
const BETWEEN_TAPS_MS = 400;

/** A tap as a person taps, who looks before the next one. */
export async function tap(locator) {
  await locator.waitFor();
  await locator.page().waitForTimeout(BETWEEN_TAPS_MS);
  await locator.click();
}

/** Signs in as somebody of the demonstration and waits for their tasks. */
export async function signIn(page, name) {
  await page.goto(`${baseUrl}/app/`);
  await tap(page.locator('.card', { hasText: name }).first());
  await page.locator('#scan').waitFor();
  await page.locator('[id^=task-]').first().waitFor();
}

export function shot(page, name) {
  return page.screenshot({ path: path.join(process.env.RESULTS_DIR ?? '.', `${name}.png`) });
}

/** Asks the product itself, past the app: what really happened. With a body something is done there. */
export async function asPerson(name) {
  const { items } = await (await fetch(`${baseUrl}/api/v1/demo/people`)).json();
  const person = items.find((one) => one.name === name);
  const answer = await fetch(`${baseUrl}/api/v1/demo/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ personId: person.id }),
  });
  const { accessToken } = await answer.json();
  const headers = { authorization: `Bearer ${accessToken}` };
  return async (path, body) => {
    const press = { method: 'POST', body: JSON.stringify(body) };
    const sent = { ...headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    const answer = await fetch(`${baseUrl}/api/v1${path}`, body ? { ...press, headers: sent } : { headers });
    return answer.json();
  };
}

/** What follows from a press a moment later, pay for one, is asked for until it is there. */
export async function waitFor(look) {
  for (let turn = 0; turn < 200; turn += 1) {
    const seen = await look();
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('waited in vain');
}
