import { fireEvent, screen } from '@testing-library/react';
import MessagesPage from '@/features/messages/pages/messages/index';
import UpkeepPage from '@/features/upkeep/pages/upkeep/index';
import type { CheckedJournal, GivenUpDto } from '../../../server/contracts/api/ops';
import { resetPhone, settle, show } from '../../support/mounted';
import { type NetworkRequest, phone } from '../../support/taro';
import { type Answers, leaderPhone, sent } from '../support/leader-phone';

const ENTRY = 'a'.repeat(24);
const stuck: GivenUpDto = {
  entryId: ENTRY,
  command: 'reporting.report-work',
  at: '2026-11-24T02:32:00Z',
  subject: 'workOrder:7',
  facts: ['reporting.work-reported'],
  subscribers: ['payroll.pay-report'],
  failedSince: '2026-11-24T02:33:00Z',
  tries: 18,
  why: 'no_price',
};
const link = (number: number, change: Partial<CheckedJournal['items'][number]> = {}): CheckedJournal['items'][number] => ({
  number,
  at: '2026-11-24T02:40:00Z',
  from: ENTRY,
  to: ENTRY,
  entries: 500,
  hash: `hash-${number}`,
  holds: true,
  found: 500,
  ...change,
});
/** A chain of three links, looked at two at a time. */
const chain =
  (links: CheckedJournal['items'], unsealed = 3) =>
  ({ url }: NetworkRequest) => {
    const after = Number(/after=(\d+)/.exec(url)?.[1]);
    const items = links.slice(after, after + 2);
    return { body: { items, next: items.length === 2 ? after + 2 : null, unsealed } satisfies CheckedJournal };
  };

beforeEach(resetPhone);
afterEach(resetPhone);

async function open(answers: Answers) {
  leaderPhone({ 'GET /facts-given-up': { body: { items: [], total: 0 } }, ...answers }, ['it']);
  await show(UpkeepPage);
  await settle(20);
}

/** One press of a finger that means it: two within a third of a second are one. */
async function press(words: string) {
  await settle(400);
  fireEvent.click(screen.getByText(words));
  await settle(40);
}

const check = () => press('核对全部');

test('what did not follow, from what, with whom it is stuck and why', async () => {
  await open({ 'GET /facts-given-up': { body: { items: [stuck], total: 1 } } });
  expect(screen.getByText('1 件没跟上')).toBeTruthy();
  const card = document.getElementById(`entry-${ENTRY}`)?.textContent;
  for (const word of ['reporting.work-reported', '卡在 payroll.pay-report', '试了 18 次', '原因：no_price', 'workOrder:7'])
    expect(card).toContain(word);
});

test('pressing try again twice asks once; when no answer came, again under the same key', async () => {
  const network = leaderPhone(
    {
      'GET /facts-given-up': { body: { items: [stuck], total: 1 } },
      [`POST /facts-given-up/${ENTRY}/try-again`]: { body: { changed: true } },
    },
    ['it'],
  );
  await show(UpkeepPage);
  await settle(20);
  network.cut = true;
  await press('再试');
  fireEvent.click(screen.getByText('再试'));
  await settle(40);
  network.cut = false;
  await press('再试');
  const keys = sent(`/facts-given-up/${ENTRY}/try-again`).map(({ header }) => header?.['Idempotency-Key']);
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBeTruthy();
  expect(new Set(keys).size).toBe(1);
  expect(document.getElementById('told')?.textContent).toContain('正在再试');
});

test('the whole journal is looked at, step by step, and a good one says so with what to write down', async () => {
  await open({ 'GET /journal/seals': chain([link(1), link(2), link(3)]) });
  await check();
  expect(phone.requests.filter(({ url }) => url.includes('/journal/seals')).map(({ url }) => /after=\d+/.exec(url)?.[0])).toEqual([
    'after=0',
    'after=2',
  ]);
  expect(document.getElementById('intact')?.textContent).toContain('3 段、1500 行都对得上');
  expect(document.getElementById('intact')?.textContent).toContain('hash-3');
});

test('a link that does not hold is named, and nothing is called good', async () => {
  await open({ 'GET /journal/seals': chain([link(1), link(2, { holds: false, found: 499 }), link(3)]) });
  await check();
  expect(screen.getByRole('alert').textContent).toContain('第 2 段对不上');
  expect(document.getElementById('intact')).toBeNull();
});

test('a check that broke off says why and calls nothing good', async () => {
  await open({ 'GET /journal/seals': { status: 500, body: { error: { code: 'internal', message: '', details: {} }, requestId: 'r' } } });
  await check();
  expect(document.getElementById('intact')).toBeNull();
  expect(document.getElementById('journal')?.textContent).toContain('过一会儿再试');
});

test('nothing sealed yet, and far too much unsealed, are said', async () => {
  await open({ 'GET /journal/seals': chain([], 6_000) });
  await check();
  expect(screen.getByText('还没有封过')).toBeTruthy();
  expect(screen.getByText('6000 行还没封')).toBeTruthy();
});

test('the messages page says that something is stuck and leads there; with nothing stuck it does not', async () => {
  const messages = {
    'GET /messages': {
      body: { items: [], nextAfter: null, lately: { sent: 0, waiting: 0, merged: 0, dropped: 0, failed: 0 }, stuck: null },
    },
  };
  leaderPhone({ ...messages, 'GET /facts-given-up': { body: { items: [stuck], total: 4 } } }, ['it']);
  await show(MessagesPage);
  await settle(20);
  expect(screen.getByText('4 件该跟着办的没办成')).toBeTruthy();
  await press('去看看');
  expect(phone.navigations.at(-1)?.url).toContain('upkeep');
});
