// Walks the five-minute tour of both READMEs, step by step and as written, in a factory of its own for each language. It fails when a
// step says what is not so: its title, the words it quotes, the people it names, the pictures it shows. `npm run pictures` renews those.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startProduct } from '../../scripts/product.mjs';
import { launch, phone, tap } from './support/browser.mjs';
import { assertAsWritten, readTour, Step } from './support/tour.mjs';

const PHONE = { viewport: { width: 390, height: 844 } };
const DESK = { viewport: { width: 1280, height: 800 } };

/** What the tour does, in the order of the READMEs. `as(name, screen)` is somebody signed in; `words` are those of the language. */
const STEPS = [
  {
    'zh-CN': '来单',
    en: 'An order comes in',
    async walk({ as, look, picture, words }) {
      const { page } = await as('刘计划', DESK);
      await page.locator('tr[data-order="WO-0309"]').waitFor();
      await look(page);
      await page.locator('#new-order').click();
      const sheet = page.locator('[role=dialog]');
      await sheet.getByLabel(words.orderNo).fill('WO-0401');
      await sheet.getByLabel(words.item).fill('ZT-14');
      await sheet.getByLabel(words.qty, { exact: true }).fill('50');
      await sheet.getByLabel(words.due).fill('2027-01-15');
      await sheet.locator('input[type=checkbox]').check();
      await picture(page, '1-new-order');
      await sheet.locator('#create-order').click();
      await page.locator('tr[data-order="WO-0401"]').waitFor();
    },
  },
  {
    'zh-CN': '这张单为什么晚',
    en: 'Why is this order late?',
    async walk({ as, picture }) {
      const { page } = await as('刘计划', { viewport: { width: 1280, height: 1180 } });
      await page.locator('tr[data-order="WO-0309"] .cell-no button').click();
      await page.locator('.section table').first().waitFor();
      await page.getByText('热处理炉加热管坏了').first().waitFor();
      await picture(page, '2-late-order');
    },
  },
  {
    'zh-CN': '报工',
    en: 'A worker reports',
    async walk({ as, picture }) {
      const { page } = await as('王强', PHONE);
      await page.locator('[id^=report-]').first().waitFor();
      await picture(page, '3-tasks');
      await tap(page.locator('[id^=report-]').first());
      await page.locator('#submit').waitFor();
      await tap(page.locator('#take-all'));
      await picture(page, '3-report');
      await tap(page.locator('#submit'));
      await page.getByText('¥104.00').waitFor();
      await picture(page, '3-result');
    },
  },
  {
    'zh-CN': '钱怎么算的',
    en: 'What it pays',
    async walk({ as, picture }) {
      const { page } = await as('王强', PHONE);
      await tap(page.locator('#open-pay'));
      await page.locator('#pay-total', { hasText: '104.00' }).waitFor();
      await picture(page, '4-pay');
    },
  },
  {
    'zh-CN': '没信号',
    en: 'No signal',
    async walk({ as, look, picture, words }) {
      const { page, context } = await as('李敏', { ...PHONE, serviceWorkers: 'allow' });
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      await page.locator('[id^=report-]').first().waitFor();
      await look(page);
      await tap(page.locator('[id^=report-]').first());
      await page.locator('#submit').waitFor();
      await page.waitForLoadState('networkidle');
      await context.setOffline(true);
      await tap(page.locator('#submit'));
      await page.getByText(words.kept).first().waitFor();
      await picture(page, '5-kept');
      await context.setOffline(false);
      await page.goto(new URL('/app/features/outbox/pages/outbox/index', page.url()).href);
      await page.locator('#outbox-empty').waitFor();
      await look(page);
    },
  },
  {
    'zh-CN': '首件拦得住',
    en: 'A gate that holds',
    async walk({ as, look, picture }) {
      const worker = await as('赵磊', PHONE);
      await worker.page.locator('[id^=nudge-]').first().waitFor();
      await look(worker.page);
      const inspector = await as('张工', PHONE);
      const inspection = inspector.page.locator('[id^=inspection-]', { hasText: 'WO-0315' });
      await inspection.waitFor();
      await picture(inspector.page, '6-inspections');
      await tap(inspection.locator('[id^=pass-]'));
      await inspection.waitFor({ state: 'detached' });
      await worker.page.locator('[id^=report-]').first().waitFor({ timeout: 60_000 });
    },
  },
  {
    'zh-CN': '出了异常',
    en: 'What goes wrong',
    async walk({ as, picture, ask }) {
      const { page } = await as('陈班长', PHONE);
      await page.locator('[id^=alert-]', { hasText: 'WO-0322' }).waitFor();
      await picture(page, '7-alerts');
      await tap(page.locator('[id^=accept-]', { hasText: '120' }));
      await page.locator('#told').waitFor();
      assert.equal((await ask('陈班长', '/work-orders/by-no/WO-0312')).plannedQty, '120');
    },
  },
  {
    'zh-CN': '在聊天里问',
    en: 'Ask in the chat',
    async walk({ chatAs, picture }) {
      const page = await chatAs('郑主任');
      await page.locator('#hints button', { hasText: 'WO-0309' }).click();
      await page.locator('#say button').click();
      await page.locator('.bubble', { hasText: '热处理' }).waitFor();
      await picture(page, '8-question');
    },
  },
  {
    'zh-CN': '在聊天里定',
    en: 'Decide in the chat',
    async walk({ chatAs, picture, look, ask }) {
      const page = await chatAs('钱经理');
      const card = page.locator('.card', { hasText: 'WO-0321' });
      await card.scrollIntoViewIfNeeded();
      await look(page);
      await card.locator('.buttons button').first().click();
      await page.locator('.card', { hasText: '钱经理' }).waitFor();
      await page.locator('.card', { hasText: 'WO-0321' }).scrollIntoViewIfNeeded();
      await picture(page, '9-decision');
      const { items } = await ask('钱经理', '/approvals?state=approved');
      assert.equal(items[0].decidedBy.name, '钱经理');
    },
  },
  {
    'zh-CN': '纸和 Excel',
    en: 'Paper and Excel',
    async walk({ as, look, picture }) {
      const { page, context } = await as('刘计划', DESK);
      const order = page.locator('tr[data-order="WO-0401"]');
      await order.locator('input[type=checkbox]').check();
      await look(page);
      const [paper] = await Promise.all([context.waitForEvent('page'), page.locator('#print-cards').click()]);
      await paper.waitForLoadState();
      await paper.setViewportSize({ width: 620, height: 560 });
      await picture(paper, '10-travel-card');
      await page.locator('#import-orders').click();
      await page.locator('#choose-file').waitFor();
      await look(page);
    },
  },
];

const WORDS = {
  'zh-CN': { orderNo: '单号', item: '物料编码', qty: '数量', due: '交期', kept: '已存手机' },
  en: { orderNo: 'Number', item: 'Item code', qty: 'Quantity', due: 'Due date', kept: 'Kept on' },
};
const LOCALES = { 'zh-CN': 'zh-CN', en: 'en-GB' };

for (const language of ['zh-CN', 'en']) {
  describe(`the tour in ${language}`, () => {
    let browser;
    let product;
    let people;
    let written;
    before(async () => {
      browser = await launch();
      product = await startProduct();
      people = (await (await fetch(`${product.baseUrl}/api/v1/demo/people`)).json()).items;
      written = await readTour(language);
    });
    after(async () => {
      await product?.stop();
      await browser?.close();
    });

    test('has the steps that are walked here, in this order', () => {
      assert.deepEqual(
        written.map(({ title }) => title),
        STEPS.map((step) => step[language]),
      );
    });

    for (const [index, { walk, ...titles }] of STEPS.entries()) {
      test(titles[language], async () => {
        const step = new Step(language);
        const opened = [];
        const errors = [];
        const open = async (options) => {
          const screen = await phone(browser, { locale: LOCALES[language], ...options });
          opened.push(screen);
          return screen;
        };
        const as = async (name, options) => {
          step.people.add(name);
          const screen = await open(options);
          await screen.page.goto(`${product.baseUrl}/app/`);
          await tap(screen.page.locator('[id^=person-]', { hasText: name }).first());
          return screen;
        };
        const chatAs = async (name) => {
          step.people.add(name);
          const { page } = await open({ viewport: { width: 1280, height: 800 } });
          await page.goto(`${product.baseUrl}/sandbox/`);
          await page.locator('#people button', { hasText: name }).click();
          return page;
        };
        const ask = async (name, path) => {
          const { id } = people.find((one) => one.name === name);
          const headers = { 'content-type': 'application/json' };
          const answer = await fetch(`${product.baseUrl}/api/v1/demo/sign-in`, {
            method: 'POST',
            headers,
            body: JSON.stringify({ personId: id }),
          });
          const { accessToken } = await answer.json();
          return (await fetch(`${product.baseUrl}/api/v1${path}`, { headers: { authorization: `Bearer ${accessToken}` } })).json();
        };
        try {
          await walk({
            as,
            chatAs,
            ask,
            look: (page) => step.look(page),
            picture: async (page, name) => {
              await page.waitForTimeout(300);
              await step.picture(page, name);
            },
            words: WORDS[language],
          });
          for (const screen of opened) errors.push(...screen.errors);
          assert.deepEqual(errors, []);
          assertAsWritten(
            step,
            written[index] ?? { title: titles[language], text: '', quoted: [], pictures: [] },
            people.map(({ name }) => name),
          );
        } finally {
          for (const { context } of opened) await context.close();
        }
      });
    }
  });
}
