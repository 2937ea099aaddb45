import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ERROR_STATUS } from '../../server/contracts/errors';

const ROOT = path.join(__dirname, '../..');

function files(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const file = path.join(directory, name);
    if (name === 'node_modules' || name === 'dist') return [];
    return statSync(file).isDirectory() ? files(file) : [file];
  });
}
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
const flat = (texts: object, before = ''): [string, unknown][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? flat(value, `${before}${key}.`) : [[`${before}${key}`, value] as [string, unknown]],
  );
const parameters = (text: unknown) => [...String(text).matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1]).sort();

const chinese = ['server', 'bot', 'miniapp/src']
  .flatMap((folder) => files(path.join(ROOT, folder)))
  .filter((file) => file.endsWith('zh-CN.json') || (file.includes(`${path.sep}zh-CN${path.sep}`) && file.endsWith('.json')));

test('there are texts to check', () => {
  expect(chinese.length).toBeGreaterThan(0);
});

test.each(chinese.map((file) => [path.relative(ROOT, file), file]))(
  '%s: every text is there in English too, with the same parameters',
  (_, file) => {
    const english = new Map(flat(read(file.replace(/zh-CN(?=\.json$|[\\/])/, 'en'))));
    const texts = flat(read(file));
    expect([...english.keys()].sort()).toEqual(texts.map(([key]) => key).sort());
    for (const [key, text] of texts) {
      expect({ key, parameters: parameters(english.get(key)) }).toEqual({ key, parameters: parameters(text) });
      expect(String(text).trim()).not.toBe('');
    }
  },
);

test('every error code has a text', () => {
  const texts = read(path.join(ROOT, 'server/contracts/locales/zh-CN/errors.json'));
  expect(Object.keys(ERROR_STATUS).filter((code) => !(code in texts))).toEqual([]);
});
