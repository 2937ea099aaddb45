import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** One store for the whole run: the server of TEST_MONGODB_URI, or the embedded engine, in memory. Each test file has a database of its own. */
export default async function startStore(): Promise<void> {
  if (process.env.TEST_MONGODB_URI) {
    process.env.STORE_URI = process.env.TEST_MONGODB_URI;
    return;
  }
  const { start } = await import('../../server/platform/database/embedded');
  const dir = mkdtempSync(path.join(tmpdir(), 'chejiantong-test-'));
  const store = await start({ dir, durability: 'memory', inProcess: true });
  process.env.STORE_URI = store.uri;
  Object.assign(globalThis, {
    stopTestStore: async () => {
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  });
}
