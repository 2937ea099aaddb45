import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { MongoClient } from 'mongodb';
import { openStore, randomFrom, temporaryDirectory } from './open-store';

const embedded = path.resolve(__dirname, '../../../../server/platform/database/embedded');
const CLIENTS = 6;
const ROUNDS = 3;

let bundles: string;
beforeAll(async () => {
  bundles = temporaryDirectory();
  const entryPoints = { store: path.join(embedded, 'index.ts'), 'embedded-worker': path.join(embedded, 'worker.ts') };
  await build({
    entryPoints,
    outdir: bundles,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    absWorkingDir: path.resolve(embedded, '../../../..'),
  });
}, 60_000);
afterAll(() => fs.rmSync(bundles, { recursive: true, force: true }));

/** A process that serves the directory from a worker thread, and its URI. */
async function serve(dir: string): Promise<{ child: ChildProcess; uri: string }> {
  const options = JSON.stringify({ dir, durability: 'write', maxLogBytes: 60_000 });
  const script = `require(${JSON.stringify(path.join(bundles, 'store.js'))}).start(${options}).then((s) => console.log(s.uri), (e) => { console.error(e); process.exit(1); });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (!child.stdout) throw new Error('the child has no output');
  const [line] = await once(child.stdout, 'data');
  return { child, uri: String(line).trim() };
}

type Acknowledged = { notes: Set<string>; increments: number };

/** Writes until the connection breaks; only what was acknowledged counts. */
async function writeUntilKilled(client: MongoClient, name: string, seed: number, acknowledged: Acknowledged): Promise<void> {
  const db = client.db('shop');
  const random = randomFrom(seed);
  for (let i = 0; ; i++) {
    const _id = `${name}-${i}`;
    try {
      await db.collection<{ _id: string }>('notes').insertOne({ _id });
      acknowledged.notes.add(_id);
      await db.collection<{ _id: string }>('counters').updateOne({ _id: 'c' }, { $inc: { n: 1 } }, { upsert: true });
      acknowledged.increments++;
      await client.withSession((session) =>
        session.withTransaction(async () => {
          const move = 1 + Math.floor(random() * 9);
          await db.collection<{ _id: string }>('left').updateOne({ _id: name }, { $inc: { n: -move } }, { upsert: true, session });
          await db.collection<{ _id: string }>('right').updateOne({ _id: name }, { $inc: { n: move } }, { upsert: true, session });
        }),
      );
    } catch {
      return; // killed: what was not acknowledged may be there or not
    }
  }
}

test('every acknowledged write outlives kill -9, and no transaction is there by halves', async () => {
  const dir = temporaryDirectory();
  const acknowledged: Acknowledged = { notes: new Set(), increments: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const { child, uri } = await serve(dir);
    const client = new MongoClient(uri, { serverSelectionTimeoutMS: 500, retryWrites: false });
    await client.connect();
    const goal = acknowledged.notes.size + 150;
    const writers = Array.from({ length: CLIENTS }, (_, i) => writeUntilKilled(client, `${round}.${i}`, round * 100 + i, acknowledged));
    // A living process keeps its directory; a killed one leaves a lock that counts for nothing.
    await expect(openStore({ dir })).rejects.toThrow(`in use by process ${child.pid}`);
    while (acknowledged.notes.size < goal) await new Promise(setImmediate);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await Promise.all(writers);
    await client.close();
  }

  const store = await openStore({ dir });
  const ids = new Set((await store.db.collection('notes').find().toArray()).map((n) => String(n._id)));
  expect([...acknowledged.notes].filter((id) => !ids.has(id))).toEqual([]);
  const counter = await store.db.collection('counters').findOne({});
  expect(counter?.n).toBeGreaterThanOrEqual(acknowledged.increments);
  expect(counter?.n).toBeLessThanOrEqual(acknowledged.increments + CLIENTS * ROUNDS);
  const sides = await Promise.all(['left', 'right'].map((side) => store.db.collection(side).find().sort({ _id: 1 }).toArray()));
  expect(sides[0]?.map((d) => [d._id, -d.n])).toEqual(sides[1]?.map((d) => [d._id, d.n]));
  expect(fs.readdirSync(dir).some((name) => name.startsWith('snapshot-'))).toBe(true);
  await store.close();
  fs.rmSync(dir, { recursive: true, force: true });
}, 120_000);

test('the worker serves, closes cleanly, and says why it cannot start', async () => {
  const dir = temporaryDirectory();
  const { start } = require(path.join(bundles, 'store.js')) as typeof import('../../../../server/platform/database/embedded');
  const first = await start({ dir, durability: 'fsync' });
  const client = await new MongoClient(first.uri).connect();
  await client.db('shop').collection('a').insertOne({ n: 1 });
  await expect(start({ dir, durability: 'fsync' })).rejects.toThrow(/in use by process/);
  await client.close();
  await first.close();
  const store = await openStore({ dir });
  expect(await store.db.collection('a').countDocuments()).toBe(1);
  expect(fs.statSync(path.join(dir, 'run')).mode & 0o777).toBe(0o700);
  await store.close();
  fs.rmSync(dir, { recursive: true, force: true });
}, 60_000);
