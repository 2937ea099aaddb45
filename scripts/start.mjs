// `npm start`: builds what is missing, saying so, and starts the product in this process.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buildServer } from './build-server.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`车间通 needs Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

process.stdout.write('1/3 server … ');
const started = Date.now();
await buildServer();
console.log(`built (${Date.now() - started} ms)`);

const wantsWeb = (process.env.SERVICES ?? 'web').includes('web') && process.env.SKIP_WEB_BUILD !== '1';
if (!wantsWeb || existsSync('miniapp/dist/h5/index.html')) {
  console.log('2/3 web app … there already (npm run build:web makes it anew)');
} else {
  console.log('2/3 web app … building, about half a minute the first time');
  const build = spawnSync(process.execPath, ['scripts/build-miniapp.mjs', 'h5'], { stdio: 'inherit' });
  if (build.status !== 0) {
    console.error('The web app could not be built; what stands above says why. The server starts without it.');
  }
}

console.log('3/3 starting …');
createRequire(import.meta.url)('../dist/server/main.js');
