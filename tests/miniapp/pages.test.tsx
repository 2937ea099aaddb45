import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import OutboxPage from '@/features/outbox/pages/outbox/index';
import MyPayPage from '@/features/pay/pages/my-pay/index';
import PreferencesPage from '@/features/preferences/pages/preferences/index';
import InspectionsPage from '@/features/quality/pages/inspections/index';
import ReportPage from '@/features/reporting/pages/report/index';
import ResultPage from '@/features/reporting/pages/result/index';
import SignInPage from '@/features/sign-in/pages/sign-in/index';
import MyTasksPage from '@/features/tasks/pages/my-tasks/index';
import TaskPage from '@/features/tasks/pages/task/index';
import { currentSession, endSession } from '@/shared/auth/session';
import { changePreferences } from '@/shared/preferences/preferences';
import { resetPhone, settle, show, TestNetwork } from '../support/mounted';
import { aTask, INSPECTOR, RUNNING, WAITING } from '../support/stub-server/stub-people-and-tasks';
import { phone } from '../support/taro';

let network: TestNetwork;
let sinceStartMs = 0;
const clock = Date.now.bind(Date);

/** A moment passes: taps that follow one another too quickly are taken for one. */
function lookAway(): void {
  sinceStartMs += 1_000;
}

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => clock() + sinceStartMs);
  resetPhone();
  network = new TestNetwork();
});

const press = async (words: string | RegExp) => {
  lookAway();
  fireEvent.click(screen.getByRole('button', { name: words }));
  await settle(20);
};
const queued = () => [...phone.stored.keys()].filter((name) => name.startsWith('outbox/'));

describe('signing in', () => {
  test('a person is chosen and the tasks open', async () => {
    await show(SignInPage);
    await press(/王强/);
    expect(currentSession()?.person.name).toBe('王强');
    expect(phone.navigations.at(-1)?.url).toBe('/features/tasks/pages/my-tasks/index');
  });

  test('without a server it says what happened, and tries again on request', async () => {
    network.cut = true;
    await show(SignInPage);
    expect(screen.getByText('连不上服务器')).toBeTruthy();
    network.cut = false;
    await press('再试一次');
    expect(screen.getByText('王强')).toBeTruthy();
  });

  test('where there is no demonstration nobody is offered to be anybody; the code of HR is', async () => {
    network.api.factory.doors = ['invitation'];
    await show(SignInPage);
    expect(screen.queryByText('王强')).toBeNull();
    expect(screen.getByText('用邀请码登录')).toBeTruthy();
  });
});

describe('my tasks', () => {
  test('without a session it leads to signing in', async () => {
    await show(MyTasksPage);
    expect(phone.navigations.at(-1)).toEqual({ how: 'restart', url: '/features/sign-in/pages/sign-in/index' });
  });

  test('what cannot be done says who holds it and since when', async () => {
    network.signIn();
    await show(MyTasksPage);
    expect(document.getElementById(`task-${WAITING}`)?.textContent).toContain('等首件检验 12 分');
    expect(document.getElementById(`task-${WAITING}`)?.textContent).toContain('卡在：张工');
  });

  test('no task is one sentence and what to do', async () => {
    network.signIn();
    network.api.factory.tasks = [];
    await show(MyTasksPage);
    expect(screen.getByText('眼下没有派给你的任务')).toBeTruthy();
  });

  test('without a signal it shows what was last known, and from when', async () => {
    network.signIn();
    await show(MyTasksPage);
    cleanup();
    network.cut = true;
    await show(MyTasksPage);
    expect(screen.getByText('法兰盘 φ120 · 精车')).toBeTruthy();
    expect(screen.getByText(/这是 .* 的情况/)).toBeTruthy();
    expect(screen.getByText(/没信号/)).toBeTruthy();
  });

  test('a double tap pauses once', async () => {
    network.signIn();
    await show(MyTasksPage);
    const pause = screen.getByRole('button', { name: '暂停' });
    lookAway();
    fireEvent.click(pause);
    fireEvent.click(pause);
    await settle(20);
    expect(phone.requests.filter(({ url }) => url.endsWith('/pause'))).toHaveLength(1);
    expect(screen.getByText('已暂停')).toBeTruthy();
  });

  test('the echo of a tap does not open the task that has moved under the finger', async () => {
    network.signIn();
    await show(MyTasksPage);
    lookAway();
    fireEvent.click(screen.getByRole('button', { name: '暂停' }));
    await settle(20);
    fireEvent.click(screen.getByRole('button', { name: '泵壳 · 粗铣' }));
    expect(phone.navigations).toEqual([]);
    lookAway();
    fireEvent.click(screen.getByRole('button', { name: '泵壳 · 粗铣' }));
    expect(phone.navigations).toHaveLength(1);
  });

  test('after a failed first article the worker can ask for another', async () => {
    network.signIn();
    network.api.factory.tasks = [aTask({}, { blockedBy: { code: 'first_article_failed', since: null, holders: [], details: {} } })];
    await show(MyTasksPage);
    expect(screen.getByText('首件没通过')).toBeTruthy();
    await press('改好了，请再检');
    expect(phone.requests.find(({ url }) => url.endsWith('/inspections'))?.data).toMatchObject({ kind: 'first_article' });
  });
});

describe('inspecting', () => {
  beforeEach(() => network.signIn(INSPECTOR.id));

  test('an inspector begins with what waits for them', async () => {
    act(() => endSession());
    await show(SignInPage);
    await press(/张工/);
    expect(phone.navigations.at(-1)?.url).toBe('/features/quality/pages/inspections/index');
  });

  test('an inspector is not offered to start work', async () => {
    await show(MyTasksPage);
    expect(screen.queryByRole('button', { name: '开工' })).toBeNull();
  });

  test('what waits says since when and who made it, and is released by one press', async () => {
    await show(InspectionsPage);
    expect(screen.getByText('首件检验 等了 12 分')).toBeTruthy();
    expect(screen.getByText('做的人：王强')).toBeTruthy();
    await press('首件合格，放行');
    expect(network.api.factory.inspections[0]).toMatchObject({ state: 'passed' });
    expect(screen.getByText('已放行 泵壳 · 粗铣')).toBeTruthy();
    expect(screen.getByText('没有等着检的')).toBeTruthy();
  });

  test('a failure needs its reason', async () => {
    await show(InspectionsPage);
    await press('不合格，说原因');
    await press('先写哪里不合格');
    expect(network.api.factory.inspections[0]).toMatchObject({ state: 'open' });
    fireEvent.change(screen.getByPlaceholderText('哪里不合格'), { target: { value: '孔偏 0.3' } });
    await press('判不合格：孔偏 0.3');
    expect(network.api.factory.inspections[0]).toMatchObject({ state: 'failed', reason: '孔偏 0.3' });
  });

  test('a verdict that got lost is pressed again with the same key', async () => {
    await show(InspectionsPage);
    network.cut = true;
    await press('首件合格，放行');
    expect(screen.getByText('没有记上')).toBeTruthy();
    network.cut = false;
    await press('首件合格，放行');
    const keys = phone.requests.filter(({ url }) => url.endsWith('/decision')).map(({ header }) => header['Idempotency-Key']);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(network.api.factory.inspections[0]).toMatchObject({ state: 'passed' });
  });
});

test('a task that is not there says so', async () => {
  network.signIn();
  await show(TaskPage, { operationId: 'f'.repeat(24) });
  expect(screen.getByText('没有找到。')).toBeTruthy();
});

describe('reporting', () => {
  beforeEach(() => network.signIn());

  test('the button says what will happen and what it pays', async () => {
    await show(ReportPage, { operationId: RUNNING });
    expect(screen.getByRole('button', { name: '报 22 良 · 计 ¥13.20' })).toBeTruthy();
    await press('划伤');
    await press(/^划伤/);
    expect(screen.getByRole('button', { name: '报 20 良 2 废 · 计 ¥12.00' })).toBeTruthy();
  });

  test('too much is said on the button and is not sent', async () => {
    await show(ReportPage, { operationId: RUNNING });
    await press('9');
    await press('9');
    await press('现在最多能报 22 件');
    expect(phone.requests.filter(({ url }) => url.endsWith('/work-reports'))).toEqual([]);
  });

  test('the key is made when the button is pressed, kept on the phone before it is sent, and gone when answered', async () => {
    const keptAtSending: string[][] = [];
    const answer = phone.answer;
    phone.answer = (request) => {
      if (request.url.endsWith('/work-reports')) keptAtSending.push(queued());
      return answer(request);
    };
    await show(ReportPage, { operationId: RUNNING });
    await press(/^报 22 良/);
    const key = phone.requests.find(({ url }) => url.endsWith('/work-reports'))?.header['Idempotency-Key'];
    expect(key).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(keptAtSending).toEqual([[`outbox/${key}`]]);
    expect(queued()).toEqual([]);
    expect(phone.navigations.at(-1)).toEqual({ how: 'replace', url: '/features/reporting/pages/result/index' });
  });

  test('a full phone keeps nothing and says so', async () => {
    await show(ReportPage, { operationId: RUNNING });
    phone.full = true;
    const spoken = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    await press(/^报 22 良/);
    spoken.mockRestore();
    expect(screen.getByText('手机快存满了，这一次没有记上')).toBeTruthy();
    expect(network.api.factory.reports).toEqual([]);
  });

  test('the result names the server’s number, the operation’s progress and the pay', async () => {
    await show(ReportPage, { operationId: RUNNING });
    await press(/^报 22 良/);
    cleanup();
    await show(ResultPage);
    await settle(20);
    for (const words of [/单号 R-88213/, '80 / 100', '¥13.20']) expect(screen.getByText(words)).toBeTruthy();
  });

  test('without a signal the result says that the phone has it, and nothing more', async () => {
    await show(ReportPage, { operationId: RUNNING });
    network.cut = true;
    await press(/^报 22 良/);
    cleanup();
    await show(ResultPage);
    expect(screen.getByText('已存手机')).toBeTruthy();
    expect(screen.queryByText(/服务器已收到/)).toBeNull();
    cleanup();
    await show(OutboxPage);
    expect(screen.getByText(/1 条在手机里，一条都不会丢/)).toBeTruthy();
    network.cut = false;
    await press('现在重试');
    expect(screen.getByText('都传完了')).toBeTruthy();
    expect(network.api.factory.reports).toHaveLength(1);
  });
});

test('what was refused while nobody looked stays in the outbox until the person has decided', async () => {
  network.signIn();
  await show(ReportPage, { operationId: RUNNING });
  network.cut = true;
  await press(/^报 22 良/);
  network.cut = false;
  network.api.factory.tasks = network.api.factory.tasks.map((task) => ({ ...task, operation: { ...task.operation, readyQty: '6' } }));
  cleanup();
  await show(OutboxPage);
  await press('现在重试');
  expect(screen.getByText('没收，要你看一下')).toBeTruthy();
  expect(screen.getByText(/还可报 6/)).toBeTruthy();
  await press('知道了，不报这条');
  expect(queued()).toHaveLength(1);
  await press(/^真的不报/);
  expect(queued()).toHaveLength(0);
  expect(screen.getByText('都传完了')).toBeTruthy();
});

test('every line of pay shows how it was worked out', async () => {
  network.signIn();
  network.api.factory.report({ operationId: RUNNING, goodQty: '20', scrap: [], occurredAt: '2026-11-22T02:00:00.000Z' });
  await show(MyPayPage);
  expect(screen.getByText('20 × ¥0.60 = ¥12.00')).toBeTruthy();
  expect(document.getElementById('pay-total')?.textContent).toBe('¥12.00');
});

test('a month of pay is a day a line, and a day opens into what it is made of', async () => {
  network.signIn();
  network.api.factory.report({ operationId: RUNNING, goodQty: '20', scrap: [], occurredAt: '2026-11-22T02:00:00.000Z' });
  await show(MyPayPage);
  await press('11 月');
  expect(document.getElementById('pay-of-2026-10')).toBeTruthy();
  expect(document.getElementById('pay-total')?.textContent).toBe('¥12.00');
  expect(screen.queryByText('20 × ¥0.60 = ¥12.00')).toBeNull();
  await press(/看 1 笔 ›/);
  expect(screen.getByText('20 × ¥0.60 = ¥12.00')).toBeTruthy();
});

test('language, colours and text size change at once', async () => {
  network.signIn();
  await show(PreferencesPage);
  await press('夜班');
  await press('最大');
  await press('English');
  expect(screen.getByText('Settings')).toBeTruthy();
  const page = document.querySelector('.page');
  expect(page?.className).toContain('theme-dark');
  expect(page?.getAttribute('style')).toContain('--u: 0.125rem');
  act(() => changePreferences({ locale: 'zh-CN', theme: 'system', textScale: 1 }));
});
