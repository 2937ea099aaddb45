// `npm start`: builds what is missing or out of date, saying so, and starts the product in this process.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`车间通 did not start: it needs Node 20.19 or newer, and this is ${process.versions.node}. See https://nodejs.org`);
  process.exit(1);
}
// Only now: an older Node could not even read what follows.
const { existsSync } = await import('node:fs');
if (!existsSync('node_modules/esbuild')) {
  console.error('车间通 did not start: its packages are not installed. Run: npm ci && npm start');
  process.exit(1);
}
const { spawn } = await import('node:child_process');
const { createRequire } = await import('node:module');
const { buildServer } = await import('./build-server.mjs');
const { webAppState } = await import('./web-app-state.mjs');

process.stdout.write('1/3 server … ');
const buildBegan = Date.now();
await buildServer();
console.log(`built (${Date.now() - buildBegan} ms)`);

const wantsWeb = (process.env.SERVICES ?? 'web').includes('web') && process.env.SKIP_WEB_BUILD !== '1';
const state = webAppState();
if (!wantsWeb) console.log('2/3 web app … not wanted');
else if (state === 'current') console.log('2/3 web app … there already');
else {
  console.log(
    `2/3 web app … ${state === 'outdated' ? 'its source has changed, building it anew' : 'building, about half a minute the first time'}`,
  );
  if ((await buildWebApp()) !== 0)
    console.error('The web app could not be built; what stands above says why. The server starts without it.');
}

console.log('3/3 starting …');
createRequire(import.meta.url)('../dist/server/main.js');

/** The build itself is silent for most of its time: on a terminal the seconds show that it goes on. */
async function buildWebApp() {
  const began = Date.now();
  const child = spawn(process.execPath, ['scripts/build-miniapp.mjs', 'h5'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const seconds = () => process.stdout.write(`\r    ${Math.round((Date.now() - began) / 1000)} s `);
  const ticking = process.stdout.isTTY ? setInterval(seconds, 1_000) : undefined;
  child.stdout.on('data', (chunk) =>
    process.stdout.write(`${process.stdout.isTTY ? '\r' : ''}${chunk.toString().replace(/^(?=.)/gm, '    ')}`),
  );
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(ticking);
  return code;
}
