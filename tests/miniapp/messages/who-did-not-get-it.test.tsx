import { fireEvent, screen } from '@testing-library/react';
import { pageOf, roomsOf } from '@/features/home/rooms';
import MessagesPage from '@/features/messages/pages/messages/index';
import { firstPageOf } from '@/shared/auth/first-page';
import { MESSAGE_STATES, type MessageDto, type MessagePage } from '../../../server/contracts/api/messages';
import { ROLE_PERMISSIONS } from '../../../server/contracts/permissions';
import { resetPhone, settle, show } from '../../support/mounted';
import { phone } from '../../support/taro';
import { leaderPhone } from '../support/leader-phone';

const aMessage = (change: Partial<MessageDto>): MessageDto => ({
  id: 'alert:1',
  person: { id: '1'.repeat(24), name: '陈班长' },
  kind: 'alert',
  topic: 'scrap_rate_high',
  about: 'WO-0312',
  as: 'card',
  state: 'sent',
  reason: null,
  errcode: null,
  attempts: 1,
  queuedAt: '2026-11-24T02:32:00Z',
  sentAt: '2026-11-24T02:32:01Z',
  nextAt: null,
  ...change,
});
const aPage = (change: Partial<MessagePage> = {}): MessagePage => ({
  items: [
    aMessage({ id: 'a', state: 'failed', reason: 'not_reached', errcode: 81013, sentAt: null }),
    aMessage({ id: 'b', person: { id: '2'.repeat(24), name: '王强' }, kind: 'answer', topic: null, about: null, as: 'text' }),
  ],
  nextAfter: null,
  lately: { sent: 7, waiting: 0, merged: 2, dropped: 0, failed: 1 },
  stuck: null,
  ...change,
});
const asked = () => phone.requests.filter(({ url }) => url.includes('/messages')).map(({ url }) => url.replace(/^.*\/messages/, ''));

beforeEach(resetPhone);
afterEach(resetPhone);

async function open(page: MessagePage) {
  leaderPhone({ 'GET /messages': { body: page } }, ['it']);
  await show(MessagesPage);
  await settle(20);
}

test('to whom, about what, how, what became of it and why', async () => {
  await open(aPage());
  expect(screen.getByText('陈班长 · 异常 WO-0312')).toBeTruthy();
  expect(screen.getByText('卡片 · 企业微信说这个人收不到 · 企业微信回 81013')).toBeTruthy();
  expect(screen.getByText('王强 · 回话')).toBeTruthy();
  expect(screen.getByText('没送到 1', { selector: '.bar-side *' })).toBeTruthy();
});

test('of one person, of one state', async () => {
  await open(aPage());
  fireEvent.input(screen.getByPlaceholderText('找人，打名字的开头'), { target: { value: '陈' } });
  await settle(20);
  expect(asked().at(-1)).toBe('?person=%E9%99%88&limit=30');
  await settle(400);
  fireEvent.click(screen.getByRole('button', { name: '没送到 1' }));
  await settle(20);
  expect(asked().at(-1)).toBe('?person=%E9%99%88&state=failed&limit=30');
});

test('nothing goes out: that stands first, with the reason and the number', async () => {
  await open(aPage({ stuck: { reason: 'configuration', errcode: 60020, waiting: 9 } }));
  expect(screen.getByRole('alert').textContent).toBe('现在发不出去，9 条等着企业微信应用配置不对，请信息员处理 · 企业微信回 60020');
});

test('every state can be asked for', async () => {
  await open(aPage());
  expect(MESSAGE_STATES.filter((state) => !document.getElementById(`state-${state}`))).toEqual([]);
});

test('none yet says so', async () => {
  await open(aPage({ items: [] }));
  expect(screen.getByText('还没发过消息')).toBeTruthy();
});

test('whoever looks after the system is shown the way; nobody else is', () => {
  expect(firstPageOf({ roles: ['it'] })).toBe('people');
  expect(roomsOf(ROLE_PERMISSIONS.it, true)).toEqual(['people', 'messages', 'mine']);
  expect(pageOf('messages', ROLE_PERMISSIONS.it)).toBe('messages');
  for (const role of ['leader', 'manager', 'planner', 'inspector', 'hr'] as const)
    expect([role, roomsOf(ROLE_PERMISSIONS[role], true).includes('messages')]).toEqual([role, false]);
});
