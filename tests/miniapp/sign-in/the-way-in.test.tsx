import { act, fireEvent, screen } from '@testing-library/react';
import PreferencesPage from '@/features/preferences/pages/preferences/index';
import SignInPage from '@/features/sign-in/pages/sign-in/index';
import { keepTicket, takeProof } from '@/features/sign-in/wecom-tickets';
import { leftByHand } from '@/shared/auth/come-in';
import { currentSession } from '@/shared/auth/session';
import { keepWayBack, takeWayBack } from '@/shared/auth/way-back';
import { restartAt } from '@/shared/navigation';
import { resetPhone, settle, show, TestNetwork } from '../../support/mounted';
import { WORKER } from '../../support/stub-server/stub-people-and-tasks';
import { phone } from '../../support/taro';

let network: TestNetwork;
let sinceStartMs = 0;
const clock = Date.now.bind(Date);
const ORDER = '/features/orders/pages/order/index?workOrderId=665f00000000000000000000';

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => clock() + sinceStartMs);
  resetPhone();
  network = new TestNetwork();
});
const press = async (words: string | RegExp) => {
  sinceStartMs += 1_000;
  await act(async () => void fireEvent.click(screen.getByRole('button', { name: words })));
  await settle(20);
};
const asked = (path: string) => phone.requests.filter(({ url }) => url.endsWith(path));

test('a link that somebody followed is where they are after signing in, and once only', async () => {
  phone.route = '/features/orders/pages/order/index';
  phone.params = { workOrderId: '665f00000000000000000000', $taroTimestamp: '1', stamp: 'A' };
  await restartAt('signIn');
  phone.route = '';
  await show(SignInPage);
  await press(/王强/);
  expect(phone.navigations.at(-1)).toEqual({ how: 'restart', url: ORDER });
  expect(takeWayBack()).toBeNull();
});

test('after lunch, or from the page of signing in itself, work begins where it begins', async () => {
  keepWayBack(ORDER);
  sinceStartMs += 16 * 60_000;
  expect(takeWayBack()).toBeNull();
  keepWayBack('/features/sign-in/pages/sign-in/index');
  expect(takeWayBack()).toBeNull();
});

test.each(['https://evil.example/', '//evil.example/features/orders/pages/order/index', '/features/none/index', 'javascript:alert(1)'])(
  'a way that leads to %s is none',
  (url) => {
    keepWayBack(url);
    expect(takeWayBack()).toBeNull();
  },
);

test('back from WeCom with a state that this browser never set out with: nothing is sent, and it is said', async () => {
  network.api.factory.doors = ['wecom-web', 'invitation'];
  await show(SignInPage, { code: 'code-of-somebody-else', state: 'abc' });
  expect(asked('/sessions/wecom-web')).toEqual([]);
  expect(screen.getByText(/不是从这台设备开始的/)).toBeTruthy();
});

test('a proof is used once, and an old one is cleared away', () => {
  keepTicket({ authorizeUrl: '', state: 'one', proof: 'proof-one' });
  sinceStartMs += 11 * 60_000;
  keepTicket({ authorizeUrl: '', state: 'two', proof: 'proof-two' });
  expect([takeProof('one'), takeProof('two'), takeProof('two')]).toEqual([null, 'proof-two', null]);
});

test('who has left is told so, and not that a sign-in has expired', async () => {
  const before = phone.answer;
  phone.answer = (request) =>
    request.url.endsWith('/demo/sign-in')
      ? { statusCode: 401, data: { error: { code: 'person_departed', message: '' }, requestId: 'r' } }
      : before(request);
  await show(SignInPage);
  await press(/王强/);
  expect(screen.getByText(/已离职/)).toBeTruthy();
});

test('too many tries: how long to wait is said', async () => {
  const before = phone.answer;
  phone.answer = (request) =>
    request.url.endsWith('/demo/sign-in')
      ? { statusCode: 429, data: { error: { code: 'too_many_requests', message: '', details: { seconds: 42 } }, requestId: 'r' } }
      : before(request);
  await show(SignInPage);
  await press(/王强/);
  expect(screen.getByText(/42 秒后再试/)).toBeTruthy();
});

test('changing the person ends the sign-in at the server too, and nobody is led to the page of the one before', async () => {
  network.signIn();
  phone.route = '/features/orders/pages/order/index';
  await show(PreferencesPage);
  await press('换人');
  expect(asked('/sessions/end')).toHaveLength(1);
  expect([currentSession(), leftByHand(), takeWayBack()]).toEqual([null, true, null]);
});

test('without a signal changing the person takes no longer than a breath', async () => {
  network.signIn();
  network.cut = true;
  await show(PreferencesPage);
  await press('换人');
  expect(currentSession()).toBeNull();
});

test('a session of WeChat begins with the phone’s own account', async () => {
  network.api.factory.doors = ['wechat', 'invitation'];
  network.api.factory.wechatCodes.set('code-1', 'o-wang');
  network.api.factory.bound.set('o-wang', WORKER.id);
  phone.loginCodes = ['code-1'];
  await show(SignInPage);
  await settle(20);
  expect(currentSession()?.person.id).toBe(WORKER.id);
});
