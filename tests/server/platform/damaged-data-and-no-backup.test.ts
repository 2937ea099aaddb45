import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { main as salvage } from '../../../scripts/salvage';
import { reasonOf } from '../../../server/explain-start';
import { SALVAGE_HINT, start } from '../../../server/platform/database/embedded';

let dataDir: string;
let said: string;
const options = () => ({ dir: path.join(dataDir, 'store'), durability: 'write', inProcess: true }) as const;

beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'damaged-'));
  said = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

type Note = { _id: number };

async function withNotes<T>(work: (notes: ReturnType<ReturnType<MongoClient['db']>['collection']>) => Promise<T>): Promise<T> {
  const store = await start(options());
  const client = await MongoClient.connect(store.uri);
  try {
    return await work(client.db('shop').collection('notes'));
  } finally {
    await client.close();
    await store.close();
  }
}

/** Ten documents, one write each, and a byte in the middle of the log turned over. */
async function damage(): Promise<void> {
  await withNotes(async (notes) => {
    for (let i = 0; i < 10; i += 1) await notes.insertOne({ _id: i as never, text: 'x'.repeat(200) });
  });
  const file = path.join(dataDir, 'store', 'log-0');
  const bytes = fs.readFileSync(file);
  const at = Math.floor(bytes.length / 2);
  bytes.writeUInt8(255 - bytes.readUInt8(at), at);
  fs.writeFileSync(file, bytes);
}

test('the start refuses, says where the damage is, and names the way out', async () => {
  await damage();
  const refusal = await start(options()).catch((error: unknown) => error);
  expect(String(refusal)).toContain(SALVAGE_HINT);
  const words = reasonOf(refusal);
  expect(words).toMatch(/log-0 is damaged at bytes \d+ to \d+/);
  expect(words).toContain('npm run salvage');
  expect(words).not.toContain('at Object');
});

test('what can be read is kept, what cannot is told and stays beside it, and the next start finds whole data', async () => {
  await damage();
  expect(await salvage(dataDir)).toBe(0);
  expect(said).toMatch(/■ .*log-0 is damaged at bytes/);
  const kept = await withNotes((notes) => notes.find<Note>({}).toArray());
  expect(kept.length).toBeGreaterThanOrEqual(8);
  expect(kept.length).toBeLessThan(10);
  expect(fs.readdirSync(path.join(dataDir, 'store')).filter((name) => name.startsWith('damaged-'))).toHaveLength(1);
  said = '';
  await salvage(dataDir);
  expect(said).toContain('Nothing is damaged');
});
