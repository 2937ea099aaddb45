import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { MESSAGE_KINDS, MESSAGE_REASONS, MESSAGE_STATES } from '../../../server/contracts/api/messages';

const folders = [
  'bot/locales',
  'server/modules/alerts/locales',
  'server/modules/approvals/locales',
  ...readdirSync('bot/commands', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join('bot/commands', entry.name)),
];
const read = (folder: string, locale: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(folder, `${locale}.json`), 'utf8'));
const placeholders = (text: string) => [...text.matchAll(/{{\s*(\w+)/g)].map(([, name]) => name).sort();

test.each(folders)('%s', (folder) => {
  const zh = read(folder, 'zh-CN');
  const en = read(folder, 'en');
  expect(Object.keys(zh).length).toBeGreaterThan(0);
  expect(Object.keys(en)).toEqual(Object.keys(zh));
  for (const [key, text] of Object.entries(zh)) expect([key, placeholders(en[key] ?? '')]).toEqual([key, placeholders(text)]);
});

test('Chinese is written with Chinese punctuation, and nobody shouts', () => {
  for (const folder of folders)
    for (const [key, text] of Object.entries(read(folder, 'zh-CN')))
      expect([key, text]).toEqual([key, expect.not.stringMatching(/[,;!?！]/)]);
});

test('every reason why a message stands where it stands has words', () => {
  expect(Object.keys(read('bot/locales', 'zh-CN'))).toEqual(expect.arrayContaining(MESSAGE_REASONS.map((reason) => `reason.${reason}`)));
  const words = Object.keys(read('bot/commands/messages', 'zh-CN'));
  expect(words).toEqual(expect.arrayContaining(MESSAGE_KINDS.map((kind) => `messages.kind.${kind}`)));
  expect(words).toEqual(expect.arrayContaining(MESSAGE_STATES.map((state) => `messages.state.${state}`)));
});
