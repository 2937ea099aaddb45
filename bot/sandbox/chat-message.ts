import type { TemplateCard } from '../wecom/template-card';

interface ChatMessageBase {
  id: string;
  /** ISO, by the sandbox's clock */
  at: string;
  from: 'member' | 'bot';
  recalled: boolean;
}

/** One bubble in one person's chat. */
export type ChatMessage = ChatMessageBase &
  (
    | { kind: 'text'; text: string }
    | { kind: 'markdown'; text: string }
    | { kind: 'link'; title: string; text: string; url: string; action: string }
    | { kind: 'file'; fileKind: string; mediaId: string }
    | {
        kind: 'card';
        card: TemplateCard;
        taskId: string;
        /** the grey text in place of the buttons, once the card is closed */
        closedWith: string;
      }
  );

export type ChatContent = ChatMessage extends infer Message
  ? Message extends ChatMessage
    ? Omit<Message, keyof ChatMessageBase>
    : never
  : never;
