import type { MessageKind, MessageState } from '../../server/contracts/api/messages';
import type { Send, SendState } from '../notifier/send.model';

const STATE: Readonly<Record<SendState, MessageState>> = {
  queued: 'waiting',
  sending: 'waiting',
  held: 'waiting',
  sent: 'sent',
  merged: 'merged',
  dropped: 'dropped',
  failed: 'failed',
};
const STATES_OF: Readonly<Record<MessageState, readonly SendState[]>> = {
  waiting: ['queued', 'sending', 'held'],
  sent: ['sent'],
  merged: ['merged'],
  dropped: ['dropped'],
  failed: ['failed'],
};
const CARDS = new Set<MessageKind>(['alert', 'approval']);

export const stateOf = (state: SendState): MessageState => STATE[state];
export const statesOf = (state: MessageState): readonly SendState[] => STATES_OF[state];

/** What a message is, without what it said: an answer may hold somebody's pay, and the ledger is read by others. */
export function describe({ _id, content }: Pick<Send, '_id' | 'content'>): {
  readonly kind: MessageKind;
  readonly topic: string | null;
  readonly about: string | null;
  readonly as: 'card' | 'text' | 'change';
} {
  if (content.kind === 'change') return { kind: 'card_change', topic: null, about: null, as: 'change' };
  if (content.kind === 'text') {
    const kind = _id.startsWith('reply:') ? 'answer' : _id.startsWith('digest:') ? 'digest' : 'word';
    return { kind, topic: null, about: null, as: 'text' };
  }
  const { kind, facts } = content.notice;
  return { kind, topic: text(facts.rule ?? facts.kind), about: orderOf(facts), as: CARDS.has(kind) ? 'card' : 'text' };
}

/** The order's number, wherever the facts of this kind have it: at the top, or among those of the alert or the request. */
function orderOf(facts: Readonly<Record<string, unknown>>): string | null {
  const inner = facts.facts;
  if (Array.isArray(inner)) return text(fieldOf(inner[0], 'value'));
  return text(facts.orderNo) ?? text(fieldOf(inner, 'orderNo')) ?? text(fieldOf(inner, 'itemCode'));
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
