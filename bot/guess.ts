import type { Locale } from '../server/platform';
import type { ChatCommand } from './define-chat-command';

/** `312`, `wo-0312`: a number and nothing else is asked about more often than anything. */
const ORDER_NO = /^[a-z]{0,4}[-_ ]?\d[\d-]{1,15}$/i;
const SHORT_WORD = 3;

/** What somebody may have meant by what nobody understands; null when nothing is near. */
export function guess(text: string, commands: readonly ChatCommand[], locale: Locale): string | null {
  const takesOrder = commands.find(({ needed }) => needed > 0);
  if (takesOrder && ORDER_NO.test(text)) return `${takesOrder.words[locale][0]} ${text}`;
  const words = commands.flatMap((command) => Object.values(command.words).flatMap((ones) => ones.map((word) => ({ word, command }))));
  const lower = text.toLowerCase();
  const within = words.filter(({ word }) => word.length > 1 && contains(lower, word)).sort((a, b) => b.word.length - a.word.length)[0];
  if (within) return within.word;
  const [first = '', ...rest] = lower.split(' ');
  const near = words.find(({ word }) => isNear(lower, word)) ?? words.find(({ word }) => isNear(first, word));
  return near ? [near.word, ...(near.command.args.length > 0 ? rest : [])].join(' ') : null;
}

/** A Chinese word stands anywhere in a sentence, an English one between blanks. */
const contains = (text: string, word: string): boolean =>
  /^[a-z ]+$/.test(word) ? ` ${text} `.includes(` ${word} `) : text.includes(word);

/** One slip of the finger in a short word, two in a longer one. */
function isNear(typed: string, word: string): boolean {
  const allowed = word.length <= SHORT_WORD ? 1 : 2;
  return typed.length > 1 && word.length > 1 && Math.abs(typed.length - word.length) <= allowed && distance(typed, word) <= allowed;
}

/** How many characters must be put in, left out or changed to make one of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, character] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const change = (row[j] ?? 0) + (character === b[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
