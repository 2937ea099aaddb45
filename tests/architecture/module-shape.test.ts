import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const MODULES = path.join(__dirname, '../../server/modules');
const FOLDERS = ['commands', 'queries', 'domain', 'models', 'subscribers', 'jobs', 'locales', 'tokens'];
const names = readdirSync(MODULES).filter((name) => statSync(path.join(MODULES, name)).isDirectory());

test.each(names)('%s is a room with a front door, and its folders have the names every room uses', (name) => {
  expect(existsSync(path.join(MODULES, name, 'index.ts'))).toBe(true);
  expect(existsSync(path.join(MODULES, name, `${name}.module.ts`))).toBe(true);
  const folders = readdirSync(path.join(MODULES, name)).filter((entry) => statSync(path.join(MODULES, name, entry)).isDirectory());
  expect(folders.filter((folder) => !FOLDERS.includes(folder))).toEqual([]);
});

test.each(names)('%s: files are kebab-case, and models, jobs and subscribers say what they are', (name) => {
  const kebab = /^[a-z0-9-]+(\.[a-z]+)*\.(ts|json)$|^(zh-CN|en)\.json$/;
  const walk = (directory: string): string[] =>
    readdirSync(directory).flatMap((entry) =>
      statSync(path.join(directory, entry)).isDirectory() ? walk(path.join(directory, entry)) : [path.join(directory, entry)],
    );
  const all = walk(path.join(MODULES, name));
  expect(all.filter((file) => !kebab.test(path.basename(file)))).toEqual([]);
  expect(all.filter((file) => path.dirname(file).endsWith('models') && !file.endsWith('.model.ts'))).toEqual([]);
  expect(all.filter((file) => path.dirname(file).endsWith('jobs') && !file.endsWith('.job.ts'))).toEqual([]);
});
