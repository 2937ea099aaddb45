import type { PersonAccessDto } from '@contracts/api/identity';
import { act, fireEvent, screen } from '@testing-library/react';
import PeoplePage from '@/features/people/pages/people/index';
import PersonPage from '@/features/people/pages/person/index';
import { resetPhone, settle, show, TestNetwork } from '../../support/mounted';
import { WORKER } from '../../support/stub-server/stub-people-and-tasks';
import { phone } from '../../support/taro';

const AT = '2026-11-26T02:00:00.000Z';
let people: PersonAccessDto[];
let sinceStartMs = 0;
const clock = Date.now.bind(Date);

const anAccess = (change: Partial<PersonAccessDto> = {}): PersonAccessDto => ({
  person: WORKER,
  state: 'signed_in',
  wechatBound: true,
  openSessions: 2,
  lastUsedAt: AT,
  invitedUntil: null,
  departedAt: null,
  may: ['invite', 'end_sessions', 'change_roles', 'depart'],
  ...change,
});

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => clock() + sinceStartMs);
  resetPhone();
  const network = new TestNetwork();
  network.signIn();
  people = [anAccess()];
  const others = phone.answer;
  phone.answer = (request) => {
    const path = request.url.replace(/\?.*/, '');
    if (path.endsWith('/people/access')) return { statusCode: 200, data: { items: people, more: false } };
    if (path.endsWith('/invitation'))
      return {
        statusCode: 201,
        data: { person: WORKER, code: 'K7QM-3XPA-9FTE', expiresAt: AT, link: 'https://x', qr: 'data:image/png;base64,x' },
      };
    if (path.endsWith('/end-sessions')) return { statusCode: 200, data: { ended: 2 } };
    if (path.endsWith('/departure')) return { statusCode: 200, data: { changed: true } };
    return others(request);
  };
});
const press = async (words: string | RegExp) => {
  sinceStartMs += 1_000;
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: words })));
  await settle(20);
};
const sent = (end: string) => phone.requests.filter(({ method, url }) => method === 'POST' && url.endsWith(end));
const text = () => document.body.textContent ?? '';

test('the list says of everybody whether and how they get in; who has left is shown when asked for', async () => {
  people = [
    anAccess(),
    anAccess({
      person: { ...WORKER, id: 'a'.repeat(24), name: '钱新', wecomUserId: null },
      state: 'never',
      wechatBound: false,
      lastUsedAt: null,
    }),
    anAccess({ person: { ...WORKER, id: 'b'.repeat(24), name: '孙走', state: 'departed' }, state: 'departed', departedAt: AT, may: [] }),
  ];
  await show(PeoplePage);
  expect(text()).toContain('2 台登录中');
  expect(text()).toContain('没有企业微信 · 微信没绑');
  expect(text()).not.toContain('孙走');
  await press('离职 1');
  expect(text()).toContain('孙走');
  expect(text()).not.toContain('钱新');
});

test('nobody fits: one sentence and what to do', async () => {
  people = [];
  await show(PeoplePage);
  expect(text()).toContain('没有这样的人');
});

test('a code is given once, large enough to be read out, with a picture to scan', async () => {
  await show(PersonPage, { personId: WORKER.id, name: encodeURIComponent(WORKER.name) });
  await press(/给王强一个邀请码/);
  expect(text()).toContain('K7QM-3XPA-9FTE');
  expect(screen.getByRole('img', { name: '王强的邀请码' }).style.backgroundImage).toContain('data:image/png;base64,x');
});

test('a departure names what ends before anything is sent', async () => {
  people = [anAccess({ openSessions: 0, state: 'signed_out' })];
  await show(PersonPage, { personId: WORKER.id, name: encodeURIComponent(WORKER.name) });
  // Signed in, and invited, since the page was opened: what is named is what there is now.
  people = [anAccess({ invitedUntil: AT })];
  await press(/办离职/);
  expect(sent('/departure')).toEqual([]);
  for (const line of ['2 台设备的登录马上结束', '没用的邀请码作废', '企业微信、微信都不能再登录', '工资不动', '办了不能撤回'])
    expect(text()).toContain(line);
  await press(/王强离职，关掉所有入口/);
  expect(sent('/departure')).toHaveLength(1);
});

test('what may not be done is not offered, and says who can', async () => {
  people = [anAccess({ person: { ...WORKER, roles: ['admin'] }, may: ['end_sessions'] })];
  await show(PersonPage, { personId: WORKER.id, name: encodeURIComponent(WORKER.name) });
  expect(text()).toContain('管理员的邀请码只能管理员给');
  expect(screen.queryByRole('button', { name: /办离职|邀请码/ })).toBeNull();
});

test('ending the sign-ins says how many it ended', async () => {
  await show(PersonPage, { personId: WORKER.id, name: encodeURIComponent(WORKER.name) });
  await press('让 2 台都退出');
  expect(sent('/end-sessions')).toHaveLength(1);
  expect(text()).toContain('2 台已退出');
});
