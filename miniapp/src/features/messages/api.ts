import type { MessagePage, MessageState } from '@contracts/api/messages';
import type { GivenUpPage } from '@contracts/api/ops';
import { get, withQuery } from '@/shared/request/api';
import type { Answer } from '@/shared/request/failure';

export type LedgerFilter = { readonly person: string; readonly state: MessageState | null; readonly limit: number };

/** What the bot sent, the newest first. */
export const loadMessages = ({ person, state, limit }: LedgerFilter): Promise<Answer<MessagePage>> =>
  get(withQuery('/messages', { person: person.trim() || undefined, state: state ?? undefined, limit: String(limit) }));

/** How much of what should have followed from something did not: its page is beside this one. */
export const countGivenUp = (): Promise<Answer<GivenUpPage>> => get(withQuery('/facts-given-up', { limit: '1' }));
