import path from 'node:path';
import { start } from '../server/platform/database/embedded';

/**
 * Opens a damaged embedded store once, keeping what can be read, and says what could not. The damaged files stay in the folder under another
 * name; the next start finds whole files only.
 */
export async function main(dataDir: string): Promise<number> {
  const store = await start({ dir: path.join(dataDir, 'store'), durability: 'fsync', inProcess: true, salvage: true });
  await store.close();
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  for (const line of store.salvaged) say(`■ ${line}`);
  say(
    store.salvaged.length > 0
      ? '● Everything else was kept. Look through the last orders and reports, then: npm start'
      : '● Nothing is damaged.',
  );
  return 0;
}
