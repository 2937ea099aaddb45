import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { localDisk } from '../../../server/platform';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'storage-'));
});
afterEach(() => {
  chmodSync(directory, 0o700);
  rmSync(directory, { recursive: true, force: true });
});

test('what is put is got back, replaced whole, and gone when deleted; what is not there is null', async () => {
  const disk = localDisk(directory);
  expect(await disk.get('f-1/media/a/display')).toBeNull();
  await disk.put('f-1/media/a/display', Buffer.from('one'));
  await disk.put('f-1/media/a/display', Buffer.from('two'));
  expect(await disk.get('f-1/media/a/display')).toEqual(Buffer.from('two'));
  expect(readdirSync(path.join(directory, 'f-1/media/a'))).toEqual(['display']);
  await disk.delete('f-1/media/a/display');
  await disk.delete('f-1/media/a/display');
  expect(await disk.get('f-1/media/a/display')).toBeNull();
});

test('many writers of one key: one of them whole', async () => {
  const disk = localDisk(directory);
  const all = Array.from({ length: 20 }, (_, i) => Buffer.alloc(10_000, i));
  await Promise.all(all.map((bytes) => disk.put('a', bytes)));
  const kept = await disk.get('a');
  expect(all.some((bytes) => kept?.equals(bytes))).toBe(true);
  expect(readdirSync(directory)).toEqual(['a']);
});

test('a write that fails says so and leaves nothing behind', async () => {
  writeFileSync(path.join(directory, 'in-the-way'), '');
  const disk = localDisk(directory);
  await expect(disk.put('in-the-way/a', Buffer.from('x'))).rejects.toThrow();
  expect(readdirSync(directory)).toEqual(['in-the-way']);
});

test.each(['../a', 'a/../../b', '/etc/passwd', 'a//b', '', 'a\0b', '.hidden', 'a/.', 'C:\\x', 'x'.repeat(301)])(
  'the key %j is refused',
  async (key) => {
    const disk = localDisk(directory);
    await expect(Promise.resolve().then(() => disk.put(key, Buffer.from('x')))).rejects.toThrow('not a storage key');
    expect(readdirSync(directory)).toEqual([]);
  },
);
