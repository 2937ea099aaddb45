import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { launch, phone, shot, signIn, tap } from './support/browser.mjs';

const WIDTH = 640;
const HEIGHT = 480;

test('the camera reads a travel card and opens its operation', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'chejiantong-camera-'));
  const film = path.join(folder, 'card.y4m');
  await writeFile(film, await filmOfCard());
  const browser = await launch([
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  const { page, errors } = await phone(browser, { permissions: ['camera'] });
  await signIn(page, '王强');
  await tap(page.locator('#scan'));
  // The card names an operation that does not exist here, so that its page says so.
  await page.waitForURL(/operationId=c{24}/, { timeout: 20_000 });
  await page.getByText('没有找到').waitFor();
  assert.equal(await page.locator('.finder').count(), 0);
  assert.deepEqual(
    errors.filter((text) => !text.includes('404')),
    [],
  );
  await browser.close();
  await rm(folder, { recursive: true });
});

test('without a camera the page says what to do instead', async () => {
  const browser = await launch();
  const { page, context } = await phone(browser);
  await signIn(page, '王强');
  await tap(page.locator('#scan'));
  await page.getByText('打不开摄像头').waitFor();
  await shot(page, 'scan-no-camera');
  await context.close();
  await browser.close();
});

/** Two frames of a QR code on grey paper, as the film format of Chromium's stand-in for a camera. */
async function filmOfCard() {
  const rows = (await readFile(new URL('./support/travel-card.txt', import.meta.url), 'utf8')).trim().split('\n');
  const module = 10;
  const left = Math.floor((WIDTH - rows.length * module) / 2);
  const top = Math.floor((HEIGHT - rows.length * module) / 2);
  const light = Buffer.alloc(WIDTH * HEIGHT, 220);
  rows.forEach((row, y) => {
    [...row].forEach((dot, x) => {
      if (dot !== '#') return;
      for (let line = 0; line < module; line += 1)
        light.fill(20, (top + y * module + line) * WIDTH + left + x * module, (top + y * module + line) * WIDTH + left + (x + 1) * module);
    });
  });
  const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, grey]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A0:0 C420mpeg2\n`), frame, frame]);
}
