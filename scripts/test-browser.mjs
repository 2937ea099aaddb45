// `npm run test:browser`: builds what is missing, starts the product on a free port with a folder of its own, and drives the web app in
// a real Chromium. Screenshots go to test-results/.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildServer } from './build-server.mjs';
import { startProduct } from './product.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const RESULTS = path.join(ROOT, 'test-results');
/** With this the tour puts its pictures where the README shows them: `npm run pictures`. */
const PICTURES = '--pictures';

const chromium = findChromium();
await buildServer();
if (!existsSync(path.join(ROOT, 'miniapp/dist/h5/index.html'))) await run(process.execPath, ['scripts/build-miniapp.mjs', 'h5']);
await mkdir(RESULTS, { recursive: true });

let code = 1;
try {
  const product = await startProduct();
  try {
    code = await runTests(product.baseUrl);
  } finally {
    await product.stop();
  }
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : problem);
}
process.exit(code);

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

async function runTests(baseUrl) {
  const folder = path.join(ROOT, 'tests/browser');
  const wanted = process.argv.slice(2).filter((part) => part !== PICTURES);
  const tests = (await readdir(folder)).filter(
    (file) => file.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((part) => file.includes(part))),
  );
  const pictures = process.argv.includes(PICTURES) ? { PICTURES_DIR: path.join(ROOT, 'docs/pictures') } : {};
  const env = { ...process.env, BASE_URL: baseUrl, CHROMIUM_PATH: chromium, RESULTS_DIR: RESULTS, ...pictures };
  const files = tests.map((file) => path.join(folder, file));
  return run(process.execPath, ['--test', '--test-concurrency=1', ...files], env, false);
}

async function run(program, parts, env = process.env, mustSucceed = true) {
  const child = spawn(program, parts, { cwd: ROOT, env, stdio: 'inherit' });
  const exit = await new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
  if (mustSucceed && exit !== 0) process.exit(1);
  return exit;
}
