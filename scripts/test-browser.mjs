// `npm run test:browser [part of a name …]`: builds what is missing and drives the web app in a real Chromium. Every file of tests has a
// product and a demonstration of its own, so that none finds what another has done. Screenshots go to test-results/.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildServer } from './build-server.mjs';
import { startProduct } from './product.mjs';
import { webAppState } from './web-app-state.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const FOLDER = path.join(ROOT, 'tests/browser');
const RESULTS = path.join(ROOT, 'test-results');
/** With this the tour puts its pictures where the README shows them: `npm run pictures`. */
const PICTURES = '--pictures';

const chromium = findChromium();
await buildServer();
if (webAppState() !== 'current') await run(process.execPath, ['scripts/build-miniapp.mjs', 'h5']);
await mkdir(RESULTS, { recursive: true });

const failed = [];
for (const file of await wantedFiles()) if ((await passes(file)) !== true) failed.push(file);
if (failed.length > 0) console.error(`\nfailed: ${failed.join(', ')}`);
process.exit(failed.length > 0 ? 1 : 0);

function findChromium() {
  const places = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
  ];
  const mac = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium'];
  const found = [...places, ...mac].find((file) => file && existsSync(file));
  if (found) return found;
  console.error('The browser tests need Chromium or Chrome, and none was found.');
  console.error(
    'Debian and Ubuntu: apt-get install chromium fonts-noto-cjk. Elsewhere: install Chrome, or set CHROMIUM_PATH to its program.',
  );
  process.exit(1);
}

async function wantedFiles() {
  const wanted = process.argv.slice(2).filter((part) => part !== PICTURES);
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.test.mjs'));
  return files.filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part))).sort();
}

async function passes(file) {
  console.log(`\n${file}`);
  const product = await startProduct().catch((problem) => {
    console.error(problem instanceof Error ? problem.message : problem);
  });
  if (!product) return false;
  const pictures = process.argv.includes(PICTURES) ? { PICTURES_DIR: path.join(ROOT, 'docs/pictures') } : {};
  const env = { ...process.env, BASE_URL: product.baseUrl, CHROMIUM_PATH: chromium, RESULTS_DIR: RESULTS, ...pictures };
  try {
    return (await run(process.execPath, ['--test', path.join(FOLDER, file)], env, false)) === 0;
  } finally {
    await product.stop();
  }
}

async function run(program, parts, env = process.env, mustSucceed = true) {
  const child = spawn(program, parts, { cwd: ROOT, env, stdio: 'inherit' });
  const exit = await new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
  if (mustSucceed && exit !== 0) process.exit(1);
  return exit;
}
