import type { Logger } from 'pino';
import type { Notify } from '../server/platform';
import { createConversation } from './conversation';
import { createNotify } from './notifier';
import { createQueue } from './notifier/queue';
import { createSentLog } from './stores/sent-log';
import './texts';
import { createMemberLimits, type InboundMessage, type SentLog, type WecomClient } from './wecom';

export { messenger } from './ledger/messenger';
export { createCallbackStore } from './stores/callback-store';
export { createTokenStore } from './stores/token-store';

export type Bot = {
  /** For `createWecomCallback`: deals with one message that a member sent. */
  readonly onMessage: (message: InboundMessage) => Promise<void>;
  /** For the rooms that tell people something. */
  readonly notify: Notify;
  /** Begins to send what is queued, and goes on until `stop`. */
  start(): void;
  /** Sends all that is due now. */
  drain(): Promise<void>;
  stop(): Promise<void>;
};

/** The bot of one factory: hears, answers and tells, all through commands that the other channels call too. */
export function createBot(options: {
  readonly client: WecomClient;
  readonly factoryId: string;
  readonly clock: () => Date;
  /** Where cards lead to, without a slash at the end. */
  readonly publicUrl: string;
  readonly logger: Logger;
  readonly sentLog?: SentLog;
}): Bot {
  const { client, factoryId, clock, publicUrl, logger } = options;
  const limits = createMemberLimits({ log: options.sentLog ?? createSentLog(), now: clock });
  const queue = createQueue(factoryId, { client, limits, clock, logger, publicUrl });
  return {
    onMessage: createConversation({ factoryId, queue, clock, publicUrl, logger }),
    notify: createNotify({ queue, clock, publicUrl }),
    start: queue.start,
    drain: queue.drain,
    stop: queue.stop,
  };
}
