import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { asPerson, baseUrl, launch, phone, shot, waitFor } from './support/browser.mjs';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const DESKTOP = { viewport: { width: 1416, height: 760 } };
const SMALLEST_TOUCH = 48;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

async function chatPage(options = DESKTOP) {
  const opened = await phone(browser, options);
  const { page } = opened;
  await page.goto(`${baseUrl}/sandbox/`);
  await page.locator('#people button').first().waitFor({ state: 'attached' });
  const be = (name) => page.locator('#people button', { hasText: name }).click();
  const texts = () => page.locator('#chat .bubble:not(.mine)').allTextContents();
  /** Types, and answers with what the bot says to it. */
  const say = async (words, patienceMs = 8_000) => {
    const before = (await texts()).length;
    await page.locator('#words').fill(words);
    await page.locator('#say button').click();
    await page.locator('#chat .bubble:not(.mine)').nth(before).waitFor({ timeout: patienceMs });
    return (await texts()).slice(before);
  };
  const fault = (name) => page.locator(`[data-fault=${name}]`).click();
  const wire = () => page.locator('#wire').textContent();
  return { ...opened, be, say, texts, fault, wire };
}

/** 王强 asks to make more of some order, so that there is something to decide whatever other tests have decided. Answers with its number. */
async function askForMore(qty) {
  const ask = await asPerson('王强');
  const people = await (await fetch(`${baseUrl}/api/v1/demo/people`)).json();
  const wang = people.items.find(({ name }) => name === '王强');
  const post = (path, body, headers = {}) =>
    fetch(`${baseUrl}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const { accessToken } = await (await post('/demo/sign-in', { personId: wang.id })).json();
  const { items } = await ask('/work-orders?status=released');
  for (const { orderNo, operations } of items) {
    const asked = await post(
      `/operations/${operations[0].id}/over-production-requests`,
      { qty, reason: '毛坯多投，客户下月还要' },
      { authorization: `Bearer ${accessToken}`, 'idempotency-key': randomUUID() },
    );
    if (asked.status === 201) return orderNo;
  }
  throw new Error('no order to ask for more of');
}

test('typed words are answered, and the line shows each step', async () => {
  const { page, be, say, texts, wire, errors, context } = await chatPage();
  await be('郑主任');
  assert.match((await say('进度 312'))[0], /WO-0312 法兰盘/);
  assert.match((await say('ｐｒｏｇｒｅｓｓ　ｗｏ－０３１２'))[0], /WO-0312/);
  assert.match((await say('近度 312'))[0], /是要「进度 312」吗/);
  assert.match((await say('帮助'))[0], /催 工单号/);
  assert.match(await wire(), /POST \/wecom\/callback\s*zhuren：帮助\s*验签 ok · 解密 ok · 去重 新/);
  assert.doesNotMatch(await wire(), /access_token=|msg_signature|corpsecret/);
  const before = (await texts()).length;
  await page.locator('[data-send=voice]').click();
  await page.locator('#chat .bubble:not(.mine)', { hasText: '听不了语音' }).waitFor();
  await page.locator('[data-send=image]').click();
  await page.locator('#chat .bubble:not(.mine)', { hasText: '看不了图' }).waitFor();
  assert.equal((await texts()).length, before + 2);
  await shot(page, 'sandbox-1-talk');
  assert.deepEqual(errors, []);
  await context.close();
});

test('one decides on the card; it changes for the other, and who asked is told', async () => {
  const orderNo = await askForMore('15');
  const { page, be, texts, errors, context } = await chatPage();
  const card = page.locator('article.card', { hasText: orderNo }).last();
  await be('郑主任');
  await card.getByRole('button', { name: '同意超产 15' }).waitFor();
  assert.match(await card.textContent(), /毛坯多投，客户下月还要/);
  await shot(page, 'sandbox-2-to-decide');
  await card.getByRole('button', { name: '同意超产 15' }).click();
  await card.getByText(/郑主任 .* 已同意/).waitFor();
  await shot(page, 'sandbox-3-decided');
  await be('钱经理');
  await card.getByText(/郑主任 .* 已同意/).waitFor();
  assert.equal(await card.getByRole('button').count(), 0);
  await be('王强');
  await waitFor(async () => (await texts()).some((text) => text.includes(`申请超产 ${orderNo}：郑主任`) && text.includes('已同意')));
  assert.deepEqual(errors, []);
  await context.close();
});

test('one takes an alert; everybody who has it sees who', async () => {
  const { page, be, errors, context } = await chatPage();
  await be('郑主任');
  const open = page.locator('article.card', { has: page.getByRole('button', { name: '我来处理' }) }).last();
  const task = await open.getAttribute('data-task');
  const card = (id) => page.locator(`article.card[data-task="${id}"]`);
  await open.getByRole('button', { name: '我来处理' }).click();
  await card(task).getByText('郑主任在处理').waitFor();
  // The same alert has a card of its own for each person: its name is that of the alert, up to the person.
  await be('陈班长');
  await page
    .locator(`article.card[data-task^="${task.slice(0, -25)}"]`)
    .getByText('郑主任在处理')
    .waitFor();
  assert.deepEqual(errors, []);
  await context.close();
});

describe('faults on demand: each is seen on the line, and nothing is lost or doubled', () => {
  const answeredOnce = async ({ say, texts, page }, patienceMs) => {
    const before = (await texts()).length;
    await say('帮助', patienceMs);
    await page.waitForTimeout(1_500);
    assert.equal((await texts()).length - before, 1);
  };
  for (const [fault, seen, patienceMs] of [
    ['token_expired', /42001 access_token expired[\s\S]*gettoken[\s\S]*0 ok/, 8_000],
    ['token_rotated', /40014 invalid access_token[\s\S]*gettoken[\s\S]*0 ok/, 8_000],
    ['callback_lost', /半路丢了[\s\S]*平台第 1 次重试[\s\S]*去重 新/, 8_000],
    ['callback_slow', /5 秒内没等到回答[\s\S]*平台第 1 次重试[\s\S]*去重 已有，不再办/, 15_000],
    ['callback_doubled', /平台重复推送同一条[\s\S]*去重 已有，不再办/, 8_000],
    ['platform_slow', /故障：平台慢 6 秒/, 30_000],
  ]) {
    test(fault, async () => {
      const opened = await chatPage();
      const { page, be, fault: turnOn, wire, errors, context } = opened;
      await be('李敏');
      await turnOn(fault);
      await page.locator(`[data-fault=${fault}][aria-checked=true]`).waitFor();
      if (fault === 'callback_lost') await shot(page, 'sandbox-4-fault-on');
      await answeredOnce(opened, patienceMs);
      await waitFor(async () => seen.test(await wire()));
      await shot(page, `sandbox-5-${fault}`);
      if (await page.locator('[data-fault=clear]').count()) await page.locator('[data-fault=clear]').click();
      await page.locator('[data-fault][aria-checked=true]').first().waitFor({ state: 'detached' });
      assert.deepEqual(errors, []);
      await context.close();
    });
  }

  test('platform down: what was asked meanwhile is answered when it is back', async () => {
    const { page, be, texts, fault, wire, errors, context } = await chatPage();
    await be('赵磊');
    await fault('platform_down');
    await page.locator('#words').fill('帮助');
    await page.locator('#say button').click();
    await page.waitForTimeout(1_500);
    assert.deepEqual(await texts(), []);
    assert.match(await wire(), /故障：平台不通/);
    await page.locator('[data-fault=clear]').click();
    await page.locator('#chat .bubble:not(.mine)').first().waitFor({ timeout: 25_000 });
    assert.equal((await texts()).length, 1);
    assert.deepEqual(errors, []);
    await context.close();
  });

  test('somebody pretends to be the platform', async () => {
    const { page, be, wire, texts, errors, context } = await chatPage();
    await be('赵磊');
    const before = (await texts()).length;
    await page.locator('summary').click();
    for (const kind of ['wrong_signature', 'wrong_company', 'wrong_length', 'cut_short', 'stale', 'no_message', 'empty_body'])
      await page.locator(`[data-forgery=${kind}]`).click();
    await waitFor(async () => ((await wire()).match(/拒收，什么都没写/g) ?? []).length >= 7);
    await shot(page, 'sandbox-6-forged');
    assert.equal((await texts()).length, before);
    assert.deepEqual(errors, []);
    await context.close();
  });
});

for (const [name, options] of [
  ['day', { colorScheme: 'light' }],
  ['night', { colorScheme: 'dark' }],
  ['english', { colorScheme: 'light', locale: 'en-GB' }],
]) {
  test(`on a phone, ${name}: it can be read and touched`, async () => {
    const { page, errors, context } = await phone(browser, { hasTouch: true, ...options });
    await page.goto(`${baseUrl}/sandbox/`);
    for (const panel of ['who', 'talk', 'wire']) {
      await page.locator(`[data-panel=${panel}]`).first().click();
      await page.waitForTimeout(200);
      await shot(page, `sandbox-phone-${name}-${panel}`);
      const small = await page.evaluate(
        (least) =>
          [...document.querySelectorAll('button, input, select, summary')]
            .map((one) => [one.textContent || one.id, one.getBoundingClientRect()])
            .filter(([, { width, height }]) => width > 0 && (height < least || width < least))
            .map(([words, { width, height }]) => `${words} ${Math.round(width)}×${Math.round(height)}`),
        SMALLEST_TOUCH,
      );
      assert.deepEqual(small, []);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html.slice(0, 120))]),
        [],
      );
    }
    assert.deepEqual(errors, []);
    await context.close();
  });
}
