import fs from 'node:fs';
import path from 'node:path';
import { lockDirectory } from '../../../../server/platform/database/embedded/storage/directory-lock';
import { openStore, temporaryDirectory } from './open-store';

let dir: string;
beforeEach(() => {
  dir = temporaryDirectory();
});
afterEach(() => fs.rmSync(dir, { recursive: true, force: true }));

const lock = (): string => path.join(dir, 'lock');

test('a second server on the directory is refused, and allowed when the first has closed', async () => {
  const first = await openStore({ dir });
  await expect(openStore({ dir })).rejects.toThrow(/in use by process/);
  expect(await first.db.collection('a').countDocuments()).toBe(0);
  await first.close();
  const second = await openStore({ dir });
  await second.close();
});

test.each([
  ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, startedAt: 'x' })],
  ['an earlier process with our number', JSON.stringify({ pid: process.pid, startedAt: 'an earlier boot' })],
  ['a crash while it was written', '{"pid'],
])('a lock left by %s is taken over', (_who, content) => {
  fs.writeFileSync(lock(), content);
  const unlock = lockDirectory(dir);
  expect(JSON.parse(fs.readFileSync(lock(), 'utf8'))).toMatchObject({ pid: process.pid });
  unlock();
  expect(fs.existsSync(lock())).toBe(false);
});
