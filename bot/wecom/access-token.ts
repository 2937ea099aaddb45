import type { Logger } from 'pino';
import type { WecomOutcome } from './failure';

export interface StoredToken {
  accessToken: string;
  expiresAt: Date;
}

/** Shares the token among processes; the platform has one per corp and app and counts how often it is asked for. */
export interface TokenStore {
  read(key: string): Promise<StoredToken | undefined>;
  write(key: string, token: StoredToken): Promise<void>;
}

export interface AccessTokens {
  current(): Promise<WecomOutcome<string>>;
  /** A token other than the one that was refused: another process's newer one, or a fresh one. */
  instead(refused: string): Promise<WecomOutcome<string>>;
}

/** Asked for anew this long before it ends, so that no call leaves with a token about to die. */
const EARLY_MS = 300_000;

export interface AccessTokenOptions {
  key: string;
  store: TokenStore;
  clock: () => Date;
  logger: Logger;
  fetchToken: () => Promise<WecomOutcome<{ accessToken: string; expiresInSeconds: number }>>;
}

/** Keeps one access token: stored for all processes, and asked for once however many callers wait for it. */
export function createAccessTokens({ key, store, clock, logger, fetchToken }: AccessTokenOptions): AccessTokens {
  let underWay: Promise<WecomOutcome<string>> | undefined;
  // With the store away the bot still speaks: each process then has a token of its own.
  let own: StoredToken | undefined;

  async function read(): Promise<StoredToken | undefined> {
    try {
      return await store.read(key);
    } catch (error) {
      logger.warn({ err: error }, 'wecom token not read, own one used');
      return own;
    }
  }

  async function write(token: StoredToken) {
    own = token;
    try {
      await store.write(key, token);
    } catch (error) {
      logger.warn({ err: error }, 'wecom token not shared');
    }
  }

  async function stored(refused?: string): Promise<string | undefined> {
    const token = await read();
    const usable = token && token.accessToken !== refused && token.expiresAt.getTime() - EARLY_MS > clock().getTime();
    return usable ? token.accessToken : undefined;
  }

  async function renew(refused?: string): Promise<WecomOutcome<string>> {
    const known = await stored(refused);
    if (known) return { kind: 'done', value: known };
    const fetched = await fetchToken();
    if (fetched.kind === 'failed') return fetched;
    const { accessToken, expiresInSeconds } = fetched.value;
    await write({ accessToken, expiresAt: new Date(clock().getTime() + expiresInSeconds * 1000) });
    return { kind: 'done', value: accessToken };
  }

  function renewOnce(refused?: string): Promise<WecomOutcome<string>> {
    underWay ??= renew(refused).finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  return {
    async current() {
      const known = await stored();
      return known ? { kind: 'done', value: known } : renewOnce();
    },
    instead: renewOnce,
  };
}
