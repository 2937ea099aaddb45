import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import OutboxPage from '@/features/outbox/pages/outbox/index';
import ReportPage from '@/features/reporting/pages/report/index';
import { sendWaiting } from '@/shared/offline/outbox';
import { resetPhone, settle, show, TestNetwork } from '../../support/mounted';
import { RUNNING } from '../../support/stub-server/stub-people-and-tasks';
import { phone } from '../../support/taro';

const BECAUSE = '毛坯多投，客户下月还要';
let network: TestNetwork;
let sinceStartMs = 0;
const clock = Date.now.bind(Date);

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => clock() + sinceStartMs);
  resetPhone();
  network = new TestNetwork();
  network.signIn();
  changeOperation({ first: true });
});

const factory = () => network.api.factory;
function changeOperation(change: { readonly first?: boolean; readonly readyQty?: string }): void {
  factory().tasks = factory().tasks.map((task) => ({ ...task, operation: { ...task.operation, ...change } }));
}
const press = async (name: string | RegExp) => {
  sinceStartMs += 1_000;
  fireEvent.click(screen.getByRole('button', { name }));
  await settle(60);
};
const say = (words: string) => fireEvent.change(screen.getByPlaceholderText('为什么要多做'), { target: { value: words } });
const asks = () => phone.requests.filter(({ url }) => url.endsWith('/over-production-requests'));
const told = () => document.querySelector('[id^=over][id$=-told]')?.textContent ?? '';

async function takePhoto(): Promise<void> {
  phone.files.set('wxfile://tmp/over.jpg', new Uint8Array(1_000).fill(7));
  phone.shots.push('wxfile://tmp/over.jpg');
  await press('拍缺陷');
}

/** The page proposes 22; by the time they are reported the order takes 7 more. */
async function refused(): Promise<void> {
  await show(ReportPage, { operationId: RUNNING });
  await takePhoto();
  changeOperation({ readyQty: '7' });
  await press(/^报 22 良/);
}

test('what was refused above the order is asked for with a reason and the photo, and the rest can be reported', async () => {
  await refused();
  await press('申请超产 15 件');
  await press('先写为什么要多做');
  expect(asks()).toEqual([]);
  say(` ${BECAUSE} `);
  await press('申请超产 15 件');
  expect(factory().overProduction).toEqual([
    { operationId: RUNNING, qty: '15', reason: BECAUSE, photoIds: [expect.any(String)], voiceId: null },
  ]);
  expect(told()).toContain('已申请超产 15 件');
  expect(told()).toContain('班组长或经理在定');
  expect(screen.queryByRole('button', { name: '申请超产 15 件' })).toBeNull();
  await press(/^报 7 良/);
  expect(factory().reports.map(({ goodQty, photoIds }) => [goodQty, photoIds])).toEqual([['7', factory().overProduction[0]?.photoIds]]);
});

test('once it is allowed the page opens up by itself: what was typed stays, and the more is reported', async () => {
  await refused();
  // Proposed were 22, refused down to 7; what the phone knew before must not open it up again.
  await press('申请超产 15 件');
  say(BECAUSE);
  await press('申请超产 15 件');
  expect(screen.getByRole('button', { name: /^报 7 良/ })).toBeTruthy();
  const lookAgain = async () => {
    act(() => phone.show());
    await settle(60);
  };
  await lookAgain();
  await press('9');
  expect(screen.getByText(/现在最多能报 7/)).toBeTruthy();
  changeOperation({ readyQty: '22' });
  await lookAgain();
  expect(document.getElementById('over-allowed')?.textContent).toContain('批了，现在最多能报 22 件');
  await press(/^报 9 良/);
  expect(factory().reports.map(({ goodQty }) => goodQty)).toEqual(['9']);
});

test('an answer that was lost is asked for under the same key, and it is asked once', async () => {
  await refused();
  await press('申请超产 15 件');
  say(BECAUSE);
  const usual = phone.answer;
  phone.answer = async (request) => {
    const answer = await usual(request);
    if (request.url.endsWith('/over-production-requests')) throw { errMsg: 'request:fail' };
    return answer;
  };
  await press('申请超产 15 件');
  expect(told()).toContain('连不上，这次没有记下');
  phone.answer = usual;
  await press('申请超产 15 件');
  expect(told()).toContain('已申请超产 15 件');
  expect(new Set(asks().map(({ header }) => header['Idempotency-Key'])).size).toBe(1);
  expect(asks()).toHaveLength(2);
  expect(factory().overProduction).toHaveLength(1);
});

test('who has asked before is named, with when, in place of an error', async () => {
  await refused();
  factory().requestOverProduction({ operationId: RUNNING, qty: '5', reason: BECAUSE });
  await press('申请超产 15 件');
  say(BECAUSE);
  await press('申请超产 15 件');
  expect(told()).toMatch(/王强 .*\d{2}:\d{2} 已申请超产，在等批/);
  expect(factory().overProduction).toHaveLength(1);
});

test('without a signal nothing is asked, and the reason and the photo stay', async () => {
  await refused();
  await press('申请超产 15 件');
  say(BECAUSE);
  network.cut = true;
  await press('申请超产 15 件');
  expect(told()).toContain('没有办成');
  expect(screen.getByDisplayValue(BECAUSE)).toBeTruthy();
  expect(document.querySelectorAll('.thumb img')).toHaveLength(1);
  expect(asks()).toEqual([]);
});

test('figures above the order can be asked for before they are reported; where the operation before hands over they cannot', async () => {
  await show(ReportPage, { operationId: RUNNING });
  await press('3');
  await press('0');
  expect(screen.getByRole('button', { name: '申请超产 8 件' })).toBeTruthy();
  cleanup();
  changeOperation({ first: false });
  await show(ReportPage, { operationId: RUNNING });
  await press('3');
  await press('0');
  expect(screen.getByText(/现在最多能报 22/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /申请超产/ })).toBeNull();
});

test('a report that was refused while nobody looked can be asked for in the outbox, with its photo', async () => {
  await show(ReportPage, { operationId: RUNNING });
  await takePhoto();
  network.cut = true;
  await press(/^报 22 良/);
  network.cut = false;
  changeOperation({ readyQty: '7' });
  await act(() => sendWaiting());
  cleanup();
  await show(OutboxPage);
  await press('申请超产 15');
  say(BECAUSE);
  await press('申请超产 15');
  expect(factory().overProduction).toMatchObject([{ qty: '15', reason: BECAUSE, photoIds: [expect.any(String)] }]);
  expect(told()).toContain('已申请超产 15');
  expect(screen.getByRole('button', { name: '改了再报' })).toBeTruthy();
});
