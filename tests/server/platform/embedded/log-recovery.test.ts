import fs from 'node:fs';
import path from 'node:path';
import { openStore, temporaryDirectory } from './open-store';

let dir: string;
beforeEach(() => {
  dir = temporaryDirectory();
});
afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(dir, { recursive: true, force: true });
});

const file = (name: string): string => path.join(dir, name);

/** Writes `count` documents, one frame each, and leaves the store closed. */
async function write(count: number, options = {}): Promise<void> {
  const store = await openStore({ dir, ...options });
  for (let i = 0; i < count; i++)
    await store.db.collection<{ _id: number; text: string }>('notes').insertOne({ _id: i, text: `note ${i}` });
  await store.close();
}

async function readIds(options = {}): Promise<number[]> {
  const store = await openStore({ dir, ...options });
  const notes = await store.db.collection<{ _id: number }>('notes').find().sort({ _id: 1 }).toArray();
  await store.close();
  return notes.map((n) => n._id);
}

test('documents, indexes and options are there again', async () => {
  const before = await openStore({ dir });
  const { db } = before;
  await db.createCollection('folded', { collation: { locale: 'en', strength: 2 } });
  await db.collection('folded').insertOne({ name: 'Ada' });
  await db.collection('a').insertMany([{ n: 1 }, { n: 2 }, { n: 3 }]);
  await db.collection('a').createIndex({ n: 1 }, { unique: true });
  await db.collection('a').createIndex({ m: 1 });
  await db.collection('a').dropIndex('m_1');
  await db.collection('a').deleteOne({ n: 2 });
  await db.collection('a').updateOne({ n: 3 }, { $set: { n: 30 } });
  await db.collection('gone').insertOne({ n: 1 });
  await db.collection('gone').drop();
  await before.close();

  const after = await openStore({ dir });
  const a = after.db.collection('a');
  expect((await a.find().sort({ n: 1 }).toArray()).map((d) => d.n)).toEqual([1, 30]);
  expect((await a.indexes()).map((i) => i.name)).toEqual(['_id_', 'n_1']);
  await expect(a.insertOne({ n: 30 })).rejects.toMatchObject({ code: 11000 });
  expect(await after.db.collection('folded').countDocuments({ name: 'ada' })).toBe(1);
  expect((await after.db.listCollections().toArray()).map((c) => c.name).sort()).toEqual(['a', 'folded']);
  await after.close();
});

test('wherever the last write was torn off, everything before it is there', async () => {
  await write(5);
  const whole = fs.readFileSync(file('log-0'));
  const sizes: number[] = [];
  for (let cut = whole.length - 1; cut > whole.length - 60; cut -= 7) {
    fs.writeFileSync(file('log-0'), whole.subarray(0, cut));
    expect(await readIds()).toEqual([0, 1, 2, 3]);
    sizes.push(fs.statSync(file('log-0')).size);
  }
  expect(new Set(sizes).size).toBe(1);
});

test('an end of zeros, as a file system leaves after a power cut, is cut off', async () => {
  await write(3);
  fs.appendFileSync(file('log-0'), Buffer.alloc(5000));
  expect(await readIds()).toEqual([0, 1, 2]);
});

/** Flips one byte of the text of a note in a file. */
function damage(name: string, note: number): void {
  const bytes = fs.readFileSync(file(name));
  const at = bytes.indexOf(`note ${note}`);
  expect(at).toBeGreaterThan(0);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  fs.writeFileSync(file(name), bytes);
}

test('damage in the middle of the log is not taken for a torn end: the start is refused, and the file is left alone', async () => {
  await write(5);
  damage('log-0', 2);
  const before = fs.readFileSync(file('log-0'));
  await expect(openStore({ dir })).rejects.toThrow(/log-0 is damaged at bytes \d+ to \d+.*salvage/);
  expect(fs.readFileSync(file('log-0')).equals(before)).toBe(true);
});

test('salvage keeps what can be read, sets the damaged file aside, and the next start is an ordinary one', async () => {
  await write(5);
  damage('log-0', 2);
  const store = await openStore({ dir, salvage: true });
  expect(store.salvaged).toEqual([expect.stringMatching(/log-0 is damaged at bytes \d+ to \d+$/)]);
  await store.close();
  expect(await readIds()).toEqual([0, 1, 3, 4]);
  expect(fs.readdirSync(dir).filter((n) => n.startsWith('damaged-'))).toEqual([expect.stringMatching(/-log-0$/)]);
});

test('salvage sets aside documents that break a unique index because a removal was lost', async () => {
  const store = await openStore({ dir });
  const notes = store.db.collection<{ _id: number; code: string; text: string }>('notes');
  await notes.createIndex({ code: 1 }, { unique: true });
  await notes.insertOne({ _id: 1, code: 'A', text: 'note 1' });
  await notes.updateOne({ _id: 1 }, { $set: { code: 'B', text: 'note 7' } });
  await notes.insertOne({ _id: 2, code: 'A', text: 'note 2' });
  await store.close();
  damage('log-0', 7);
  const salvaged = await openStore({ dir, salvage: true });
  expect(salvaged.salvaged).toContainEqual(expect.stringContaining('1 documents that break a unique index'));
  expect(await salvaged.db.collection('notes').countDocuments({ code: 'A' })).toBe(1);
  await salvaged.close();
});

test('a torn end of a file that is not the last one is damage', async () => {
  await write(200, { maxLogBytes: 4000 });
  const last = lastLog();
  fs.writeFileSync(file(`log-${last + 1}`), '');
  fs.truncateSync(file(`log-${last}`), fs.statSync(file(`log-${last}`)).size - 3);
  await expect(openStore({ dir })).rejects.toThrow(`log-${last} is damaged`);
});

test('a missing file is damage', async () => {
  await write(3);
  fs.renameSync(file('log-0'), file('log-1'));
  await expect(openStore({ dir })).rejects.toThrow('log-0 is missing');
});

const lastLog = (): number => Math.max(...fs.readdirSync(dir).map((n) => Number(/^log-(\d+)$/.exec(n)?.[1] ?? -1)));

test('a large log is replaced by a snapshot, again and again, and nothing is lost', async () => {
  await write(300, { maxLogBytes: 4000 });
  expect(lastLog()).toBeGreaterThan(1);
  expect(fs.readdirSync(dir).filter((n) => n.startsWith('snapshot-'))).toHaveLength(1);
  expect(await readIds()).toEqual(Array.from({ length: 300 }, (_, i) => i));
});

test('when the next log file cannot be opened, the old one goes on and nothing is lost', async () => {
  const openSync = fs.openSync;
  jest.spyOn(fs, 'openSync').mockImplementation((name, ...rest) => {
    if (/log-[1-9]/.test(String(name))) throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
    return openSync(name, ...rest);
  });
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  await write(100, { maxLogBytes: 4000 });
  expect(String(warned.mock.calls[0])).toContain('the log keeps growing: EMFILE');
  jest.restoreAllMocks();
  expect(await readIds()).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

test('a damaged or shortened snapshot is refused', async () => {
  await write(300, { maxLogBytes: 4000 });
  const [snapshot = ''] = fs.readdirSync(dir).filter((n) => n.startsWith('snapshot-'));
  const whole = fs.readFileSync(file(snapshot));
  fs.writeFileSync(file(snapshot), whole.subarray(0, 0));
  await expect(openStore({ dir })).rejects.toThrow(`${snapshot} is damaged`);
  fs.writeFileSync(file(snapshot), whole);
  expect(await readIds()).toHaveLength(300);
});

test('a log stored as a document is not mistaken for the log', async () => {
  await write(4);
  const log = fs.readFileSync(file('log-0'));
  const store = await openStore({ dir });
  await store.db.collection('files').insertOne({ log });
  await store.close();
  fs.truncateSync(file('log-0'), fs.statSync(file('log-0')).size - 1);
  expect(await readIds()).toEqual([0, 1, 2, 3]);
});

test('after a failed write nothing more is acknowledged, reads go on, and a new start has all that was acknowledged', async () => {
  const store = await openStore({ dir, durability: 'fsync' });
  const notes = store.db.collection<{ _id: number }>('notes');
  await notes.insertOne({ _id: 1 });
  jest
    .spyOn(fs, 'fdatasync')
    .mockImplementation((_fd, done) => done(Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })));
  await expect(notes.insertOne({ _id: 2 })).rejects.toThrow(/accepts no more writes.*ENOSPC/);
  jest.restoreAllMocks();
  await expect(notes.insertOne({ _id: 3 })).rejects.toMatchObject({ code: 14031 });
  await expect(notes.deleteMany({})).rejects.toThrow(/accepts no more writes/);
  await expect(store.client.withSession((s) => s.withTransaction(() => notes.insertOne({ _id: 4 }, { session: s })))).rejects.toThrow(
    /accepts no more writes/,
  );
  expect(await notes.findOne({ _id: 1 })).toEqual({ _id: 1 });
  await store.close();
  expect(await readIds()).toContain(1);
});
