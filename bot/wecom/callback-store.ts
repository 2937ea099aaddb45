import type { InboundMessage } from './inbound-message';

/**
 * Where received messages wait until they are dealt with. What it is given must survive the process:
 * once the platform has its empty 200 it does not send the message again.
 */
export interface CallbackStore {
  /** Stores a message under its key unless the key is known. `stored`: taken but not finished; `done`: finished. */
  claim(message: InboundMessage, at: Date): Promise<'new' | 'stored' | 'done'>;
  finish(key: string, at: Date): Promise<void>;
  /** Hands out, each to one caller only, what was stored or last handed out before that time and never finished. */
  takeUnfinished(before: Date, at: Date): Promise<{ message: InboundMessage; attempts: number }[]>;
}
