import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { createEnvelope } from '../wecom/crypto';
import type { TemplateCard } from '../wecom/template-card';
import { createAccess } from './access';
import { type Authorize, createAuthorize } from './authorize';
import { createCallbackSender, type Delivery, type EventFields } from './callback-sender';
import type { ChatMessage } from './chat-message';
import { createChats, type SandboxPerson } from './chats';
import { createFaults, type FaultName, type Faults } from './faults';
import type { Forgery } from './forge';
import { createLoginCodes, type LoginDoor } from './login-codes';
import { createMedia } from './media';
import type { SandboxMemory } from './memory';
import { createMessages } from './messages';
import { createQyapi, type QyapiAnswer, type QyapiRequest } from './qyapi';
import { createWechat } from './wechat';
import { createWire, type WireEntry } from './wire';

export interface SandboxOptions {
  corpId: string;
  secret: string;
  agentId: number;
  /** where the product listens; a function when that is known only later. Empty: an app without callback address */
  callbackUrl: string | (() => string);
  token: string;
  encodingAESKey: string;
  people: SandboxPerson[];
  clock: () => Date;
  /** addresses whose pages may ask who is looking at them (可信域名) */
  trustedUrls?: readonly string[];
  /** the mini-program in WeChat */
  wechat?: { appId: string; secret: string };
  /** what the page suggests to type, per language */
  hints?: Record<string, string[]>;
  /** what an earlier sandbox with the same people remembered */
  before?: SandboxMemory | undefined;
  deadlineMs?: number;
  retryDelaysMs?: readonly number[];
  slowMs?: number;
  fetch?: typeof fetch;
  sleep?: (ms: number) => Promise<unknown>;
}

/** What can be sent that is no text; the content is as empty as it may be. */
const SENT = {
  voice: { bytes: '#!AMR\n000000', name: 'note.amr', contentType: 'audio/amr' },
  image: { bytes: 'a picture', name: 'picture.jpg', contentType: 'image/jpeg' },
} as const;
export type SentKind = keyof typeof SENT;
export const isSentKind = (kind: unknown): kind is SentKind => typeof kind === 'string' && Object.hasOwn(SENT, kind);

/** What the chat page hears as it happens. */
export type SandboxChange =
  | { kind: 'wire'; entry: WireEntry }
  | { kind: 'message'; personId: string; message: ChatMessage }
  | { kind: 'faults'; faults: ReturnType<Faults['list']> }
  | { kind: 'closed' };

export interface Sandbox {
  people: readonly SandboxPerson[];
  hints: Record<string, string[]>;
  /** The platform's HTTP API. */
  qyapi(request: QyapiRequest): Promise<QyapiAnswer>;
  /** Types a text in a person's name; resolves when the product took it or the platform gave up. */
  says(personId: string, text: string): Promise<Delivery>;
  /** Sends a voice note or a picture in a person's name, as people do who find typing hard. */
  sends(personId: string, kind: SentKind): Promise<Delivery>;
  /** Presses a button, menu item or submit of a card in that person's chat. Throws when there is none such. */
  taps(personId: string, taskId: string, key: string, selected?: Record<string, string[]>): Promise<Delivery>;
  /** Whether that person's card has such a button, menu item or submit. */
  canTap(personId: string, taskId: string, key: string): boolean;
  /** Opens the app's chat. */
  enters(personId: string): Promise<Delivery>;
  /** Any other event, e.g. `change_contact` from `sys`. */
  happens(fromUserId: string, fields: EventFields): Promise<Delivery>;
  /** What the bot wrote to a person, earliest first. */
  inbox(personId: string): readonly ChatMessage[];
  /** Both sides of a person's chat. */
  chat(personId: string): readonly ChatMessage[];
  /** The first message of the bot that fits, now or later. Rejects after `timeoutMs`. */
  waitFor(personId: string, fits: (message: ChatMessage) => boolean, timeoutMs?: number): Promise<ChatMessage>;
  /** Every request between product and platform, earliest first. */
  wire: readonly WireEntry[];
  fault(name: FaultName, on: boolean): void;
  /** Ends every fault. */
  repair(): void;
  /** Calls the product as somebody who is not the platform. Resolves to the HTTP status it answers with, null for none. */
  forge(kind: Forgery): Promise<number | null>;
  /** For a product in the same process: what it made of the callback with that nonce, so that the line shows it. */
  noteReceipt(nonce: string, outcome: string): void;
  /** What a later sandbox needs to go on from here. */
  remember(): SandboxMemory;
  faults(): ReturnType<Faults['list']>;
  /** WeChat's HTTP API, of which there is one call. */
  wechat(path: string, query: URLSearchParams): Promise<QyapiAnswer>;
  /** The pages that browsers are sent to, to come back with a code. */
  authorize: Authorize;
  /** A code as `wx.qy.login` gives it, or as a browser or WeChat gets one. */
  issueLoginCode(personId: string, door?: LoginDoor): string;
  verifyCallback(): Promise<boolean>;
  /** Sends home whoever listens: a stream that stays open would keep a server from stopping. */
  close(): void;
  /** Returns the function that ends it. */
  listen(listener: (change: SandboxChange) => void): () => void;
}

/** A local WeCom: the same HTTP API, callbacks, limits and error codes, for trying the product without an account and for tests. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { corpId, secret, agentId, people, clock, sleep = delay } = options;
  const { callbackUrl: address } = options;
  const callbackUrl = typeof address === 'function' ? address : () => address;
  const listeners = new Set<(change: SandboxChange) => void>();
  const tell = (change: SandboxChange) => {
    for (const listener of listeners) listener(change);
  };

  const wire = createWire(clock, (entry) => tell({ kind: 'wire', entry }));
  const faults = createFaults(() => tell({ kind: 'faults', faults: faults.list() }));
  const chats = createChats(people, clock, (personId, message) => tell({ kind: 'message', personId, message }), options.before?.chats);
  const media = createMedia(clock);
  const loginCodes = createLoginCodes(clock);
  const messages = createMessages({
    agentId,
    chats,
    clock,
    hasCallback: () => callbackUrl() !== '',
    knowsMedia: (id) => media.find(id) !== undefined,
    before: options.before,
  });
  const access = createAccess({ corpId, secret, clock, faults });
  const envelope = createEnvelope({ token: options.token, encodingAESKey: options.encodingAESKey, receiveId: corpId, now: clock });
  const callbacks = createCallbackSender({
    callbackUrl,
    corpId,
    agentId,
    envelope,
    keys: { token: options.token, encodingAESKey: options.encodingAESKey },
    clock,
    faults,
    wire,
    sleep,
    deadlineMs: options.deadlineMs ?? 5000,
    retryDelaysMs: options.retryDelaysMs ?? [1000, 2000, 5000],
    fetch: options.fetch ?? fetch,
  });

  function findPerson(personId: string): string {
    const person = chats.find(personId);
    if (!person) throw new Error(`nobody here is called ${personId}`);
    return person.id;
  }

  function findCard(personId: string, taskId: string): TemplateCard | undefined {
    for (const message of chats.messages(personId)) {
      if (message.kind === 'card' && message.taskId === taskId && !message.recalled) return message.card;
    }
    return undefined;
  }

  const inbox = (personId: string) => chats.messages(findPerson(personId)).filter(({ from }) => from === 'bot');

  return {
    people,
    hints: options.hints ?? {},
    wire: wire.entries,
    qyapi: createQyapi({
      wire,
      faults,
      chats,
      media,
      access,
      messages,
      spendLoginCode: (code, door) => loginCodes.spend(code, door),
      corpId,
      slow: () => sleep(options.slowMs ?? 6000),
    }),

    wechat: createWechat({
      appId: '',
      secret: '',
      ...options.wechat,
      clock,
      faults,
      wire,
      spendLoginCode: (code) => loginCodes.spend(code, 'wechat'),
    }),
    authorize: createAuthorize({
      corpId,
      agentId,
      trustedUrls: options.trustedUrls ?? [],
      issueCode: (userId, door) => loginCodes.issue(findPerson(userId), door),
    }),

    async says(personId, text) {
      const userId = findPerson(personId);
      chats.add(userId, 'member', { kind: 'text', text });
      return callbacks.push(
        userId,
        { MsgType: 'text', Content: text, MsgId: newMessageId() },
        { key: 'message_said', values: { who: userId, text: text.slice(0, 40) } },
      );
    },

    async sends(personId, kind) {
      const userId = findPerson(personId);
      const { bytes, name, contentType } = SENT[kind];
      const mediaId = media.keep({ bytes: Buffer.from(bytes), name, contentType });
      chats.add(userId, 'member', { kind: 'file', fileKind: kind, mediaId });
      const fields: EventFields = kind === 'voice' ? { Format: 'amr' } : { PicUrl: 'http://sandbox.invalid/picture.jpg' };
      return callbacks.push(
        userId,
        { MsgType: kind, MediaId: mediaId, ...fields, MsgId: newMessageId() },
        { key: 'media_sent', values: { who: userId, kind } },
      );
    },

    async taps(personId, taskId, key, selected = {}) {
      const userId = findPerson(personId);
      const card = findCard(userId, taskId);
      if (!card) throw new Error(`${userId} has no card ${taskId}`);
      if (!keysOf(card).includes(key)) throw new Error(`card ${taskId} has no button ${key}`);
      const isMenu = menuKeysOf(card).includes(key);
      const choices = Object.entries(selected).map(([QuestionKey, OptionId]) => ({ QuestionKey, OptionIds: { OptionId } }));
      const fields: EventFields = {
        MsgType: 'event',
        Event: isMenu ? 'template_card_menu_event' : 'template_card_event',
        EventKey: key,
        TaskId: taskId,
        CardType: card.card_type,
        ResponseCode: messages.issueResponseCode(taskId),
        ...(choices.length > 0 ? { SelectedItems: { SelectedItem: choices } } : {}),
      };
      return callbacks.push(userId, fields, { key: 'card_tapped', values: { who: userId, button: textOf(card, key) } });
    },

    canTap(personId, taskId, key) {
      const card = findCard(personId, taskId);
      return card !== undefined && keysOf(card).includes(key);
    },

    async enters(personId) {
      return callbacks.push(
        findPerson(personId),
        { MsgType: 'event', Event: 'enter_agent', EventKey: '' },
        { key: 'event', values: { name: 'enter_agent', who: personId } },
      );
    },

    happens: (fromUserId, fields) =>
      callbacks.push(
        fromUserId,
        { MsgType: 'event', ...fields },
        { key: 'event', values: { name: String(fields.Event), who: fromUserId } },
      ),

    inbox,
    chat: (personId) => chats.messages(findPerson(personId)),

    waitFor(personId, fits, timeoutMs = 5000) {
      const userId = findPerson(personId);
      return new Promise((resolve, reject) => {
        const found = inbox(userId).find(fits);
        if (found) return resolve(found);
        const stop = () => {
          clearTimeout(timer);
          listeners.delete(listener);
        };
        const listener = (change: SandboxChange) => {
          if (change.kind !== 'message' || change.personId !== userId || change.message.from !== 'bot' || !fits(change.message)) return;
          stop();
          resolve(change.message);
        };
        const timer = setTimeout(() => {
          stop();
          reject(new Error(`${userId} did not hear it within ${timeoutMs} ms`));
        }, timeoutMs);
        listeners.add(listener);
      });
    },

    fault: (name, on) => faults.set(name, on),
    repair: () => faults.clear(),
    forge: callbacks.forge,
    noteReceipt: callbacks.noteReceipt,
    remember: () => ({
      chats: Object.fromEntries(people.map(({ id }) => [id, [...chats.messages(id)]])),
      ...messages.remember(),
    }),
    faults: () => faults.list(),
    issueLoginCode: (personId, door) => loginCodes.issue(findPerson(personId), door),
    verifyCallback: () => callbacks.verify(),

    close: () => tell({ kind: 'closed' }),

    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function menuKeysOf(card: TemplateCard): string[] {
  return 'action_menu' in card ? (card.action_menu?.action_list.map(({ key }) => key) ?? []) : [];
}

/** Everything on a card that calls back. */
function keysOf(card: TemplateCard): string[] {
  const buttons = 'button_list' in card ? card.button_list.flatMap(({ key, type }) => (type !== 1 && key ? [key] : [])) : [];
  const submit = 'submit_button' in card ? [card.submit_button.key] : [];
  return [...menuKeysOf(card), ...buttons, ...submit];
}

/** What stands on the button, for people; the key is for the product. */
function textOf(card: TemplateCard, key: string): string {
  const buttons = [
    ...('button_list' in card ? card.button_list : []),
    ...('submit_button' in card ? [card.submit_button] : []),
    ...('action_menu' in card ? (card.action_menu?.action_list ?? []) : []),
  ];
  return buttons.find((button) => button.key === key)?.text ?? key;
}

/** 63 bits, so that whoever reads it as a number is caught; random, so that a new sandbox never repeats an old one's. */
function newMessageId(): string {
  return String((randomBytes(8).readBigUInt64BE() >> 2n) + (1n << 62n));
}
