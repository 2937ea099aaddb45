// The command-line tools behind `npm run …`: bundles what is needed and runs it. `reset` is here: it needs nothing more.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { buildServer } from './build-server.mjs';

const [tool, ...args] = process.argv.slice(2);

/** The data folder of the embedded store, once it is sure that nobody uses it and that it is meant; null: nothing is to be done, '': there is none. */
async function folderFor(question) {
  const dir = path.resolve(process.env.DATA_DIR ?? 'data');
  if (process.env.MONGODB_URI) {
    console.error('MONGODB_URI is set: this is for the embedded store only. Nothing was done.');
    return null;
  }
  if (!existsSync(dir)) {
    console.log(`${dir} does not exist. There was nothing to do.`);
    return '';
  }
  const server = runningServer(dir);
  if (server !== null) {
    console.error(`A server runs on ${dir} (process ${server}). Stop it first; nothing was done.`);
    return null;
  }
  if (args.includes('--yes')) return dir;
  const ask = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await ask.question(`${question(dir)} Type "${tool}": `);
  ask.close();
  if (answer.trim() === tool) return dir;
  console.log('Nothing was done.');
  return null;
}

/** Starts over: the data of this machine's embedded store and demonstration go, after asking. */
async function reset() {
  const dir = await folderFor((name) => `Delete everything in ${name}? Orders, reports and pay go with it.`);
  if (!dir) return dir === null ? 1 : 0;
  rmSync(dir, { recursive: true, force: true });
  console.log('Deleted. The next start begins with a new demonstration factory.');
  return 0;
}

/** The process that has the store open; null when there is none, or when it ended without giving the lock back. */
function runningServer(dir) {
  try {
    const { pid } = JSON.parse(readFileSync(path.join(dir, 'store', 'lock'), 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? 'of another user' : null;
  }
}

/** The way out when the data are damaged and there is no backup. */
async function salvage() {
  const dir = await folderFor(
    (name) => `Keep of ${name} what can be read? Copy the folder away first: what cannot be read is left out for good.`,
  );
  if (!dir) return dir === null ? 1 : 0;
  await buildServer();
  const { main } = createRequire(import.meta.url)('../dist/server/salvage.js');
  return main(dir);
}

const BUNDLES = { replay: 'replay', load: 'load', export: 'transfer', import: 'transfer', bench: 'bench' };

async function run() {
  if (tool === 'reset') return reset();
  if (tool === 'salvage') return salvage();
  const bundle = BUNDLES[tool];
  if (!bundle) {
    console.error(`unknown tool "${tool ?? ''}"; there are: reset, salvage, ${Object.keys(BUNDLES).join(', ')}`);
    return 2;
  }
  await buildServer();
  const { main } = createRequire(import.meta.url)(`../dist/server/${bundle}.js`);
  return main(bundle === 'transfer' ? [tool, ...args] : args);
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(`■ ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
