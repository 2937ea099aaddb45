import type { MessagePage, MessageState } from '@contracts/api/messages';
import { get, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type LedgerFilter = { readonly person: string; readonly state: MessageState | null; readonly limit: number };

/** What the bot sent, the newest first. */
export const loadMessages = ({ person, state, limit }: LedgerFilter): Promise<Answer<MessagePage>> =>
  get(withQuery('/messages', { person: person.trim() || undefined, state: state ?? undefined, limit: String(limit) }));
