import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { createAccessTokens, type TokenStore } from './access-token';
import { type CardFault, findCardFaults } from './card-faults';
import { classify, isTokenFault, type WecomFailure, type WecomOutcome } from './failure';
import { createHttpExchange, type Exchange, type PlatformAnswer, type PlatformRequest } from './http-exchange';
import { createParking } from './parking';
import type { TemplateCard } from './template-card';
import { sendable, splitToMessages } from './text';

export interface WecomClientOptions {
  /** e.g. `https://qyapi.weixin.qq.com`; what follows starts with `/cgi-bin/` */
  baseUrl: string;
  corpId: string;
  secret: string;
  agentId: number;
  tokenStore: TokenStore;
  clock: () => Date;
  logger: Logger;
  fetch?: typeof fetch;
  /** waits between tries; replaced in tests */
  sleep?: (ms: number) => Promise<unknown>;
  /** per request, in ms */
  timeoutMs?: number;
}

export interface Sent {
  messageId: string;
  /** for cards that call back: good for one update within 72 h */
  responseCode: string;
  /** recipients the platform does not reach, spelled as the caller spelled them */
  refusedUserIds: string[];
}

export interface WecomClient {
  /** Sends a text, in several messages when it is longer than one may be. */
  sendText(message: { to: string[]; content: string; duplicateCheckSeconds?: number }): Promise<WecomOutcome<Sent[]>>;
  sendTemplateCard(message: { to: string[]; card: TemplateCard }): Promise<WecomOutcome<Sent>>;
  /** Changes the card in the chats of `userIds`: greys its buttons with a text, or replaces it. Spends the response code. */
  updateTemplateCard(update: {
    userIds: string[];
    responseCode: string;
    change: { replaceText: string } | { card: TemplateCard };
  }): Promise<WecomOutcome<{ refusedUserIds: string[] }>>;
  /** Takes a message back; possible for 24 h. */
  recall(messageId: string): Promise<WecomOutcome<void>>;
  getMember(userId: string): Promise<WecomOutcome<{ userId: string; name: string; departmentIds: number[] }>>;
  /** A picture or voice a member sent; kept by the platform for 3 days. */
  getMedia(mediaId: string): Promise<WecomOutcome<{ bytes: Uint8Array; contentType: string }>>;
  /** The code of the mini-program's `wx.qy.login`; good once, for 5 minutes. */
  exchangeLoginCode(code: string): Promise<WecomOutcome<{ userId: string }>>;
  /** The code that a browser came back with from the authorize page; good once, for 5 minutes. Null: somebody who is no member. */
  exchangeWebCode(code: string): Promise<WecomOutcome<{ userId: string } | null>>;
  /** Any other call of the platform, with the same token, retries and failure classes. */
  call(request: PlatformRequest): Promise<WecomOutcome<PlatformAnswer>>;
}

const RECIPIENT_LIMIT = 1000;
const BACKOFF_MS = [500, 1500, 4500];
const TASK_ID_USED = 42014;

/** Talks to the platform as one app: token, retries and failure classes are settled here, so that callers see outcomes. */
export function createWecomClient(options: WecomClientOptions): WecomClient {
  const { corpId, secret, agentId, tokenStore, clock, logger, sleep = delay } = options;
  const exchange = createHttpExchange({ baseUrl: options.baseUrl, fetch: options.fetch ?? fetch, timeoutMs: options.timeoutMs ?? 10_000 });
  const parking = createParking(clock);
  const tokens = createAccessTokens({ key: `${corpId}/${agentId}`, store: tokenStore, clock, logger, fetchToken });

  async function fetchToken(): Promise<WecomOutcome<{ accessToken: string; expiresInSeconds: number }>> {
    const outcome = await persist(
      '/cgi-bin/gettoken',
      () => exchange({ method: 'GET', path: '/cgi-bin/gettoken', query: { corpid: corpId, corpsecret: secret } }),
      true,
    );
    if (outcome.kind === 'failed') return report('/cgi-bin/gettoken', outcome);
    if (outcome.value.kind !== 'answered') return failed({ kind: 'permanent', reason: 'unexpected file' });
    const { access_token, expires_in } = outcome.value.answer;
    return typeof access_token === 'string' && typeof expires_in === 'number'
      ? { kind: 'done', value: { accessToken: access_token, expiresInSeconds: expires_in } }
      : failed({ kind: 'permanent', reason: 'answer without token' });
  }

  /** Runs one exchange with the waits its failure class asks for. `repeatable`: doing it twice is no harm. */
  async function persist(
    path: string,
    once: () => Promise<Exchange>,
    repeatable: boolean,
  ): Promise<WecomOutcome<Exclude<Exchange, { kind: 'failed' }>>> {
    for (let attempt = 0; ; attempt += 1) {
      const parkedMs = parking.remainingMs(path);
      if (parkedMs > 0) return failed({ kind: 'park', errcode: 45009, reason: 'parked', retryAfterMs: parkedMs });
      const result = await once();
      if (result.kind === 'file' || (result.kind === 'answered' && result.answer.errcode === 0)) {
        parking.release(path);
        return { kind: 'done', value: result };
      }
      const failure = result.kind === 'failed' ? result.failure : describe(path, result.answer);
      const waitMs = BACKOFF_MS[attempt];
      const worthRepeating = failure.kind === 'backoff' || (failure.kind === 'unreachable' && (repeatable || !failure.maybeDone));
      if (!worthRepeating || waitMs === undefined) return failed(failure);
      await sleep(waitMs);
    }
  }

  function describe(path: string, { errcode, errmsg }: PlatformAnswer): WecomFailure {
    const kind = classify(errcode);
    const failure: WecomFailure = { kind, errcode, reason: redact(String(errmsg)) };
    return kind === 'park' ? { ...failure, retryAfterMs: parking.park(path) } : failure;
  }

  // The hint behind the comma names addresses and may echo what was sent.
  function redact(errmsg: string): string {
    return (errmsg.split(/, hint|, from ip/)[0] ?? '').replaceAll(secret, '***').slice(0, 120);
  }

  function report<T>(path: string, outcome: WecomOutcome<T>): WecomOutcome<T> {
    if (outcome.kind === 'failed') {
      const { kind, errcode, reason } = outcome.failure;
      logger.warn({ path, failure: kind, errcode, reason }, 'wecom call failed');
    }
    return outcome;
  }

  async function authorised(request: PlatformRequest, repeatable: boolean) {
    const token = await tokens.current();
    if (token.kind === 'failed') return token;
    const withToken = (accessToken: string) =>
      persist(request.path, () => exchange({ ...request, query: { ...request.query, access_token: accessToken } }), repeatable);
    const first = await withToken(token.value);
    if (first.kind === 'done' || !isTokenFault(first.failure.errcode ?? 0)) return report(request.path, first);
    const fresh = await tokens.instead(token.value);
    if (fresh.kind === 'failed') return fresh;
    logger.info({ path: request.path, errcode: first.failure.errcode }, 'wecom token renewed, call repeated');
    return report(request.path, await withToken(fresh.value));
  }

  async function ask(request: PlatformRequest, repeatable: boolean): Promise<WecomOutcome<PlatformAnswer>> {
    const outcome = await authorised(request, repeatable);
    if (outcome.kind === 'failed') return outcome;
    return outcome.value.kind === 'answered'
      ? { kind: 'done', value: outcome.value.answer }
      : failed({ kind: 'permanent', reason: 'unexpected file' });
  }

  async function send(to: string[], content: Record<string, unknown>, repeatable: boolean): Promise<WecomOutcome<Sent>> {
    if (to.length === 0 || to.length > RECIPIENT_LIMIT) return failed({ kind: 'permanent', reason: 'recipient count' });
    const json = { touser: to.join('|'), agentid: agentId, ...content };
    const outcome = await ask({ method: 'POST', path: '/cgi-bin/message/send', json }, repeatable);
    return outcome.kind === 'failed' ? outcome : { kind: 'done', value: readSent(outcome.value, to) };
  }

  return {
    async sendText({ to, content, duplicateCheckSeconds }) {
      const check = duplicateCheckSeconds ? { enable_duplicate_check: 1, duplicate_check_interval: duplicateCheckSeconds } : {};
      const sent: Sent[] = [];
      for (const part of splitToMessages(sendable(content))) {
        const outcome = await send(to, { msgtype: 'text', text: { content: part }, ...check }, duplicateCheckSeconds !== undefined);
        if (outcome.kind === 'failed') return outcome;
        sent.push(outcome.value);
      }
      return sent.length > 0 ? { kind: 'done', value: sent } : failed({ kind: 'permanent', errcode: 44004, reason: 'empty text' });
    },

    async sendTemplateCard({ to, card }) {
      const faults = findCardFaults(card);
      if (faults.length > 0) return failed(cardFailure(faults, logger));
      // A task id is accepted once, so a repeat after a lost answer cannot double the card.
      const outcome = await send(to, { msgtype: 'template_card', template_card: card }, card.task_id !== undefined);
      return outcome.kind === 'failed' && outcome.failure.errcode === TASK_ID_USED
        ? failed({ ...outcome.failure, maybeDone: true })
        : outcome;
    },

    async updateTemplateCard({ userIds, responseCode, change }) {
      if ('card' in change) {
        const faults = findCardFaults(change.card);
        if (faults.length > 0) return failed(cardFailure(faults, logger));
      }
      const content = 'card' in change ? { template_card: change.card } : { button: { replace_name: change.replaceText } };
      const json = { userids: userIds, agentid: agentId, response_code: responseCode, ...content };
      const outcome = await ask({ method: 'POST', path: '/cgi-bin/message/update_template_card', json }, false);
      return outcome.kind === 'failed'
        ? outcome
        : { kind: 'done', value: { refusedUserIds: spelledAs(userIds, textList(outcome.value.invaliduser)) } };
    },

    async recall(messageId) {
      const outcome = await ask({ method: 'POST', path: '/cgi-bin/message/recall', json: { msgid: messageId } }, true);
      return outcome.kind === 'failed' ? outcome : { kind: 'done', value: undefined };
    },

    async getMember(userId) {
      const outcome = await ask({ method: 'GET', path: '/cgi-bin/user/get', query: { userid: userId } }, true);
      if (outcome.kind === 'failed') return outcome;
      const { userid, name, department } = outcome.value;
      return {
        kind: 'done',
        value: { userId: asText(userid), name: asText(name), departmentIds: Array.isArray(department) ? department.map(Number) : [] },
      };
    },

    async getMedia(mediaId) {
      const outcome = await authorised({ method: 'GET', path: '/cgi-bin/media/get', query: { media_id: mediaId } }, true);
      if (outcome.kind === 'failed') return outcome;
      const { value } = outcome;
      return value.kind === 'file'
        ? { kind: 'done', value: { bytes: value.bytes, contentType: value.contentType } }
        : failed({ kind: 'permanent', reason: 'answer without file' });
    },

    async exchangeLoginCode(code) {
      const query = { js_code: code, grant_type: 'authorization_code' };
      const outcome = await ask({ method: 'GET', path: '/cgi-bin/miniprogram/jscode2session', query }, false);
      if (outcome.kind === 'failed') return outcome;
      const userId = asText(outcome.value.userid);
      // A mini-program can be opened by members of other corporations too; theirs are other people with perhaps the same id.
      const own = outcome.value.corpid === undefined || outcome.value.corpid === corpId;
      return userId && own ? { kind: 'done', value: { userId } } : failed({ kind: 'permanent', reason: 'answer without member' });
    },

    async exchangeWebCode(code) {
      const outcome = await ask({ method: 'GET', path: '/cgi-bin/auth/getuserinfo', query: { code } }, false);
      if (outcome.kind === 'failed') return outcome;
      // The name of the field was UserId in the API before this one.
      const userId = asText(outcome.value.userid) || asText(outcome.value.UserId);
      return { kind: 'done', value: userId ? { userId } : null };
    },

    call: (request) => ask(request, request.method === 'GET'),
  };
}

function failed(failure: WecomFailure): { kind: 'failed'; failure: WecomFailure } {
  return { kind: 'failed', failure };
}

function cardFailure(faults: CardFault[], logger: Logger): WecomFailure {
  logger.error({ faults }, 'wecom card not sent');
  return { kind: 'permanent', errcode: faults[0]?.errcode, reason: faults.map(({ field }) => field).join(' ') };
}

function readSent(answer: PlatformAnswer, to: string[]): Sent {
  const refused = [...asText(answer.invaliduser).split('|'), ...asText(answer.unlicenseduser).split('|')];
  return { messageId: asText(answer.msgid), responseCode: asText(answer.response_code), refusedUserIds: spelledAs(to, refused) };
}

// The platform gives them back in lower case.
function spelledAs(own: string[], platforms: string[]): string[] {
  const lower = new Set(platforms.map((userId) => userId.toLowerCase()));
  return own.filter((userId) => lower.has(userId.toLowerCase()));
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function textList(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
