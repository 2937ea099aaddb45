import { act, fireEvent, screen, within } from '@testing-library/react';
import { GRACE_MS, takeBack } from '@/features/desk/delayed-action';
import OrdersPage from '@/features/orders/pages/board/index';
import { keepSession } from '@/shared/auth/session';
import { resetPhone, settle, show } from '../../support/mounted';
import { type NetworkRequest, phone } from '../../support/taro';
import { board, operation, order, planner, row } from './board-answers';

const draft = order('WO-0327', { status: 'draft' });
const late = order('WO-0309', { status: 'in_process', dueAt: '2026-11-24T10:00:00.000Z' });
const ROWS = [
  row(late, {
    forecastAt: '2026-11-26T10:00:00.000Z',
    daysLate: 2,
    holdUp: {
      code: 'nobody_at_it',
      since: null,
      holders: [{ id: 'c', name: '陈班长' }],
      operation: { id: 'op-20', name: '热处理' },
      qty: '84',
      change: null,
    },
  }),
  row(order('WO-0320', { operations: [operation(10, '车外圆', { status: 'running', goodQty: '40' })], status: 'in_process' })),
  row(draft, { holdUp: { code: 'not_released', since: null, holders: [], operation: null, qty: null, change: null } }),
];

let answerSteps: (request: NetworkRequest) => { statusCode: number; data: unknown };
const posts = () => phone.requests.filter(({ method }) => method === 'POST');
const boardAsks = () => phone.requests.filter(({ url }) => url.includes('/order-board'));
const press = (key: string) => act(() => void fireEvent.keyDown(document.activeElement ?? document.body, { key }));
const line = (orderNo: string) => {
  const found = document.querySelector<HTMLElement>(`tr[data-order="${orderNo}"]`);
  if (!found) throw new Error(`${orderNo} is not shown`);
  return found;
};

beforeEach(() => {
  resetPhone();
  takeBack();
  answerSteps = () => ({ statusCode: 200, data: {} });
  phone.answer = (request) => {
    if (request.method === 'POST') return answerSteps(request);
    if (request.url.includes('/me')) return { statusCode: 200, data: planner() };
    if (request.url.includes('/order-board')) return { statusCode: 200, data: board(ROWS) };
    return { statusCode: 200, data: { items: [] } };
  };
  act(() =>
    keepSession({ accessToken: 'a', accessTokenExpiresAt: '2027-01-01T00:00:00.000Z', refreshToken: 'r', person: planner().person }),
  );
});

test('a row says when it will be there, what holds it and who can do something about it', async () => {
  await show(OrdersPage);
  const it = within(line('WO-0309'));
  it.getByText('会到 11-26');
  it.getByText('会迟 2 天');
  it.getByText('热处理有 84 件可做，没人动手');
  it.getByText('找：陈班长');
  within(line('WO-0320')).getByText('车外圆在做');
  expect(within(line('WO-0320')).getByRole('img').getAttribute('aria-label')).toBe('车外圆 40 / 100');
  within(line('WO-0327')).getByText('未下达');
  expect(document.querySelector('#view-late')?.textContent).toContain('会迟 1');
});

test('arrows walk, space selects, enter opens; keys are only letters while somebody types', async () => {
  await show(OrdersPage);
  press('ArrowDown');
  press('ArrowDown');
  press(' ');
  expect(line('WO-0320').getAttribute('aria-selected')).toBe('true');
  press('Enter');
  expect(phone.navigations.at(-1)?.url).toContain('id=wo-0320');
  press('/');
  expect(document.activeElement?.id).toBe('search-orders');
  press('n');
  expect(screen.queryByRole('dialog')).toBeNull();
  press('Escape');
  press('n');
  screen.getByRole('dialog');
});

test('a filter asks the server for what its chip says', async () => {
  await show(OrdersPage);
  await act(async () => document.querySelector<HTMLElement>('#view-late')?.click());
  await settle(20);
  expect(boardAsks().at(-1)?.url).toContain('view=late');
});

test('a release waits ten seconds in which it can be taken back, and then goes out once', async () => {
  await show(OrdersPage);
  jest.useFakeTimers();
  try {
    const release = async () => {
      await act(async () => within(line('WO-0327')).getByRole('checkbox').click());
      await act(async () => document.querySelector<HTMLElement>('#bulk-release')?.click());
    };
    await release();
    await act(async () => jest.advanceTimersByTime(GRACE_MS - 500));
    expect(posts()).toHaveLength(0);
    await act(async () => document.querySelector<HTMLElement>('#take-back')?.click());
    await act(async () => jest.advanceTimersByTime(GRACE_MS * 2));
    expect(posts()).toHaveLength(0);

    await release();
    await act(async () => jest.advanceTimersByTimeAsync(GRACE_MS + 100));
    expect(posts().map(({ url }) => url)).toEqual(['/api/v1/work-orders/wo-0327/release']);
  } finally {
    jest.useRealTimers();
  }
});

test('without a network nothing is lost, and sending again uses the same key', async () => {
  await show(OrdersPage);
  answerSteps = () => {
    throw { errMsg: 'request:fail' };
  };
  await act(async () => within(line('WO-0327')).getByRole('checkbox').click());
  await act(async () => document.querySelector<HTMLElement>('#bulk-release')?.click());
  await act(async () => document.querySelector<HTMLElement>('#send-now')?.click());
  await settle(20);
  screen.getByText(/下达 1 张 · 没发出去/);
  answerSteps = () => ({ statusCode: 200, data: {} });
  await act(async () => screen.getByText('再发一次').click());
  await settle(20);
  screen.getByText(/下达 1 张 · 都办好了/);
  const keys = posts().map(({ header }) => header['Idempotency-Key']);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('a refusal is told with its order and its reason', async () => {
  await show(OrdersPage);
  answerSteps = () => ({
    statusCode: 409,
    data: { error: { code: 'order_not_draft', message: '', details: { status: 'closed' } }, requestId: 'x' },
  });
  await act(async () => within(line('WO-0327')).getByRole('checkbox').click());
  await act(async () => document.querySelector<HTMLElement>('#bulk-release')?.click());
  await act(async () => document.querySelector<HTMLElement>('#send-now')?.click());
  await settle(20);
  screen.getByText(/下达 1 张 · 没有办成/);
  screen.getByText(/WO-0327：工单不是草稿/);
});

test('whoever may not create orders is told who may', async () => {
  phone.answer = (request) =>
    request.url.includes('/me')
      ? { statusCode: 200, data: { ...planner(), permissions: ['workorders.read'] } }
      : { statusCode: 200, data: board(ROWS) };
  await show(OrdersPage);
  press('n');
  expect(screen.queryByRole('dialog')).toBeNull();
  screen.getByText(/这要 计划员 来做/);
});
