import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { asPerson, baseUrl, launch, phone, shot, signIn, tap, waitFor } from './support/browser.mjs';

const SMALLEST_TOUCH = 48;
let browser;
let folder;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'chejiantong-tone-'));
  const tone = path.join(folder, 'tone.wav');
  await writeFile(tone, aTone());
  browser = await launch([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${tone}`,
    '--autoplay-policy=no-user-gesture-required',
  ]);
});
after(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** Two seconds of 440 Hz, for the microphone to hear. */
function aTone() {
  const rate = 48_000;
  const samples = rate * 2;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  for (const [value, at, bytes] of [
    [16, 16, 4],
    [1, 20, 2],
    [1, 22, 2],
    [rate, 24, 4],
    [rate * 2, 28, 4],
    [2, 32, 2],
    [16, 34, 2],
  ])
    wav.writeUIntLE(value, at, bytes);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(samples * 2, 40);
  for (let at = 0; at < samples; at += 1) wav.writeInt16LE(Math.round(Math.sin((at * 2 * Math.PI * 440) / rate) * 12_000), 44 + at * 2);
  return wav;
}

const allowed = { serviceWorkers: 'allow', permissions: ['camera', 'microphone'] };

test('photos and a voice note are taken, kept without a signal over a reload, arrive with the report, and are seen and heard by the leader', async () => {
  const { page, context, errors } = await phone(browser, allowed);
  await signIn(page, '王强');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await tap(page.getByRole('button', { name: '报工', exact: true }).first());
  await page.locator('#submit').waitFor();
  await page.waitForLoadState('networkidle');
  await tap(page.getByRole('button', { name: '清', exact: true }));
  await tap(page.getByRole('button', { name: '1', exact: true }));
  await tap(page.locator('#scrap-scratch'));

  await tap(page.locator('#attach-photo'));
  await page.waitForFunction(() => (document.querySelector('.camera video')?.videoWidth ?? 0) > 0);
  await shot(page, 'media-1-camera');
  for (const words of ['拍了 1 张', '拍了 2 张', '拍了 3 张']) {
    await page.locator('.camera-shutter').click();
    await page.getByText(words).waitFor();
    await page.waitForTimeout(300);
  }
  await page.getByRole('button', { name: '好了' }).click();
  await page.locator('.thumb img').nth(2).waitFor();
  await tap(page.locator('.thumb').nth(2));
  await page.locator('#photo-viewer').waitFor();
  assert.deepEqual(await tooSmall(page), []);
  await shot(page, 'media-2-viewer');
  await tap(page.locator('#photo-remove'));
  assert.equal(await page.locator('.thumb img').count(), 2);

  await tap(page.locator('#attach-voice'));
  await page.locator('#attach-voice-stop').waitFor();
  await page.waitForTimeout(1_500);
  await shot(page, 'media-3-recording');
  await tap(page.locator('#attach-voice-stop'));
  await tap(page.getByRole('button', { name: '▶ 播放' }));
  assert.ok((await heard(page)) > 0.5);
  await shot(page, 'media-4-report');
  assert.deepEqual(await tooSmall(page), []);

  const ask = await asPerson('王强');
  const reportsBefore = (await ask('/work-reports?mine=true')).items.length;
  await context.setOffline(true);
  await tap(page.locator('#submit'));
  await page.getByText('已存手机').waitFor();
  await page.locator('#media-progress', { hasText: '照片 2 张 · 语音' }).waitFor();
  await shot(page, 'media-5-kept');
  await page.reload();
  await tap(page.getByRole('button', { name: '看上传箱' }));
  await page.getByText('1 条在手机里，一条都不会丢').waitFor();
  await page.locator('[id^=waiting-]', { hasText: /照片 2 张 · 语音 \d+ 秒/ }).waitFor();
  await shot(page, 'media-6-outbox');

  await context.setOffline(false);
  await page.getByText('都传完了').waitFor();
  const { items } = await ask('/work-reports?mine=true');
  assert.equal(items.length, reportsBefore + 1);
  assert.deepEqual(
    items[0].media.map(({ kind, playable }) => [kind, playable]),
    [
      ['photo', true],
      ['photo', true],
      ['voice', true],
    ],
  );
  assert.deepEqual(await waitFor(async () => ((await keptIn(page)).length === 0 ? 'nothing' : null)), 'nothing');
  assert.deepEqual(errors, []);
  await context.close();
  await seenByLeader(items[0]);
});

async function seenByLeader(report) {
  const { page, context, errors } = await phone(browser);
  await page.goto(`${baseUrl}/app/`);
  await tap(page.locator('[id^=person-]', { hasText: '陈班长' }).first());
  await tap(page.locator('#room-team'));
  await tap(page.locator(`[id^=records-][id$="${report.operationId}"]`).first());
  const record = page.locator(`#record-${report.id}`);
  await record.locator('.thumb img').nth(1).waitFor();
  const drawn = await record
    .locator('.thumb img')
    .evaluateAll((pictures) => Promise.all(pictures.map((picture) => picture.decode().then(() => picture.naturalWidth))));
  assert.ok(drawn.length === 2 && drawn.every((width) => width > 0), `${drawn}`);
  await shot(page, 'media-7-leader');
  assert.deepEqual(await tooSmall(page), []);
  await tap(record.locator('.thumb').first());
  await page.locator('#photo-viewer img').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByText('2 / 2').waitFor();
  await shot(page, 'media-8-large');
  await page.keyboard.press('Escape');
  await page.locator('#photo-viewer').waitFor({ state: 'detached' });
  await tap(record.getByRole('button', { name: '▶ 播放' }));
  assert.ok((await heard(page)) > 0.5);
  const part = await fetch(`${baseUrl}${report.media[2].url}`, { headers: { range: 'bytes=0-9' } });
  assert.equal(part.status, 206);
  assert.deepEqual(errors, []);
  await context.close();
}

test('an inspector fails a piece with a photo', async () => {
  const { page, context, errors } = await phone(browser, allowed);
  await page.goto(`${baseUrl}/app/`);
  await tap(page.locator('[id^=person-]', { hasText: '张工' }).first());
  const card = page.locator('.card[id^=inspection-]').first();
  const inspectionId = (await card.getAttribute('id')).replace('inspection-', '');
  await tap(page.locator(`#fail-${inspectionId}`));
  await card.locator('input').fill('孔偏 0.3');
  await tap(page.locator(`#attach-${inspectionId}-photo`));
  await page.waitForFunction(() => (document.querySelector('.camera video')?.videoWidth ?? 0) > 0);
  await page.locator('.camera-shutter').click();
  await page.getByText('拍了 1 张').waitFor();
  await page.getByRole('button', { name: '好了' }).click();
  await card.locator('.thumb img').waitFor();
  await shot(page, 'media-9-inspector');
  assert.deepEqual(await tooSmall(page), []);
  await tap(page.locator(`#fail-${inspectionId}`));
  await page.locator('#told', { hasText: '已判不合格' }).waitFor();
  const ask = await asPerson('陈班长');
  const { items } = await ask('/inspections?state=failed');
  const failed = items.find(({ id }) => id === inspectionId);
  assert.equal(failed?.media.length, 1);
  assert.deepEqual(errors, []);
  await context.close();
  await inHistory(failed.workOrderId, '张工', 'media-11-history');
});

/** The planner sees the photo with what the person did to the order. */
async function inHistory(workOrderId, name, picture) {
  const { page, context, errors } = await phone(browser, { viewport: { width: 1360, height: 860 } });
  await page.goto(`${baseUrl}/app/`);
  await tap(page.locator('[id^=person-]', { hasText: '刘计划' }).first());
  await page.waitForURL((url) => !url.pathname.includes('sign-in'));
  await page.goto(`${baseUrl}/app/features/orders/pages/order/index?id=${workOrderId}`);
  const photo = page.locator('.event', { hasText: name }).locator('.thumb img').first();
  await photo.scrollIntoViewIfNeeded();
  await page.waitForFunction((image) => image.complete && image.naturalWidth > 0, await photo.elementHandle());
  await shot(page, picture);
  assert.deepEqual(errors, []);
  await context.close();
}

test('what the order does not allow is asked for with photo and voice, approved by who sees them, and then reported', async () => {
  const operationId = await nearlyMade();
  const address = `${baseUrl}/app/features/reporting/pages/report/index?operationId=${operationId}`;
  const { page, context, errors } = await phone(browser, { ...allowed, serviceWorkers: 'block' });
  await signIn(page, '马亮');
  await page.goto(address);
  await page.getByText('最多 45 件').waitFor();
  // Somebody at the next machine reports while the page is open.
  const other = await asPerson('周杰');
  await other('/work-reports', { operationId, goodQty: '15', occurredAt: new Date().toISOString() });
  await type(page, '45');
  await tap(page.locator('#submit'));
  await page.locator('#told', { hasText: '没收' }).waitFor();
  await tap(page.locator('#attach-photo'));
  await page.waitForFunction(() => (document.querySelector('.camera video')?.videoWidth ?? 0) > 0);
  await page.locator('.camera-shutter').click();
  await page.getByText('拍了 1 张').waitFor();
  await page.getByRole('button', { name: '好了' }).click();
  await tap(page.locator('#attach-voice'));
  await page.waitForTimeout(1_500);
  await tap(page.locator('#attach-voice-stop'));
  await tap(page.locator('#ask-over', { hasText: '申请超产 15 件' }));
  await page.locator('#over-reason input').fill('毛坯多投，客户下月还要');
  await see(page, 'over-1-asking');
  await tap(page.locator('#send-over'));
  await page.locator('#over-told', { hasText: '已申请超产 15 件' }).waitFor();
  await see(page, 'over-2-asked');
  // The refusal of before is the server's word on the page, and the browser notes it.
  assert.deepEqual(
    errors.filter((error) => !error.includes('409')),
    [],
  );
  await approvedByWhoSees();

  // The approval is carried out a moment after it was given.
  const mine = await asPerson('马亮');
  await waitFor(async () => (await mine(`/operations/${operationId}`)).operation.readyQty === '45');
  await page.goto(address);
  await page.getByText('最多 45 件').waitFor();
  await page.locator('.thumb img').waitFor();
  // Above the new limit it can be asked for again, before anything is refused.
  await type(page, '46');
  await page.locator('#ask-over', { hasText: '申请超产 1 件' }).waitFor();
  await see(page, 'over-4-again');
  await type(page, '45');
  await tap(page.locator('#submit'));
  await page.getByText('＋45').waitFor();
  const ask = await asPerson('马亮');
  // Photos on their way may keep it on the phone for a moment.
  const reported = await waitFor(async () => {
    const { items } = await ask(`/work-reports?operationId=${operationId}`);
    return items.find(({ goodQty }) => goodQty === '45');
  });
  assert.equal(reported.media.length, 2);
  await context.close();
  await inHistory(reported.workOrderId, '马亮', 'over-5-history');
});

/** A first operation where 60 of the 105 that its order allows are made by two people. */
async function nearlyMade() {
  const order = await (await asPerson('刘计划'))('/work-orders/by-no/WO-0329-001');
  const operationId = order.operations[0].id;
  for (const name of ['马亮', '周杰']) {
    const press = await asPerson(name);
    await press(`/operations/${operationId}/start`, { occurredAt: new Date().toISOString() });
    await press('/work-reports', { operationId, goodQty: '30', occurredAt: new Date().toISOString() });
  }
  return operationId;
}

async function approvedByWhoSees() {
  const { page, context, errors } = await phone(browser);
  await page.goto(`${baseUrl}/app/`);
  await tap(page.locator('[id^=person-]', { hasText: '郑主任' }).first());
  await tap(page.locator('#room-approvals'));
  await tap(page.locator('[id^=approval-]', { hasText: 'WO-0329-001' }).getByRole('button').first());
  await page.locator('#approval .thumb img').waitFor();
  await page.locator('#approval').getByRole('button', { name: '▶ 播放' }).waitFor();
  await see(page, 'over-3-approval');
  await tap(page.locator('#approval').getByRole('button', { name: '▶ 播放' }));
  assert.ok((await heard(page)) > 0.5);
  await tap(page.locator('#approve', { hasText: '同意超产 15 件' }));
  await page.locator('#told', { hasText: '已同意' }).waitFor();
  assert.deepEqual(errors, []);
  await context.close();
}

async function type(page, digits) {
  await tap(page.getByRole('button', { name: '清', exact: true }));
  for (const digit of digits) await tap(page.locator('.keypad').getByRole('button', { name: digit, exact: true }));
}

/** By day and by night. */
async function see(page, name) {
  for (const colorScheme of ['dark', 'light']) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(300);
    await shot(page, `${name}-${colorScheme}`);
  }
  assert.deepEqual(await tooSmall(page), []);
}

test('a camera or microphone that is refused says what to do, and the album still works', async () => {
  const strict = await launch(['--use-fake-device-for-media-stream', '--deny-permission-prompts']);
  const { page } = await phone(strict);
  await signIn(page, '王强');
  await tap(page.getByRole('button', { name: '报工', exact: true }).first());
  await tap(page.locator('#attach-voice'));
  await page.locator('#media-trouble', { hasText: '麦克风没让用' }).waitFor();
  await shot(page, 'media-10-refused');
  await tap(page.locator('#attach-photo'));
  await page.getByText('相机打不开').waitFor();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: '从相册选' }).click();
  await (await chooser).setFiles({ name: 'defect.png', mimeType: 'image/png', buffer: await aPicture(page) });
  await page.locator('.thumb img').waitFor();
  const kept = await keptIn(page);
  assert.equal(kept.length, 1);
  assert.ok(kept[0].width === 1_600 && kept[0].type === 'jpg', JSON.stringify(kept));
  await strict.close();
});

/** A picture larger than is worth sending, as PNG. */
async function aPicture(page) {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 2_400;
    canvas.height = 1_200;
    const context = canvas.getContext('2d');
    for (let at = 0; at < 400; at += 1) {
      context.fillStyle = `hsl(${at * 7} 60% 50%)`;
      context.fillRect((at * 97) % 2_400, (at * 61) % 1_200, 120, 90);
    }
    return canvas.toDataURL('image/png').split(',')[1];
  });
  return Buffer.from(base64, 'base64');
}

/** The length in seconds of what is being played, once the browser knows it and could go on playing. */
function heard(page) {
  return page
    .waitForFunction(() => {
      const player = document.querySelector('audio');
      return player && player.readyState >= 2 && Number.isFinite(player.duration) && player.duration > 0 ? player.duration : null;
    })
    .then((handle) => handle.jsonValue());
}

/** The bytes of photos and voice that are still on this phone: their kind and, of a photo, its width. */
function keptIn(page) {
  return page.evaluate(async () => {
    const open = indexedDB.open('chejiantong-media');
    const database = await new Promise((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    if (!database.objectStoreNames.contains('bytes')) return [];
    const store = database.transaction('bytes').objectStore('bytes');
    const all = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const [ids, values] = await Promise.all([all(store.getAllKeys()), all(store.getAll())]);
    database.close();
    return Promise.all(
      ids.map(async (id, at) => {
        const type = String(id).split('.')[1];
        const bitmap = type === 'jpg' ? await createImageBitmap(new Blob([values[at]])) : null;
        return { type, width: bitmap?.width ?? null, bytes: values[at].byteLength };
      }),
    );
  });
}

function tooSmall(page) {
  return page.evaluate((least) => {
    return [...document.querySelectorAll('[role=button], .camera button')]
      .map((node) => ({ box: node.getBoundingClientRect(), words: node.textContent }))
      .filter(({ box }) => box.width > 0 && (box.height < least - 0.5 || box.width < least - 0.5))
      .map(({ box, words }) => `${words}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
  }, SMALLEST_TOUCH);
}
