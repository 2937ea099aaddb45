import { randomUUID } from 'node:crypto';
import type { ChatContent, ChatMessage } from './chat-message';

export interface SandboxPerson {
  /** the userid of the platform */
  id: string;
  /** shown to people; per language where it is a role and not a name */
  name: string | Record<string, string>;
}

const KEPT = 300;

/** Who is there and what stands in each one's chat. User ids are told apart without regard to case, as the platform does. */
export function createChats(
  people: SandboxPerson[],
  clock: () => Date,
  onChange: (personId: string, message: ChatMessage) => void,
  before: Readonly<Record<string, readonly ChatMessage[]>> = {},
) {
  const byLowerId = new Map(people.map((person) => [person.id.toLowerCase(), { person, messages: [...(before[person.id] ?? [])] }]));
  const chatOf = (personId: string) => byLowerId.get(personId.toLowerCase());

  return {
    people,
    find: (personId: string): SandboxPerson | undefined => chatOf(personId)?.person,
    messages: (personId: string): readonly ChatMessage[] => chatOf(personId)?.messages ?? [],
    add(personId: string, from: 'member' | 'bot', content: ChatContent, id: string = randomUUID()): ChatMessage | undefined {
      const chat = chatOf(personId);
      if (!chat) return undefined;
      const message: ChatMessage = { ...content, id, at: clock().toISOString(), from, recalled: false };
      chat.messages.push(message);
      if (chat.messages.length > KEPT) chat.messages.shift();
      onChange(chat.person.id, message);
      return message;
    },
    /** Changes every message that fits in the chats of these people; returns those whose chat had none. */
    change(personIds: string[], fits: (message: ChatMessage) => boolean, apply: (message: ChatMessage) => void): string[] {
      return personIds.filter((personId) => {
        const chat = chatOf(personId);
        const found = chat?.messages.filter(fits) ?? [];
        for (const message of found) {
          apply(message);
          onChange(chat?.person.id ?? personId, message);
        }
        return found.length === 0;
      });
    },
  };
}
export type Chats = ReturnType<typeof createChats>;
