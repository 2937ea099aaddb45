import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SessionDto } from '../../server/contracts/api/identity';
import type { WorkReportDto } from '../../server/contracts/api/reporting';
import { noisyJpeg } from '../server/media/pictures';
import { builtWeapp } from '../support/built-weapp';
import { newPhone, type PhoneOptions } from '../support/weapp-host/phone';
import { WeappHost } from '../support/weapp-host/weapp-host';
import { Product } from './support/product';

jest.setTimeout(180_000);

const WORKER = '王强';
const PATIENCE_MS = 20_000;
const voice = readFileSync(path.join(__dirname, '../server/media/fixtures/voice.mp3'));
const product = new Product();
let phone: PhoneOptions;
let host: WeappHost;
let ask: <T>(address: string) => Promise<T>;

beforeAll(async () => {
  Product.build();
  const folder = builtWeapp();
  await product.start();
  phone = newPhone({ origin: product.address });
  host = await new WeappHost(folder, phone).launch();
  ask = await asWorker();
});
afterAll(async () => {
  host.close();
  await product.remove();
});

/** Asks the product itself, past the app. */
async function asWorker(): Promise<typeof ask> {
  const people = (await (await fetch(`${product.address}/api/v1/demo/people`)).json()) as { items: { id: string; name: string }[] };
  const answer = await fetch(`${product.address}/api/v1/demo/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ personId: people.items.find(({ name }) => name === WORKER)?.id }),
  });
  const { accessToken } = (await answer.json()) as SessionDto;
  return async <T>(address: string) => {
    const got = await fetch(`${product.address}${address}`, { headers: { authorization: `Bearer ${accessToken}` } });
    return (await got.json()) as T;
  };
}

const myReports = async () => (await ask<{ items: WorkReportDto[] }>('/api/v1/work-reports?mine=true')).items;
const bytesOnPhone = () => [...phone.files.keys()].filter((file) => file.startsWith('wxfile://usr/'));

async function startAgain(): Promise<void> {
  host.close();
  host = await new WeappHost(builtWeapp(), phone).launch();
}

test('two photos and a voice note from WeChat: cut in the middle of a photo, the app closed, and everything arrives once', async () => {
  await host.tap(`text=${WORKER}`);
  await host.waitFor('#scan');
  const before = await myReports();
  await host.tap('text=报工');
  await host.waitFor('#attach-photo');

  phone.files.set('wxfile://tmp/a.jpg', await noisyJpeg(900, 700));
  phone.files.set('wxfile://tmp/b.jpg', await noisyJpeg(1_000, 700));
  phone.files.set('wxfile://tmp/c.mp3', voice);
  phone.shots.push('wxfile://tmp/a.jpg', 'wxfile://tmp/b.jpg');
  phone.spoken = { path: 'wxfile://tmp/c.mp3', durationMs: 2_000 };
  await host.tap('#attach-photo');
  await host.waitFor('text=再拍');
  await host.tap('#attach-voice');
  await host.tap('#attach-voice-stop');
  await host.waitFor('text=播放');
  expect(bytesOnPhone()).toHaveLength(3);

  const parts: string[] = [];
  phone.beforeRequest = (url) => {
    if (!url.includes('/parts')) return;
    parts.push(url);
    if (parts.length === 3) phone.online = false;
  };
  await host.tap('#key-clear');
  await host.tap('#key-1');
  await host.tap('#submit');
  await host.waitFor('text=已存手机', PATIENCE_MS);
  await host.waitFor('text=照片 2 张 · 语音 2 秒');
  // What the camera made is gone with the session; what the app kept is not.
  for (const file of [...phone.files.keys()]) if (file.startsWith('wxfile://tmp/')) phone.files.delete(file);
  await startAgain();
  await host.waitFor('text=没信号');
  expect(await myReports()).toHaveLength(before.length);
  expect(bytesOnPhone()).toHaveLength(3);

  await host.setOnline(true);
  await host.waitFor('text=● 在线', PATIENCE_MS);
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until && bytesOnPhone().length > 0; )
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(bytesOnPhone()).toEqual([]);
  expect([...phone.storage.keys()].filter((name) => name.startsWith('outbox/') || name.startsWith('draft-media/'))).toEqual([]);

  const [report] = await myReports();
  expect(await myReports()).toHaveLength(before.length + 1);
  expect(report?.media.map(({ kind, playable }) => [kind, playable])).toEqual([
    ['photo', true],
    ['photo', true],
    ['voice', true],
  ]);
  // The one that was cut is the only one that was sent twice.
  expect(parts.length).toBe(new Set(parts).size + 1);
  expect(host.errors).toEqual([]);
  expect(host.warnings).toEqual([]);

  const sound = await fetch(`${product.address}${report?.media[2]?.url}`, { headers: { range: 'bytes=0-99' } });
  expect(sound.status).toBe(206);
  expect((await sound.arrayBuffer()).byteLength).toBe(100);
  const thumb = await fetch(`${product.address}${report?.media[0]?.thumbUrl}`);
  expect(thumb.headers.get('content-type')).toBe('image/jpeg');
});
