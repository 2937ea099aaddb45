import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAULT_NAMES } from '../../../bot/sandbox';
import en from '../../../bot/sandbox/page/locales/en.json';
import zh from '../../../bot/sandbox/page/locales/zh-CN.json';
import { WIRE_NOTE_KEYS } from '../../../bot/sandbox/wire';

const page = join(__dirname, '../../../bot/sandbox/page');
const files = readdirSync(page).filter((name) => /\.(js|html)$/.test(name));
const source = (name: string) => readFileSync(join(page, name), 'utf8');
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test('both languages have the same keys with the same values in them', () => {
  expect(Object.keys(en)).toEqual(Object.keys(zh));
  for (const [key, text] of Object.entries(zh)) expect([key, placeholders(en[key as keyof typeof en])]).toEqual([key, placeholders(text)]);
});

test('what the page asks for is there', () => {
  const asked = files.flatMap((name) => [...source(name).matchAll(/(?:words\(|data-text=)['"]([\w.]+)['"]/g)].map(([, key]) => key ?? ''));
  expect(asked.length).toBeGreaterThan(20);
  expect(asked.filter((key) => !(key in zh))).toEqual([]);
});

test('every fault and every remark on the line has its words', () => {
  expect(WIRE_NOTE_KEYS.length).toBeGreaterThan(10);
  const missing = [
    ...FAULT_NAMES.map((name) => `fault.${name}`),
    ...WIRE_NOTE_KEYS.map((key) => (key.startsWith('answer_') ? `wire.${key}` : `note.${key}`)),
  ].filter((key) => !(key in zh));
  expect(missing).toEqual([]);
});

test('the page writes text as text: no markup from strings', () => {
  for (const name of files)
    expect([name, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/.test(source(name))]).toEqual([name, false]);
});
