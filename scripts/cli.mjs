// The command-line tools behind `npm run …`: bundles what is needed and runs it. `reset` is here: it needs nothing.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { buildServer } from './build-server.mjs';

const [tool, ...args] = process.argv.slice(2);

/** Starts over: the data of this machine's embedded store and demonstration go, after asking. */
async function reset() {
  if (process.env.MONGODB_URI) {
    console.error('MONGODB_URI is set: this only ever empties the embedded store. Nothing was done.');
    return 1;
  }
  const dir = path.resolve(process.env.DATA_DIR ?? 'data');
  if (!existsSync(dir)) {
    console.log(`Nothing to reset: ${dir} does not exist.`);
    return 0;
  }
  const server = runningServer(dir);
  if (server !== null) {
    console.error(`A server runs on it (process ${server}). Stop it first; nothing was deleted.`);
    return 1;
  }
  if (!args.includes('--yes')) {
    const ask = createInterface({ input: process.stdin, output: process.stdout });
    const answer = await ask.question(`Delete everything in ${dir}? Orders, reports and pay go with it. Type "reset": `);
    ask.close();
    if (answer.trim() !== 'reset') {
      console.log('Nothing was deleted.');
      return 1;
    }
  }
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

const BUNDLES = { replay: 'replay', load: 'load', export: 'transfer', import: 'transfer', bench: 'bench' };

async function run() {
  if (tool === 'reset') return reset();
  const bundle = BUNDLES[tool];
  if (!bundle) {
    console.error(`unknown tool "${tool ?? ''}"; there are: reset, ${Object.keys(BUNDLES).join(', ')}`);
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
