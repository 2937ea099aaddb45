import { fireEvent, screen } from '@testing-library/react';
import NewPersonPage from '@/features/people/pages/new-person/index';
import PeoplePage from '@/features/people/pages/people/index';
import { ROLE_PERMISSIONS, type Role } from '../../../server/contracts/permissions';
import { resetPhone, settle, show } from '../../support/mounted';
import { phone } from '../../support/taro';
import { type Answers, LEADER, leaderPhone, refusal, sent } from '../support/leader-phone';

const WORKSHOPS = [
  { id: 'w1', name: '机加一车间' },
  { id: 'w2', name: '装配车间' },
];
const NEW = { ...LEADER, id: 'e'.repeat(24), name: '钱新' };

beforeEach(resetPhone);
afterEach(resetPhone);

async function open(roles: readonly Role[], workshopIds: readonly string[], answers: Answers = {}) {
  const me = {
    person: { ...LEADER, roles: [...roles], workshopIds: [...workshopIds] },
    permissions: ROLE_PERMISSIONS.hr,
    factory: { workshops: WORKSHOPS },
  };
  const network = leaderPhone({ 'GET /me': { body: me }, 'POST /people': { status: 201, body: NEW }, ...answers }, roles);
  await show(NewPersonPage);
  await settle(20);
  return network;
}
const type = (id: string, value: string) => fireEvent.input(document.getElementById(id) as HTMLElement, { target: { value } });
async function press(name: string | RegExp) {
  await settle(400);
  fireEvent.click(screen.getByRole('button', { name }));
  await settle(20);
}
const bodies = () => sent('/people').map(({ data }) => data);

test('the button says who and as what; then the way leads on to where an invitation is handed out', async () => {
  await open(['hr'], ['*']);
  expect(document.getElementById('missing')?.textContent).toBe('先写名字。');
  type('name', ' 钱新 ');
  type('wecom', 'QianXin');
  await press('质检员');
  await press('登记钱新：操作工、质检员');
  expect(bodies()).toEqual([{ name: '钱新', roles: ['worker', 'inspector'], workshopIds: ['w1'], wecomUserId: 'QianXin' }]);
  expect(phone.navigations.at(-1)).toMatchObject({ how: 'replace', url: expect.stringContaining(`personId=${NEW.id}`) });
});

test('who is of one workshop offers that one, and nobody but an administrator makes an administrator', async () => {
  await open(['hr'], ['w2']);
  expect(screen.queryByRole('button', { name: '机加一车间' })).toBeNull();
  expect(screen.queryByRole('button', { name: '全厂' })).toBeNull();
  expect(screen.queryByRole('button', { name: '管理员' })).toBeNull();
  resetPhone();
  await open(['admin'], ['*']);
  expect(screen.getByRole('button', { name: '管理员' })).toBeTruthy();
  expect(screen.getByRole('button', { name: '全厂' })).toBeTruthy();
});

test('without a role or a workshop there is nothing to press, but a word why', async () => {
  await open(['hr'], ['*']);
  type('name', '钱新');
  await press('操作工');
  expect(document.getElementById('missing')?.textContent).toBe('至少要有一个角色。');
  await press('操作工');
  await press('机加一车间');
  expect(document.getElementById('missing')?.textContent).toBe('至少选一个车间。');
  expect(document.getElementById('take-on')).toBeNull();
});

test('an answer that got lost makes nobody twice: pressed again, the same words go out under the same key', async () => {
  const network = await open(['hr'], ['*']);
  type('name', '钱新');
  network.cut = true;
  await press(/登记钱新/);
  network.cut = false;
  await press(/登记钱新/);
  const keys = sent('/people').map(({ header }) => header['Idempotency-Key']);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('a WeCom user who is somebody already is said, and what was typed stays', async () => {
  await open(['hr'], ['*'], { 'POST /people': refusal('person_exists', { wecomUserId: 'qianxin' }) });
  type('name', '钱新');
  type('wecom', 'QianXin');
  await press(/登记钱新/);
  expect(document.getElementById('told')?.textContent).toContain('这个企业微信账号已经有人用了');
  expect((document.getElementById('name') as HTMLInputElement).value).toBe('钱新');
});

test('a leader, who hands out access only, takes nobody on', async () => {
  leaderPhone({ 'GET /people/access': { body: { items: [], more: false } } }, ['leader']);
  await show(PeoplePage);
  await settle(20);
  expect(document.getElementById('new-person')).toBeNull();
});
