import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const LARGEST_PICTURE = 150_000;

/** How the two READMEs mark the tour, the words that a reader is to find on the screen, and the people. */
const WRITTEN = {
  'zh-CN': { file: 'README.zh-CN.md', heading: '## 五分钟', quoted: /「([^」]+)」/g },
  en: { file: 'README.md', heading: '## Five minutes', quoted: /“([^”]+)”/g },
};

/** The steps of the tour as a README has them: title, text, the words it quotes and the pictures it shows. */
export async function readTour(language) {
  const { file, heading, quoted } = WRITTEN[language];
  const text = await readFile(path.join(ROOT, file), 'utf8');
  const from = text.indexOf(`${heading}\n`);
  assert.notEqual(from, -1, `${file} has no tour under "${heading}"`);
  const section = text.slice(from + heading.length).split('\n## ')[0];
  return section
    .split(/^(?=\d+\. \*\*)/m)
    .slice(1)
    .map((step) => ({
      title: /^\d+\. \*\*(.+?)\*\*/.exec(step)?.[1] ?? '',
      text: step,
      quoted: [...step.matchAll(quoted)].map(([, words]) => words),
      pictures: [...step.matchAll(/docs\/pictures\/([\w/.-]+)/g)].map(([, name]) => name),
    }));
}

/** What one step did: whom it was, what stood on the screen, which pictures it took. */
export class Step {
  people = new Set();
  pictures = new Set();
  seen = '';

  constructor(language) {
    this.language = language;
  }

  /** Keeps what a reader sees now: the words of the page, of its fields, and of its alternatives for the blind. */
  async look(page) {
    // biome-ignore lint/performance/useDomNodeTextContent: only what can be seen counts.
    this.seen += await page.locator('body').innerText();
    this.seen += await page.evaluate(() =>
      [
        ...[...document.querySelectorAll('input, textarea, select')].map(({ value, placeholder }) => `${value} ${placeholder ?? ''}`),
        ...[...document.querySelectorAll('label, option, [aria-label]')].map((node) => node.getAttribute('aria-label') ?? node.textContent),
      ].join('\n'),
    );
  }

  async picture(page, name, options = {}) {
    await this.look(page);
    const file = `${this.language}/${name}.png`;
    const taken = await page.screenshot(options);
    const small = await sharp(taken).png({ palette: true, colours: 128, compressionLevel: 9, effort: 10 }).toBuffer();
    assert.ok(small.length < LARGEST_PICTURE, `${file} is ${small.length} bytes`);
    const folder = process.env.PICTURES_DIR ?? process.env.RESULTS_DIR ?? '.';
    await mkdir(path.join(folder, this.language), { recursive: true });
    await writeFile(path.join(folder, file), small);
    this.pictures.add(file);
  }
}

/** That the README says of a step what was done and seen in it. */
export function assertAsWritten(step, written, everybody) {
  const plain = step.seen.replaceAll(/\s+/g, ' ');
  for (const words of written.quoted) assert.ok(plain.includes(words), `"${written.title}": nobody saw “${words}”`);
  assert.deepEqual([...step.pictures].sort(), [...written.pictures].sort(), `"${written.title}": its pictures`);
  const named = everybody.filter((name) => written.text.includes(name));
  for (const name of step.people) assert.ok(named.includes(name), `"${written.title}" does not say that one is ${name}`);
}
