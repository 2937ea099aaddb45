// Bundles the server, its store worker and the command-line tools to dist/server. Packages stay outside the bundle.
import { build } from 'esbuild';

export const ENTRY_POINTS = {
  main: 'server/main.ts',
  'embedded-worker': 'server/platform/database/embedded/worker.ts',
  'voice-worker': 'server/modules/media/voice-worker.ts',
  'excel-worker': 'server/platform/workbook/worker.ts',
  replay: 'scripts/replay/index.ts',
  load: 'scripts/load.ts',
  transfer: 'scripts/transfer/index.ts',
  salvage: 'scripts/salvage.ts',
  bench: 'scripts/bench/index.ts',
  'bench-server': 'scripts/bench/server.ts',
};

export async function buildServer() {
  const { existsSync } = await import('node:fs');
  await build({
    entryPoints: Object.fromEntries(Object.entries(ENTRY_POINTS).filter(([, file]) => existsSync(file))),
    outdir: 'dist/server',
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    packages: 'external',
    sourcemap: true,
    logLevel: 'warning',
  });
}

if (process.argv[1]?.endsWith('build-server.mjs')) {
  const started = Date.now();
  await buildServer();
  console.log(`server built in ${Date.now() - started} ms`);
}
