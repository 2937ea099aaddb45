import { act, cleanup, fireEvent, screen } from '@testing-library/react';
import OutboxPage from '@/features/outbox/pages/outbox/index';
import InspectionsPage from '@/features/quality/pages/inspections/index';
import ReportPage from '@/features/reporting/pages/report/index';
import ResultPage from '@/features/reporting/pages/result/index';
import { sendWaiting } from '@/shared/offline/outbox';
import { resetPhone, settle, show, TestNetwork } from '../../support/mounted';
import { INSPECTOR, RUNNING } from '../../support/stub-server/stub-people-and-tasks';
import { phone } from '../../support/taro';

let network: TestNetwork;
let sinceStartMs = 0;
let shots = 0;
const clock = Date.now.bind(Date);

beforeEach(() => {
  jest.spyOn(Date, 'now').mockImplementation(() => clock() + sinceStartMs);
  resetPhone();
  network = new TestNetwork();
});

const press = async (name: string | RegExp) => {
  sinceStartMs += 1_000;
  fireEvent.click(screen.getByRole('button', { name }));
  await settle(60);
};

/** The camera will give these, each unlike all before. */
function willShoot(count: number): void {
  for (let shot = 0; shot < count; shot += 1) {
    shots += 1;
    const path = `wxfile://tmp/shot-${shots}.jpg`;
    phone.files.set(path, new Uint8Array(1_000).fill(shots));
    phone.shots.push(path);
  }
}

function willSpeak(durationMs: number): void {
  shots += 1;
  phone.spoken = { path: `wxfile://tmp/said-${shots}.mp3`, durationMs };
  phone.files.set(phone.spoken.path, new Uint8Array(500).fill(shots));
}

const thumbs = () => document.querySelectorAll('.thumb img').length;
const drafts = () => [...phone.stored.keys()].filter((name) => name.startsWith('draft-media/'));
const keptFiles = () => [...phone.files.keys()].filter((path) => path.startsWith('wxfile://usr/'));

describe('reporting', () => {
  beforeEach(async () => {
    network.signIn();
    await show(ReportPage, { operationId: RUNNING });
  });

  test('photos are taken, one is taken away again, words are spoken and heard, and all of it goes with the report', async () => {
    willShoot(3);
    await press('拍缺陷');
    expect(thumbs()).toBe(3);
    await press('看大图：第 2 张照片，共 3 张');
    await press('删掉这张');
    expect(thumbs()).toBe(2);
    willSpeak(6_200);
    await press('录语音');
    await press(/^■ 停，还能录/);
    expect(screen.getByText('语音 0:06')).toBeTruthy();
    await press('▶ 播放');
    expect(phone.played).toEqual([expect.stringMatching(/^wxfile:\/\/usr\/media\/.*\.mp3$/)]);
    await press(/^报 22 良/);
    expect(network.api.factory.reports[0]?.media.map(({ kind }) => kind)).toEqual(['photo', 'photo', 'voice']);
    expect(drafts()).toEqual([]);
    expect(keptFiles()).toEqual([]);
  });

  test('what was taken is still there when the page is opened again, and is that person’s own', async () => {
    willShoot(2);
    await press('拍缺陷');
    cleanup();
    await show(ReportPage, { operationId: RUNNING });
    expect(thumbs()).toBe(2);
    cleanup();
    network.signIn(INSPECTOR.id);
    await show(ReportPage, { operationId: RUNNING });
    expect(thumbs()).toBe(0);
  });

  test('a photo that is chosen twice is there once', async () => {
    willShoot(1);
    const [path = ''] = phone.shots;
    await press('拍缺陷');
    phone.shots.push(path);
    await press('再拍');
    expect(thumbs()).toBe(1);
    expect(screen.getByText('这张已经有了')).toBeTruthy();
  });

  test('nine photos are enough', async () => {
    willShoot(9);
    await press('拍缺陷');
    expect(thumbs()).toBe(9);
    expect(screen.queryByRole('button', { name: '再拍' })).toBeNull();
  });

  test('a microphone that is not allowed says what to do; a slip of the finger is no voice note', async () => {
    await press('录语音');
    expect(screen.getByText('麦克风没让用')).toBeTruthy();
    expect(screen.getByRole('button', { name: '去打开' })).toBeTruthy();
    willSpeak(200);
    await press('录语音');
    await press(/^■ 停/);
    expect(screen.getByText('太短了，没录上')).toBeTruthy();
    expect(screen.getByRole('button', { name: '录语音' })).toBeTruthy();
  });

  test('a full phone says so, and the photos from before go with the report', async () => {
    willShoot(1);
    await press('拍缺陷');
    phone.filesSaid.set('wxfile://usr/media/other.jpg', 170_000_000);
    willShoot(1);
    await press('再拍');
    expect(screen.getByText('手机快存满了，这个没有收')).toBeTruthy();
    expect(thumbs()).toBe(1);
    phone.filesSaid.clear();
    await press(/^报 22 良/);
    expect(network.api.factory.reports[0]?.photoIds).toHaveLength(1);
  });

  test('a refusal of the figures leaves the photos where they are, and the next press sends them once', async () => {
    willShoot(1);
    await press('拍缺陷');
    network.api.factory.tasks = network.api.factory.tasks.map((task) => ({ ...task, operation: { ...task.operation, readyQty: '6' } }));
    await press(/^报 22 良/);
    expect(screen.getByText('没收')).toBeTruthy();
    expect(thumbs()).toBe(1);
    await press(/^报 6 良/);
    expect(network.api.factory.reports.map(({ goodQty, photoIds }) => [goodQty, photoIds.length])).toEqual([['6', 1]]);
    expect(network.api.factory.media.parts).toHaveLength(1);
  });

  test('without a signal the result and the outbox name what waits; with one the count goes up', async () => {
    willShoot(2);
    await press('拍缺陷');
    willSpeak(6_000);
    await press('录语音');
    await press(/^■ 停/);
    network.cut = true;
    await press(/^报 22 良/);
    cleanup();
    await show(ResultPage);
    expect(document.getElementById('media-progress')?.textContent).toBe('照片 2 张 · 语音 6 秒');
    expect(document.getElementById('kept-detail')?.textContent).toContain('没信号');
    cleanup();
    await show(OutboxPage);
    expect(screen.getByText(/照片 2 张 · 语音 6 秒/)).toBeTruthy();
    let finished = 0;
    const usual = phone.answer;
    network.cut = false;
    phone.answer = (request) => {
      if (request.url.endsWith('/finish')) finished += 1;
      if (finished === 2) throw { errMsg: 'request:fail' };
      return usual(request);
    };
    await press('现在重试');
    expect(screen.getByText(/照片 1\/2 · 语音 6 秒/)).toBeTruthy();
    phone.answer = usual;
    await press('现在重试');
    expect(screen.getByText('都传完了')).toBeTruthy();
    expect(network.api.factory.reports[0]?.media).toHaveLength(3);
  });

  test('once the report is pressed its photos are its own: whoever opens the page again, also after a crash, does not report them twice', async () => {
    willShoot(1);
    await press('拍缺陷');
    phone.answer = () => new Promise(() => undefined);
    sinceStartMs += 1_000;
    fireEvent.click(screen.getByRole('button', { name: /^报 22 良/ }));
    expect(drafts()).toEqual([]);
    expect(keptFiles()).toHaveLength(1);
  });

  test('a result whose report was put aside claims nothing', async () => {
    willShoot(1);
    await press('拍缺陷');
    network.cut = true;
    await press(/^报 22 良/);
    network.cut = false;
    network.api.factory.tasks = [];
    await act(() => sendWaiting());
    cleanup();
    await show(OutboxPage);
    await press('知道了，不报这条');
    await press(/^真的不报/);
    cleanup();
    await show(ResultPage);
    expect(screen.getByText('已不在手机里')).toBeTruthy();
    expect(screen.queryByText('已存手机')).toBeNull();
    expect(keptFiles()).toEqual([]);
  });

  test('while photos go up the result says so, and nothing of a signal that is missing', async () => {
    willShoot(1);
    await press('拍缺陷');
    let go: () => void = () => undefined;
    const usual = phone.answer;
    phone.answer = async (request) => {
      if (request.url.includes('/parts')) await new Promise<void>((resolve) => (go = resolve));
      return usual(request);
    };
    sinceStartMs += 1_000;
    fireEvent.click(screen.getByRole('button', { name: /^报 22 良/ }));
    await settle(1_600);
    cleanup();
    await show(ResultPage);
    expect(document.getElementById('kept-detail')?.textContent).toContain('照片和语音在上传');
    expect(screen.queryByText(/没信号/)).toBeNull();
    go();
    await settle(50);
    expect(screen.getByText(/服务器已收到/)).toBeTruthy();
    expect(thumbs()).toBe(1);
  });
});

test('a photo that is not taken comes back as something to decide: without it, or taken again', async () => {
  network.signIn();
  await show(ReportPage, { operationId: RUNNING });
  willShoot(1);
  await press('拍缺陷');
  network.api.factory.media.refuse = 'photo_too_many_pixels';
  await press(/^报 22 良/);
  cleanup();
  await show(ResultPage);
  expect(document.getElementById('kept-detail')?.textContent).toContain('要你看一下');
  cleanup();
  await show(OutboxPage);
  expect(screen.getByText('照片没收，要你定')).toBeTruthy();
  expect(screen.getByText('报的数都在手机里，还没报上去。')).toBeTruthy();
  expect(screen.getByRole('button', { name: '不带它，照报' })).toBeTruthy();
  willShoot(1);
  await press('重拍');
  expect(screen.getByText('都传完了')).toBeTruthy();
  expect(network.api.factory.reports[0]?.photoIds).toHaveLength(1);
});

test('a refused report that is changed and reported again has its photos with it', async () => {
  network.signIn();
  await show(ReportPage, { operationId: RUNNING });
  willShoot(1);
  await press('拍缺陷');
  network.cut = true;
  await press(/^报 22 良/);
  network.cut = false;
  network.api.factory.tasks = network.api.factory.tasks.map((task) => ({ ...task, operation: { ...task.operation, readyQty: '6' } }));
  await act(() => sendWaiting());
  cleanup();
  await show(OutboxPage);
  await press('改了再报');
  cleanup();
  await show(ReportPage, { operationId: RUNNING });
  expect(thumbs()).toBe(1);
  await press(/^报 6 良/);
  expect(network.api.factory.reports[0]?.photoIds).toHaveLength(1);
});

describe('inspecting', () => {
  beforeEach(async () => {
    network.signIn(INSPECTOR.id);
    await show(InspectionsPage);
  });

  test('a failure goes with its photos', async () => {
    await press('不合格，说原因');
    fireEvent.change(screen.getByPlaceholderText('哪里不合格'), { target: { value: '孔偏 0.3' } });
    willShoot(2);
    await press('拍照');
    await press('判不合格：孔偏 0.3');
    expect(network.api.factory.inspections[0]).toMatchObject({ state: 'failed', photoIds: [expect.any(String), expect.any(String)] });
    expect(drafts()).toEqual([]);
    expect(keptFiles()).toEqual([]);
  });

  test('so does a pass, if somebody wants it', async () => {
    await press('拍照、录语音');
    willShoot(1);
    await press('拍照');
    await press('首件合格，放行');
    expect(network.api.factory.inspections[0]).toMatchObject({ state: 'passed', photoIds: [expect.any(String)] });
  });

  test('without a signal nothing is decided, the photos stay, and the next press decides once', async () => {
    await press('拍照、录语音');
    willShoot(1);
    await press('拍照');
    network.cut = true;
    await press('首件合格，放行');
    expect(screen.getByText('没有记上')).toBeTruthy();
    expect(network.api.factory.inspections[0]).toMatchObject({ state: 'open' });
    expect(thumbs()).toBe(1);
    network.cut = false;
    await press('首件合格，放行');
    expect(network.api.factory.inspections[0]).toMatchObject({ state: 'passed', photoIds: [expect.any(String)] });
  });
});
