import type { Middleware } from 'koa';
import type { Logger } from 'pino';
import { type Bot, createBot, createCallbackStore, createTokenStore } from '../bot';
import { createWecomCallback, createWecomCallbackRouter, createWecomClient } from '../bot/wecom';
import type { Demonstration } from './demo';
import { tellPeople as tellOfAlerts } from './modules/alerts';
import { tellPeople as tellOfApprovals } from './modules/approvals';
import { tellPeople as tellOfNudges } from './modules/reporting';
import { tellPeople as tellOfChanges } from './modules/workorders';
import type { LoginSandbox } from './open-login';
import type { openSandbox as OpenSandbox } from './open-sandbox';
import type { Notify, Subscriber } from './platform';
import type { Config, WecomConfig } from './platform/config/config';

export type OpenBot = {
  /** What is to be reachable over HTTP: the callback, and in a demonstration the sandbox. */
  readonly rooms: readonly Middleware[];
  readonly subscribers: readonly Subscriber[];
  /** The local platforms that people can sign in by too; null where the real ones are. */
  readonly sandbox: LoginSandbox | null;
  /**
   * Called once the server's own address is known: the sandbox and the bot talk to each other through it. A process that only hands facts
   * on does not send: what it has to tell goes into the queue, which every process of the bot works off.
   */
  listening(address: string, sends: boolean): Promise<void>;
  /** Ends the streams that chat pages have open; a server that closes would wait for them. */
  hangUp(): void;
  stop(): Promise<void>;
};

const RESUME_MS = 60_000;

/** Opens the bot on WeCom, or, in a demonstration without an account, on the sandbox. Null when there is neither. */
export async function openBot(
  config: Config,
  factoryId: string,
  demonstration: Demonstration | null,
  logger: Logger,
): Promise<OpenBot | null> {
  let address = '';
  const rooms: Middleware[] = [];
  let sandbox: ReturnType<typeof OpenSandbox> | null = null;
  let wecom: Omit<WecomConfig, 'apiBaseUrl'> | null = config.wecom;
  let standIns: LoginSandbox | null = null;
  if (!wecom && demonstration) {
    const { openSandbox } = await import('./open-sandbox');
    sandbox = openSandbox(demonstration.people, () => `${address}/wecom/callback`, {
      dataDir: config.dataDir,
      trustedUrl: config.publicUrl,
      factoryId,
      logger,
    });
    wecom = sandbox.config;
    standIns = { wecom: sandbox.config, wechat: sandbox.wechat };
    rooms.push(sandbox.room);
  }
  if (!wecom) return null;

  const app = wecom;
  const clock = () => new Date();
  let bot: Bot | null = null;
  const opened = (): Bot => {
    if (!bot) throw new Error('the bot is not open yet');
    return bot;
  };
  const callback = createWecomCallback({
    token: app.callbackToken,
    encodingAESKey: app.callbackAesKey,
    corpId: app.corpId,
    now: clock,
    store: createCallbackStore(),
    onMessage: (message) => opened().onMessage(message),
    logger,
    observe: (receipt) => sandbox?.observe(receipt),
  });
  rooms.push(createWecomCallbackRouter(callback).routes() as Middleware);
  const notify: Notify = (notice) => opened().notify(notice);
  let timer: NodeJS.Timeout | undefined;

  return {
    rooms,
    sandbox: standIns,
    subscribers: [...tellOfAlerts(notify), ...tellOfApprovals(notify), ...tellOfNudges(notify), ...tellOfChanges(notify)],
    async listening(own, sends) {
      address = own;
      const client = createWecomClient({
        baseUrl: config.wecom?.apiBaseUrl ?? `${own}/sandbox/qyapi`,
        corpId: app.corpId,
        secret: app.secret,
        agentId: app.agentId,
        tokenStore: createTokenStore(),
        clock,
        logger,
      });
      bot = createBot({ client, factoryId, clock, publicUrl: config.publicUrl, logger });
      if (!sends) return;
      bot.start();
      const resume = () => {
        callback.resume().catch((error: unknown) => logger.error({ err: error }, 'wecom: could not take up what was left'));
      };
      resume();
      if (sandbox && !(await sandbox.checkAddress())) logger.warn('the sandbox does not reach the callback address');
      timer = setInterval(resume, RESUME_MS);
      timer.unref();
    },
    hangUp: () => sandbox?.hangUp(),
    async stop() {
      clearInterval(timer);
      await callback.settled();
      await bot?.stop();
      sandbox?.stop();
    },
  };
}
