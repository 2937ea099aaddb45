import { act } from '@testing-library/react';
import { writeDraft } from '@/shared/media/draft-media';
import { keepMedia } from '@/shared/media/keep-media';
import type { KeptMedia } from '@/shared/media/kept-media';
import { clearOrphans, dismiss, keepAndSend, resolveMedia, sendWaiting } from '@/shared/offline/outbox';
import { readQueue } from '@/shared/offline/queue-storage';
import type { WorkToDo } from '@/shared/offline/queued-work';
import { resetPhone, settle, TestNetwork } from '../../support/mounted';
import { INSPECTOR, RUNNING, STARTABLE } from '../../support/stub-server/stub-people-and-tasks';
import { type NetworkRequest, phone } from '../../support/taro';

let network: TestNetwork;
let shots = 0;

beforeEach(() => {
  resetPhone();
  network = new TestNetwork();
  network.signIn();
});

/** What stays in the module from one test to the next is dealt with. */
afterEach(async () => {
  network.cut = false;
  network.signIn();
  await sendWaiting();
  for (const { key } of readQueue()) {
    resolveMedia(key);
    await settle(20);
    dismiss(key);
  }
  await settle(20);
});

/** A photo that no other test has taken: two parts long, and a little more. */
async function photo(bytes = 300_000): Promise<KeptMedia> {
  shots += 1;
  const content = `wxfile://tmp/shot-${shots}.jpg`;
  phone.files.set(content, new Uint8Array(bytes).fill(shots));
  return keptOf({ kind: 'photo', contentType: 'image/jpeg', durationMs: null, content });
}

async function voice(): Promise<KeptMedia> {
  shots += 1;
  const content = `wxfile://tmp/said-${shots}.mp3`;
  phone.files.set(content, new Uint8Array(40_000).fill(shots));
  return keptOf({ kind: 'voice', contentType: 'audio/mpeg', durationMs: 6_000, content });
}

async function keptOf(captured: Parameters<typeof keepMedia>[0]): Promise<KeptMedia> {
  const keeping = await keepMedia(captured);
  if (keeping.kind === 'not_kept') throw new Error(keeping.why);
  return keeping.media;
}

function aReport(media: readonly KeptMedia[], operationId = RUNNING): WorkToDo {
  return {
    kind: 'report',
    workOrderId: `order of ${operationId}`,
    operationId,
    path: '/work-reports',
    body: { operationId, goodQty: '1', scrap: [], occurredAt: '2026-11-22T02:00:00.000Z' },
    facts: { orderNo: 'WO-1', itemName: '法兰盘', operationName: '精车', goodQty: '1', scrapQty: '0' },
    media,
  };
}

const asked = () =>
  phone.requests.map(({ url }) =>
    url
      .replace('/api/v1', '')
      .replace(/[0-9a-f]{24}/, 'ID')
      .replace(/\?.*/, ''),
  );
const kept = () => [...phone.files.keys()].filter((path) => path.startsWith('wxfile://usr/media/'));
const reports = () => network.api.factory.reports;

/** Answers requests to an address otherwise; null as an answer means that none comes. */
function instead(address: RegExp, answer: (request: NetworkRequest) => 'lost' | 'as usual'): void {
  const usual = phone.answer;
  phone.answer = (request) => {
    if (address.test(request.url) && answer(request) === 'lost') throw { errMsg: 'request:fail' };
    return usual(request);
  };
}

test('photos and voice go up one after another, then the report that names them; then the phone lets go of the bytes', async () => {
  const media = [await photo(), await photo(), await voice()];
  const settled = await keepAndSend(aReport(media));
  expect(settled.kind).toBe('accepted');
  const upload = (parts: number) => ['/media/uploads', ...Array(parts).fill('/media/uploads/ID/parts'), '/media/uploads/ID/finish'];
  expect(asked()).toEqual([...upload(3), ...upload(3), ...upload(1), '/work-reports']);
  expect(reports()[0]).toMatchObject({ photoIds: [expect.any(String), expect.any(String)], voiceId: expect.any(String) });
  expect(reports()[0]?.media).toHaveLength(3);
  await settle(10);
  expect(kept()).toEqual([]);
  expect(readQueue()).toEqual([]);
});

test('a cut between two parts costs nothing that has arrived: the server is asked where to go on', async () => {
  let parts = 0;
  instead(/\/parts/, () => {
    parts += 1;
    return parts === 2 ? 'lost' : 'as usual';
  });
  expect((await keepAndSend(aReport([await photo()]))).kind).toBe('kept');
  expect(reports()).toEqual([]);
  expect(kept()).toHaveLength(1);
  await sendWaiting();
  await settle(20);
  expect(reports()).toHaveLength(1);
  // The part that did not get through was too much for this network.
  expect(network.api.factory.media.parts).toEqual([131_072, 65_536, 103_392]);
});

test('a part that arrived while its answer was lost is not sent again', async () => {
  let parts = 0;
  const usual = phone.answer;
  phone.answer = async (request) => {
    const answer = await usual(request);
    if (/\/parts/.test(request.url)) parts += 1;
    if (parts === 1 && /\/parts/.test(request.url)) throw { errMsg: 'request:fail' };
    return answer;
  };
  await keepAndSend(aReport([await photo()]));
  await sendWaiting();
  await settle(20);
  expect(reports()).toHaveLength(1);
  expect(network.api.factory.media.parts).toEqual([131_072, 65_536, 103_392]);
});

test('the same bytes in two reports go up once', async () => {
  const first = await photo();
  await keepAndSend(aReport([first]));
  const path = 'wxfile://tmp/again.jpg';
  phone.files.set(path, new Uint8Array(300_000).fill(shots));
  const again = await keptOf({ kind: 'photo', contentType: 'image/jpeg', durationMs: null, content: path });
  expect(again.sha256).toBe(first.sha256);
  await keepAndSend(aReport([again]));
  expect(network.api.factory.media.parts).toHaveLength(3);
  expect(reports().map(({ photoIds }) => photoIds)).toEqual([reports()[0]?.photoIds, reports()[0]?.photoIds]);
});

test('a report waits for its own photos, and no other work order waits for them', async () => {
  instead(/\/parts/, () => 'lost');
  await keepAndSend(aReport([await photo()]));
  void keepAndSend(aReport([]));
  await keepAndSend(aReport([], STARTABLE));
  expect(reports().map(({ operationId }) => operationId)).toEqual([STARTABLE]);
  expect(readQueue().map(({ operationId }) => operationId)).toEqual([RUNNING, RUNNING]);
});

test('a photo that the server will not have holds its report for the person, who sends it without; the next report goes on', async () => {
  network.api.factory.media.refuse = 'media_not_a_photo';
  const [bad, good] = [await photo(), await photo()];
  const settled = await keepAndSend(aReport([bad, good]));
  await keepAndSend(aReport([]));
  expect(reports()).toHaveLength(1);
  const [waiting] = readQueue();
  expect(settled).toEqual({ kind: 'kept', key: waiting?.key });
  expect(waiting?.media.map(({ problem }) => problem?.code ?? null)).toEqual(['media_not_a_photo', null]);
  expect(waiting?.refusal).toBeNull();
  resolveMedia(waiting?.key ?? '');
  await settle(20);
  expect(reports()).toHaveLength(2);
  expect(reports()[1]?.photoIds).toHaveLength(1);
  expect(kept()).toEqual([]);
});

test('or with another in its place', async () => {
  network.api.factory.media.refuse = 'media_not_a_voice';
  const settled = await keepAndSend(aReport([await voice()]));
  resolveMedia(settled.kind === 'kept' ? settled.key : '', [await voice()]);
  await settle(20);
  expect(reports()[0]?.voiceId).not.toBeNull();
  expect(readQueue()).toEqual([]);
});

test('bytes that are gone from the phone are the person’s to decide, and the report is still there', async () => {
  network.cut = true;
  await keepAndSend(aReport([await photo()]));
  phone.files.clear();
  network.cut = false;
  await sendWaiting();
  await settle(20);
  expect(readQueue()[0]?.media[0]?.problem?.code).toBe('bytes_gone');
  expect(reports()).toEqual([]);
});

test('nobody else sends it: whoever signs in meanwhile lends neither name nor network', async () => {
  instead(/\/parts/, () => {
    network.signIn(INSPECTOR.id);
    return 'as usual';
  });
  await keepAndSend(aReport([await photo()]));
  await settle(20);
  expect(network.api.factory.media.parts).toHaveLength(1);
  expect(asked()).not.toContain('/work-reports');
  expect(readQueue()).toHaveLength(1);
  expect(kept()).toHaveLength(1);
});

test('what the server has let go of meanwhile goes up once more, under the key of the press', async () => {
  instead(/\/work-reports/, () => 'lost');
  await keepAndSend(aReport([await photo()]));
  network.api.factory.media.kept.clear();
  network = new TestNetwork();
  network.signIn();
  const { key } = readQueue()[0] ?? {};
  await sendWaiting();
  await settle(20);
  const keys = phone.requests.filter(({ url }) => url.endsWith('/work-reports')).map(({ header }) => header['Idempotency-Key']);
  expect(keys).toEqual([key, key, key]);
  expect(reports()[0]?.photoIds).toHaveLength(1);
});

test('a server that sends an upload back for ever is not believed for ever', async () => {
  instead(/\/finish/, () => {
    network.api.factory.media.refuse = 'upload_damaged';
    return 'as usual';
  });
  await keepAndSend(aReport([await photo(1_000)]));
  await settle(20);
  expect(readQueue()[0]?.media[0]?.problem?.code).toBe('upload_damaged');
  expect(network.api.factory.media.parts.length).toBeLessThan(10);
});

test('a full phone takes no new photo and keeps what it has', async () => {
  network.cut = true;
  await keepAndSend(aReport([await photo()]));
  phone.filesSaid.set('wxfile://usr/media/other.jpg', 160_000_000);
  await expect(photo()).rejects.toThrow('phone_full');
  expect(kept()).toHaveLength(1);
  expect(readQueue()).toHaveLength(1);
});

test('when the app starts, bytes that nothing names are let go; those of a draft, of the queue, or of this hour are not', async () => {
  network.cut = true;
  const [queued, drafted] = [await photo(), await photo()];
  await keepAndSend(aReport([queued]));
  act(() => writeDraft('report/somewhere', [drafted]));
  const longAgo = '01JDAAAAAAAAAAAAAAAAAAAAAA.jpg';
  phone.files.set(`wxfile://usr/media/${longAgo}`, new Uint8Array(10));
  const fresh = await photo();
  await clearOrphans();
  expect(kept().sort()).toEqual([queued, drafted, fresh].map(({ id }) => `wxfile://usr/media/${id}`).sort());
});

test('an entry that an earlier version of the app has stored is read as one without photos', async () => {
  network.cut = true;
  await keepAndSend(aReport([]));
  const [name] = [...phone.stored.keys()].filter((one) => one.startsWith('outbox/'));
  const { media: _, ...old } = phone.stored.get(name ?? '') as Record<string, unknown>;
  phone.stored.set(name ?? '', old);
  expect(readQueue()[0]?.media).toEqual([]);
});
