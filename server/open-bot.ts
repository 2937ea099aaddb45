import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import type { Demonstration } from './demo';
import type { Subscriber } from './platform';
import type { Config } from './platform/config/config';

export type OpenBot = {
  readonly rooms: readonly Middleware[];
  readonly subscribers: readonly Subscriber[];
  listening(address: string): Promise<void>;
  stop(): Promise<void>;
};

/** Opens the bot on WeCom, or, in a demonstration without an account, on the sandbox. */
export async function openBot(_config: Config, _demonstration: Demonstration | null, _logger: Logger): Promise<OpenBot | null> {
  return null;
}
