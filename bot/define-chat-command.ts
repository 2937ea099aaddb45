import type { Permission } from '../server/contracts/permissions';
import {
  type Actor,
  addTexts,
  type Command,
  type Locale,
  type Outcome,
  type Query,
  type Refusal,
  type Translate,
} from '../server/platform';
import type { ChatClock } from './chat-clock';

/** One line of an answer: a key of the command's own texts, with its values. */
export type Reply = { readonly key: string; readonly values?: Readonly<Record<string, unknown>> };

/** What a typed command or a tapped button may do: everything as the person who wrote, nothing as the bot. */
export type ChatContext = {
  readonly actor: Actor;
  readonly now: Date;
  readonly t: Translate;
  readonly clock: ChatClock;
  readonly timeZone: string;
  /** Once per message, however often the platform repeats it. `part` tells several commands of one message apart. */
  readonly run: <I, T, R extends Refusal>(command: Command<I, T, R>, input: I, part?: string) => Promise<Outcome<T, R>>;
  readonly ask: <I, T>(query: Query<I, T>, input: I) => Promise<T>;
};

export type ChatCommand = {
  readonly name: string;
  readonly words: Readonly<Record<Locale, readonly string[]>>;
  readonly permission: Permission;
  /** Names of what follows the word, in order. */
  readonly args: readonly string[];
  /** How many of them must be there. */
  readonly needed: number;
  readonly run: (args: Readonly<Record<string, string>>, context: ChatContext) => Promise<Reply | readonly Reply[]>;
};

/**
 * A typed command. `args` reads `<order>`, or `[person]` for what may be left out; what is missing is answered with `<name>.usage`. Texts are flat keys starting
 * with the name of the command. Returning is replying.
 */
export function defineChatCommand<A extends string = never>(definition: {
  readonly name: string;
  readonly words: Readonly<Record<Locale, readonly string[]>>;
  readonly permission: Permission;
  readonly args?: string;
  readonly texts: Readonly<Record<Locale, Readonly<Record<string, string>>>>;
  readonly run: (args: Readonly<Record<A, string>>, context: ChatContext) => Promise<Reply | readonly Reply[]>;
}): ChatCommand {
  addTexts('bot', definition.texts);
  const { args = '' } = definition;
  return {
    name: definition.name,
    words: definition.words,
    permission: definition.permission,
    args: [...args.matchAll(/[<[]([a-zA-Z]+)[>\]]/g)].map(([, name = '']) => name),
    needed: [...args.matchAll(/</g)].length,
    run: definition.run,
  };
}
