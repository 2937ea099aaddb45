import type { MessageDto } from '../../../server/contracts/api/messages';
import { LAMPS } from '../../cards/lamps';
import { type ChatContext, defineChatCommand, type Reply } from '../../define-chat-command';
import { messagesSent } from '../../ledger/messages-sent';
import en from './en.json';
import zh from './zh-CN.json';

const MOST_SHOWN = 3;
const LAMP_OF = { sent: LAMPS.run, waiting: LAMPS.wait, merged: LAMPS.run, dropped: LAMPS.off, failed: LAMPS.stop } as const;

/** 消息 → what did not arrive lately; 消息 陈班长 → what that person was sent last. */
export const messages = defineChatCommand<'person'>({
  name: 'messages',
  words: { 'zh-CN': ['消息', '发送记录'], en: ['messages', 'sent'] },
  permission: 'ops.read',
  args: '[person]',
  texts: { 'zh-CN': zh, en },
  async run({ person }, context) {
    const { ask } = context;
    const page = await ask(messagesSent, { ...(person ? { person: person.slice(0, 40) } : {}), limit: MOST_SHOWN });
    if (person && page.items.length === 0) return { key: 'messages.nobody', values: { person: person.slice(0, 20) } };
    const { sent, waiting, merged, failed } = page.lately;
    const lamp = page.stuck || failed > 0 ? LAMPS.stop : waiting > 0 ? LAMPS.wait : LAMPS.run;
    const title: Reply = { key: 'messages.title', values: { lamp, sent, waiting, merged, failed } };
    if (page.stuck) return [title, { key: 'messages.stuck', values: { reason: context.t(`bot:reason.${page.stuck.reason}`) } }];
    const items = person ? page.items : (await ask(messagesSent, { state: 'failed', limit: MOST_SHOWN })).items;
    return [title, ...items.map((message) => line(message, context))];
  },
});

function line({ person, kind, about, state, reason, queuedAt, sentAt }: MessageDto, { t, clock }: ChatContext): Reply {
  const what = [t(`bot:messages.kind.${kind}`), about].filter(Boolean).join(' ');
  return {
    key: reason && state !== 'sent' ? 'messages.line_because' : 'messages.line',
    values: {
      lamp: LAMP_OF[state],
      at: clock.moment(sentAt ?? queuedAt),
      name: person?.name ?? '',
      what,
      state: t(`bot:messages.state.${state}`),
      reason: reason && t(`bot:reason.${reason}`),
    },
  };
}
