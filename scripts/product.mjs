// Starts the built product as a child on a free port with an empty folder of its own, and takes both away again; for browser tests.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const PATIENCE_MS = 120_000;

/** The product with its demonstration, ready to serve; it answers where it is, and how to stop it. */
export async function startProduct() {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'chejiantong-browser-'));
  const port = await freePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const log = [];
  const child = spawn(process.execPath, ['dist/server/main.js'], {
    cwd: ROOT,
    env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: dataDir, DEMO: '1', MONGODB_URI: '', WECOM_CORP_ID: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk) => log.push(chunk));
  child.stderr.on('data', (chunk) => log.push(chunk));
  let gone = false;
  const ended = new Promise((resolve) => child.once('exit', resolve)).then(() => {
    gone = true;
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(dataDir, { recursive: true, force: true });
  };
  const until = Date.now() + PATIENCE_MS;
  while (!(await answers(`${baseUrl}/readyz`))) {
    if (gone || Date.now() > until) {
      await stop();
      throw new Error(`the product did not become ready on ${baseUrl}\n${Buffer.concat(log).toString('utf8')}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return { baseUrl, stop };
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    // Not listening yet.
    return false;
  }
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
