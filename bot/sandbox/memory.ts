import type { ChatMessage } from './chat-message';

/** What a platform remembers when its customer's server starts anew: the chats, and what was handed out and is still good. */
export interface SandboxMemory {
  chats: Record<string, ChatMessage[]>;
  taskIds: string[];
  responseCodes: [code: string, about: { taskId: string; expiresAt: number }][];
  sentAt: [messageId: string, at: number][];
}
