// Builds the phone app for one target: `node scripts/build-miniapp.mjs h5|weapp`. Prints what it does and how large the outcome is.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const MINIAPP = path.join(ROOT, 'miniapp');
const TARGETS = ['h5', 'weapp'];

const target = process.argv[2];
if (!target || !TARGETS.includes(target)) {
  console.error(`usage: node scripts/build-miniapp.mjs ${TARGETS.join('|')}`);
  process.exit(2);
}
const outDir = path.join(MINIAPP, 'dist', target);
const startedAt = Date.now();

// A release is built into an empty folder: chunks of an earlier build would be shipped and precached.
await rm(outDir, { recursive: true, force: true });
console.log(`building the ${target === 'h5' ? 'web app' : 'WeChat package'} …`);
await runTaro();
if (target === 'h5') await writeServiceWorker();
await (target === 'h5' ? printWebSizes() : printPackageSizes());
console.log(`done in ${((Date.now() - startedAt) / 1000).toFixed(1)} s: ${path.relative(ROOT, outDir)}`);

async function runTaro() {
  const cli = path.join(ROOT, 'node_modules', '@tarojs', 'cli', 'bin', 'taro');
  const log = [];
  // --no-check: the check would fetch its schema from the network, and the type checker reads the same configuration.
  const child = spawn(process.execPath, [cli, 'build', '--type', target, '--no-check'], {
    cwd: MINIAPP,
    env: { ...process.env, NODE_ENV: 'production', TARO_ENV: target },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk) => log.push(chunk));
  child.stderr.on('data', (chunk) => log.push(chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  const entry = path.join(outDir, target === 'h5' ? 'index.html' : 'app.json');
  if (code !== 0 || !existsSync(entry)) {
    process.stderr.write(withoutProgress(Buffer.concat(log).toString('utf8')));
    console.error(`the ${target} build failed`);
    process.exit(1);
  }
}

/** What the build said, without the bar that it drew a hundred times. */
function withoutProgress(log) {
  const errors = log.lastIndexOf('Errors:');
  return `${errors === -1 ? log : log.slice(errors)}\n`;
}

async function writeServiceWorker() {
  const { generateSW } = await import('workbox-build');
  const { count, size, warnings } = await generateSW({
    globDirectory: outDir,
    globPatterns: ['**/*.{html,js,css,png,svg,webmanifest}'],
    globIgnores: ['**/*.LICENSE.txt', 'sw.js', 'workbox-*.js'],
    swDest: path.join(outDir, 'sw.js'),
    navigateFallback: '/app/index.html',
    modifyURLPrefix: { '': '/app/' },
    dontCacheBustURLsMatching: /\.[0-9a-f]{8}\.(js|css)$/,
    cleanupOutdatedCaches: true,
    clientsClaim: true,
    skipWaiting: true,
    sourcemap: false,
    inlineWorkboxRuntime: true,
    // The API is never answered from a cache here: the app keeps what it may show offline itself, and says from when it is.
    navigateFallbackDenylist: [/^\/api\//],
  });
  for (const warning of warnings) console.warn(warning);
  console.log(`service worker: ${count} files, ${kilobytes(size)} kept for work without a network`);
}

async function printWebSizes() {
  const files = await filesBelow(outDir);
  for (const kind of ['js', 'css']) {
    const contents = await Promise.all(
      files.filter((file) => file.startsWith(`${kind}/`)).map((file) => readFile(path.join(outDir, file))),
    );
    const gzipped = contents.reduce((sum, content) => sum + gzipSync(content).length, 0);
    const raw = contents.reduce((sum, content) => sum + content.length, 0);
    console.log(`${kind}: ${kilobytes(raw)} raw, ${kilobytes(gzipped)} compressed, all chunks together`);
  }
}

async function printPackageSizes() {
  const { subPackages = [] } = JSON.parse(await readFile(path.join(outDir, 'app.json'), 'utf8'));
  const files = (await filesBelow(outDir)).filter((file) => !file.endsWith('.LICENSE.txt'));
  const sizes = new Map([['main', 0], ...subPackages.map(({ root }) => [root, 0])]);
  for (const file of files) {
    const owner = subPackages.find(({ root }) => file.startsWith(`${root}/`))?.root ?? 'main';
    sizes.set(owner, (sizes.get(owner) ?? 0) + (await stat(path.join(outDir, file))).size);
  }
  for (const [owner, size] of sizes) console.log(`${owner === 'main' ? 'main package' : owner}: ${kilobytes(size)}`);
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
