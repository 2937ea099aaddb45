import type { ChatCommand } from './define-chat-command';

export type Understood =
  | { readonly kind: 'command'; readonly command: ChatCommand; readonly args: Readonly<Record<string, string>> }
  | { readonly kind: 'incomplete'; readonly command: ChatCommand }
  | { readonly kind: 'unknown'; readonly text: string };

const LATIN_END = /[a-z0-9]$/;

/**
 * Finds the command in what somebody typed. Forgiving, because it is typed with gloves: full-width letters and digits, any case, any
 * spaces and none after a Chinese word. Every person may use the words of both languages.
 */
export function understand(typed: string, commands: readonly ChatCommand[]): Understood {
  const text = typed
    .normalize('NFKC')
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim();
  const lower = text.toLowerCase();
  const found = commands
    .flatMap((command) => Object.values(command.words).flatMap((words) => words.map((word) => ({ command, word: word.toLowerCase() }))))
    .filter(({ word }) => lower === word || lower.startsWith(LATIN_END.test(word) ? `${word} ` : word))
    .sort((a, b) => b.word.length - a.word.length)[0];
  if (!found) return { kind: 'unknown', text };

  const { command, word } = found;
  const rest = text.slice(word.length).replace(/^[\s:,、]+/, '');
  const given = rest === '' ? [] : rest.split(' ');
  if (given.length < command.needed) return { kind: 'incomplete', command };
  // More than was asked for after a word that takes nothing is another sentence, not this command.
  if (command.args.length === 0 && given.length > 0) return { kind: 'unknown', text };
  const args = Object.fromEntries(
    command.args.map((name, index) => [name, index === command.args.length - 1 ? given.slice(index).join(' ') : (given[index] ?? '')]),
  );
  return { kind: 'command', command, args };
}
