// `npm run test:browser`: builds what is missing, starts the product on a free port with a folder of its own, and drives the web app in
// a real Chromium. Screenshots go to test-results/.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildServer } from './build-server.mjs';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const RESULTS = path.join(ROOT, 'test-results');
const PATIENCE_MS = 60_000;

const chromium = findChromium();
await buildServer();
if (!existsSync(path.join(ROOT, 'miniapp/dist/h5/index.html'))) await run(process.execPath, ['scripts/build-miniapp.mjs', 'h5']);
await mkdir(RESULTS, { recursive: true });

const dataDir = await mkdtemp(path.join(os.tmpdir(), 'chejiantong-browser-'));
const port = await freePort();
const product = startProduct();
let code = 1;
try {
  const baseUrl = `http://127.0.0.1:${port}`;
  await untilReady(baseUrl);
  code = await runTests(baseUrl);
} catch (problem) {
  console.error(problem instanceof Error ? problem.message : problem);
} finally {
  await product.stop();
  await rm(dataDir, { recursive: true, force: true });
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

function startProduct() {
  const log = [];
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, DEMO: '1', MONGODB_URI: '', WECOM_CORP_ID: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk) => log.push(chunk));
  child.stderr.on('data', (chunk) => log.push(chunk));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    ended,
    log: () => Buffer.concat(log).toString('utf8'),
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

async function untilReady(baseUrl) {
  const until = Date.now() + PATIENCE_MS;
  let gone = false;
  void product.ended.then(() => {
    gone = true;
  });
  while (Date.now() < until && !gone) {
    if (await answers(`${baseUrl}/readyz`)) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`the product did not become ready on ${baseUrl}\n${product.log()}`);
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    // Not listening yet.
    return false;
  }
}

async function runTests(baseUrl) {
  const folder = path.join(ROOT, 'tests/browser');
  const wanted = process.argv.slice(2);
  const tests = (await readdir(folder)).filter(
    (file) => file.endsWith('.test.mjs') && (wanted.length === 0 || wanted.some((part) => file.includes(part))),
  );
  const env = { ...process.env, BASE_URL: baseUrl, CHROMIUM_PATH: chromium, RESULTS_DIR: RESULTS };
  const files = tests.map((file) => path.join(folder, file));
  return run(process.execPath, ['--test', '--test-concurrency=1', ...files], env, false);
}

async function run(program, parts, env = process.env, mustSucceed = true) {
  const child = spawn(program, parts, { cwd: ROOT, env, stdio: 'inherit' });
  const exit = await new Promise((resolve) => child.once('exit', (status) => resolve(status ?? 1)));
  if (mustSucceed && exit !== 0) process.exit(1);
  return exit;
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port: free } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return free;
}
