import type { Logger } from 'pino';
import { factoryOf, personByWecomUserId, toActor } from '../server/modules/identity';
import { AppError, type CallContext, type Locale, type Translate, translator } from '../server/platform';
import { cardActions } from './actions';
import type { TapResult } from './actions/define-action';
import { chatClock } from './chat-clock';
import { chatCommands } from './commands';
import type { ChatContext, Reply } from './define-chat-command';
import { guess } from './guess';
import { queueChange } from './notifier/changes';
import { enqueue, RANK } from './notifier/enqueue';
import type { Queue } from './notifier/queue';
import { type Send, SendModel } from './notifier/send.model';
import { cardNow, orElseOf, wordsFor } from './notifier/words';
import { understand } from './understand';
import type { InboundMessage } from './wecom';

export type ConversationOptions = {
  readonly factoryId: string;
  readonly queue: Queue;
  readonly clock: () => Date;
  readonly publicUrl: string;
  readonly logger: Logger;
};
type Person = NonNullable<Awaited<ReturnType<typeof personByWecomUserId>>>;
type Tapped = Extract<InboundMessage, { kind: 'card_tapped' }>;

/** What somebody does who expects an answer. */
const ASKS: ReadonlySet<InboundMessage['kind']> = new Set([
  'text',
  'card_tapped',
  'menu_clicked',
  'voice',
  'image',
  'video',
  'location',
  'link',
]);

/** Deals with what members say and tap. Safe to repeat under the same key: commands and answers are each done once. */
export function createConversation(options: ConversationOptions): (message: InboundMessage) => Promise<void> {
  const { factoryId, queue, clock, publicUrl, logger } = options;

  async function say(message: InboundMessage, personId: string | null, text: string): Promise<void> {
    await enqueue(
      {
        _id: `reply:${message.key}`,
        factoryId,
        personId,
        userId: message.fromUserId,
        content: { kind: 'text', text },
        urgency: 'answer',
        rank: RANK.answer,
      },
      clock(),
    );
    queue.wake();
  }

  async function contextOf(message: InboundMessage, person: Person): Promise<ChatContext> {
    const actor = toActor(person);
    const now = clock();
    const t = translator(person.locale);
    const { timeZone } = await factoryOf(factoryId);
    const call = (part: string): CallContext => ({
      actor,
      channel: 'chat',
      now,
      requestId: message.key,
      idempotencyKey: `${message.key}:${part}`,
    });
    return {
      actor,
      now,
      t,
      timeZone,
      clock: chatClock(timeZone, now, t),
      run: (command, input, part = 'only') => command.run(input, call(part)),
      ask: (query, input) => query.run(input, { actor, now }),
    };
  }

  async function typed(message: InboundMessage, content: string, context: ChatContext, locale: Locale): Promise<string> {
    const understood = understand(content, chatCommands);
    const { t, actor } = context;
    if (understood.kind === 'unknown') return notUnderstood(understood.text, context, locale);
    const { command } = understood;
    if (!actor.permissions.has(command.permission)) return t('bot:chat.not_allowed');
    if (understood.kind === 'incomplete') return t(`bot:${command.name}.usage`);
    try {
      return textOf(await command.run(understood.args, context), t);
    } catch (error) {
      if (error instanceof AppError) return t('bot:chat.refused', { message: t(`errors:${error.code}`, error.details) });
      // A question may be asked again; silence would leave the person waiting.
      logger.error({ err: error, key: message.key, command: command.name }, 'chat command failed');
      return t('bot:chat.failed');
    }
  }

  /** One line: what was not understood, what may have been meant, and what this person may send. */
  function notUnderstood(text: string, { t, actor }: ChatContext, locale: Locale): string {
    if (text === '') return t('bot:chat.unreadable');
    const allowed = chatCommands.filter(({ permission }) => actor.permissions.has(permission));
    const words = allowed.map((command) => command.words[locale][0]).join(t('bot:chat.joined'));
    const meant = guess(text, allowed, locale);
    return t(meant ? 'bot:chat.guess' : 'bot:chat.no_such_command', { text: [...text].slice(0, 20).join(''), guess: meant, words });
  }

  async function tapped(message: Tapped, person: Person, context: ChatContext): Promise<void> {
    const { t } = context;
    for (const action of cardActions) {
      const result: TapResult | null = await action(message, context).catch((error: unknown): TapResult => {
        if (!(error instanceof AppError)) throw error;
        const reply =
          error.code === 'forbidden'
            ? { key: 'chat.not_allowed' }
            : { key: 'chat.refused', values: { message: t(`errors:${error.code}`, error.details) } };
        return { reply };
      });
      if (!result) continue;
      if (result.nowOnCard) await changeTapped(message, result.nowOnCard);
      if (result.reply) await say(message, person._id.toHexString(), textOf(result.reply, t));
      return;
    }
    logger.warn({ key: message.key, taskId: message.taskId }, 'a tap on a button that nobody knows');
  }

  /** The tapped card answers at once; the other people's follow with the fact. */
  async function changeTapped(message: Tapped, facts: Readonly<Record<string, unknown>> & { readonly state: string }): Promise<void> {
    const send = await SendModel.findOne({ taskId: message.taskId }).lean<Send>();
    if (send?.content.kind !== 'notice') return;
    const notice = { ...send.content.notice, facts: { ...send.content.notice.facts, ...facts } };
    const words = await wordsFor(send.factoryId, send.personId, clock(), publicUrl);
    const card = cardNow(notice, send, words);
    if (!card) return;
    await queueChange(
      send,
      { card, state: facts.state, responseCode: message.responseCode || null, orElse: orElseOf(notice.kind, card) },
      clock(),
    );
    queue.wake();
  }

  return async (message) => {
    if (message.fromUserId === 'sys') return;
    const person = await personByWecomUserId(factoryId, message.fromUserId);
    if (!person) {
      if (ASKS.has(message.kind)) await say(message, null, translator('zh-CN')('bot:chat.unknown_person'));
      return;
    }
    const context = await contextOf(message, person);
    const personId = person._id.toHexString();
    switch (message.kind) {
      case 'text':
        return say(message, personId, await typed(message, message.content, context, person.locale));
      case 'menu_clicked':
        return say(message, personId, await typed(message, message.menuKey, context, person.locale));
      case 'card_tapped':
        return tapped(message, person, context);
      case 'voice':
        return say(message, personId, context.t('bot:chat.unreadable_voice'));
      case 'image':
        return say(message, personId, context.t('bot:chat.unreadable_image'));
      case 'video':
      case 'location':
      case 'link':
        return say(message, personId, context.t('bot:chat.unreadable'));
      default:
        return;
    }
  };
}

function textOf(replies: Reply | readonly Reply[], t: Translate): string {
  return [replies]
    .flat()
    .map(({ key, values }) => t(`bot:${key}`, values))
    .join('\n');
}
