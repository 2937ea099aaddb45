import type { Logger } from 'pino';
import type { CallbackStore } from './callback-store';
import { createEnvelope, type EnvelopeQuery } from './crypto';
import { EnvelopeError } from './envelope-error';
import { type InboundMessage, readInboundMessage } from './inbound-message';
import { type CallbackRefusal, REFUSAL_WORDS } from './refusal-words';
import { childText, parseXml, XmlError } from './xml';

export interface WecomCallbackOptions {
  token: string;
  encodingAESKey: string;
  corpId: string;
  now: () => Date;
  store: CallbackStore;
  /** Deals with one message. Called again with the same `key` after a crash, so what it does must be idempotent under it. */
  onMessage: (message: InboundMessage) => Promise<void>;
  logger: Logger;
  /** Hears what became of each callback, for whoever shows the line; the platform itself only ever sees the answer. */
  observe?: (receipt: CallbackReceipt) => void;
}

/** What became of one callback: refused and why, or whether its message was new. `nonce` tells which one. */
export interface CallbackReceipt {
  nonce: string;
  outcome: 'new' | 'repeated' | 'not_stored' | CallbackRefusal;
}

export interface CallbackAnswer {
  status: number;
  body: string;
}

/** Query of a callback: decoded once; a repeated parameter is a list and is refused. */
export type CallbackQuery = Record<string, string | string[] | undefined>;

export interface WecomCallback {
  /** GET: the console checks the address. 200 with the bare plaintext, or 4xx. */
  verify(query: CallbackQuery): CallbackAnswer;
  /** POST: 200 and empty once the message is stored; 4xx for what is not from the platform; 503 when it could not be stored. */
  receive(query: CallbackQuery, rawBody: string): Promise<CallbackAnswer>;
  /** What a body gets that is too large to be read. */
  refuseOversized(query: CallbackQuery): CallbackAnswer;
  /** Takes up what an ended process left behind. Run at start and every minute. Resolves to the number taken up. */
  resume(): Promise<number>;
  /** Resolves when nothing received by this process is still being dealt with. */
  settled(): Promise<void>;
}

/** The platform drops the connection after 5 s and sends again. */
const STORE_DEADLINE_MS = 4_000;
/** Longer than any message is in work, so that a living process keeps what it has. */
const ABANDONED_AFTER_MS = 60_000;
const MAX_ATTEMPTS = 5;
const ACCEPTED: CallbackAnswer = { status: 200, body: '' };
const UNAVAILABLE: CallbackAnswer = { status: 503, body: '' };
const MALFORMED_CODES: ReadonlySet<CallbackRefusal> = new Set([
  'missing_parameter',
  'malformed_parameter',
  'malformed',
  'too_large',
  'too_deep',
  'forbidden_markup',
]);

/**
 * Receives what the platform pushes: verify, decrypt, store, answer at once, deal with it afterwards (B-11.12).
 * One person's messages are dealt with in the order they came; different people do not wait for each other.
 */
export function createWecomCallback(options: WecomCallbackOptions): WecomCallback {
  const { token, encodingAESKey, corpId, now, store, onMessage, logger, observe = () => undefined } = options;
  const envelope = createEnvelope({ token, encodingAESKey, receiveId: corpId, now });
  const lastOfSender = new Map<string, Promise<void>>();

  function refuse(query: CallbackQuery, reason: CallbackRefusal): CallbackAnswer {
    const status = reason === 'too_large' ? 413 : MALFORMED_CODES.has(reason) ? 400 : 403;
    logger.warn({ reason, status }, `wecom callback refused: ${REFUSAL_WORDS[reason]}`);
    observe({ nonce: single(query.nonce), outcome: reason });
    return { status, body: '' };
  }

  function open(query: CallbackQuery, rawBody: string): InboundMessage {
    const encrypted = childText(parseXml(rawBody), 'Encrypt');
    return readInboundMessage(parseXml(envelope.open(readQuery(query), encrypted)));
  }

  async function dealWith(message: InboundMessage, attempt: number) {
    try {
      await onMessage(message);
      await store.finish(message.key, now());
    } catch (error) {
      logger.error({ key: message.key, kind: message.kind, attempt, err: error }, 'wecom message not dealt with');
    }
  }

  function dealWithInTurn(message: InboundMessage, attempt: number) {
    const before = lastOfSender.get(message.fromUserId) ?? nextTurn();
    const mine = before.then(() => dealWith(message, attempt));
    lastOfSender.set(message.fromUserId, mine);
    mine.then(() => {
      if (lastOfSender.get(message.fromUserId) === mine) lastOfSender.delete(message.fromUserId);
    });
  }

  async function take(message: InboundMessage, nonce: string): Promise<CallbackAnswer> {
    const state = await store.claim(message, now());
    observe({ nonce, outcome: state === 'new' ? 'new' : 'repeated' });
    if (state === 'new') dealWithInTurn(message, 1);
    else logger.info({ key: message.key, state }, 'wecom callback repeated');
    return ACCEPTED;
  }

  return {
    verify(query) {
      try {
        const body = envelope.open(readQuery(query), single(query.echostr));
        return { status: 200, body };
      } catch (error) {
        return refuse(query, reasonOf(error));
      }
    },

    refuseOversized: (query) => refuse(query, 'too_large'),

    async receive(query, rawBody) {
      let message: InboundMessage;
      try {
        message = open(query, rawBody);
      } catch (error) {
        return refuse(query, reasonOf(error));
      }
      const nonce = single(query.nonce);
      // Not stored in time means not received: the platform is told so and sends it again. Stored late, it is dealt with all the same.
      return within(STORE_DEADLINE_MS, take(message, nonce)).catch((error: unknown) => {
        observe({ nonce, outcome: 'not_stored' });
        logger.error({ key: message.key, err: error }, 'wecom message not stored');
        return UNAVAILABLE;
      });
    },

    async resume() {
      const at = now();
      const left = await store.takeUnfinished(new Date(at.getTime() - ABANDONED_AFTER_MS), at);
      for (const { message, attempts } of left) {
        if (attempts < MAX_ATTEMPTS) {
          dealWithInTurn(message, attempts + 1);
          continue;
        }
        logger.error({ key: message.key, kind: message.kind, attempts }, 'wecom message given up');
        await store.finish(message.key, at);
      }
      return left.length;
    },

    async settled() {
      while (lastOfSender.size > 0) await Promise.all(lastOfSender.values());
    },
  };
}

function reasonOf(error: unknown): CallbackRefusal {
  if (error instanceof EnvelopeError || error instanceof XmlError) return error.code;
  throw error;
}

function readQuery(query: CallbackQuery): EnvelopeQuery {
  return { msg_signature: single(query.msg_signature), timestamp: single(query.timestamp), nonce: single(query.nonce) };
}

function single(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}

/** Lets the answer leave before the work begins. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('store_deadline')), limitMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
