import { randomBytes, randomUUID } from 'node:crypto';
import { MEMBER_LIMITS } from '../wecom/limits';
import { isInteractive } from '../wecom/template-card';
import type { ChatContent } from './chat-message';
import type { Chats } from './chats';
import type { SandboxMemory } from './memory';
import { asObject, asText, asTexts, type Json, readCard, readContent } from './read-content';
import { Refusal, refuseUnless } from './refusal';
import type { OpenEntry } from './wire';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const RESPONSE_CODE_LIFE_MS = 72 * HOUR_MS;
const RECALL_LIMIT_MS = DAY_MS;
const RECIPIENT_LIMIT = 1000;
const DAILY_PER_PERSON = 200;

export interface MessagesOptions {
  agentId: number;
  chats: Chats;
  clock: () => Date;
  hasCallback: () => boolean;
  knowsMedia: (mediaId: string) => boolean;
  before?: SandboxMemory | undefined;
}

/** message/send, update_template_card and recall, with the platform's limits, including the one it keeps silent about. */
export function createMessages({ agentId, chats, clock, hasCallback, knowsMedia, before }: MessagesOptions) {
  const taskIds = new Set(before?.taskIds);
  const responseCodes = new Map(before?.responseCodes);
  const sentAt = new Map(before?.sentAt);
  const deliveries = new Map<string, number[]>();
  const duplicates = new Map<string, { until: number; answer: Json }>();
  let dayTimes: number[] = [];

  function issueResponseCode(taskId: string): string {
    const code = `rc-${randomUUID()}`;
    responseCodes.set(code, { taskId, expiresAt: clock().getTime() + RESPONSE_CODE_LIFE_MS });
    return code;
  }

  function checkApp(body: Json) {
    refuseUnless(body.agentid === agentId || body.agentid === String(agentId), 40056, 'invalid agentid');
  }

  function readRecipients(body: Json): { known: string[]; invalid: string[] } {
    const touser = asText(body.touser);
    if (touser === '@all') return { known: chats.people.map(({ id }) => id), invalid: [] };
    const named = [...new Set(touser.split('|').filter(Boolean))];
    refuseUnless(named.length > 0 || asText(body.toparty) || asText(body.totag), 82001, 'touser, toparty and totag are all empty');
    refuseUnless(named.length <= RECIPIENT_LIMIT, 40032, 'invalid userid list size');
    const known = named.flatMap((userId) => chats.find(userId)?.id ?? []);
    const invalid = named.filter((userId) => !chats.find(userId)).map((userId) => userId.toLowerCase());
    refuseUnless(known.length > 0, 81013, 'user & party & tag all invalid');
    return { known, invalid };
  }

  function checkCard(content: ChatContent) {
    if (content.kind !== 'card') return;
    refuseUnless(!isInteractive(content.card) || hasCallback(), 43012, 'callback url is not set');
    refuseUnless(!content.taskId || !taskIds.has(content.taskId), 42014, 'task_id is used already');
  }

  function countDay(persons: number) {
    const now = clock().getTime();
    dayTimes = dayTimes.filter((at) => at > now - DAY_MS);
    refuseUnless(dayTimes.length + persons <= chats.people.length * DAILY_PER_PERSON, 45009, 'daily message quota is used up');
    dayTimes.push(...Array.from({ length: persons }, () => now));
  }

  /** False when the platform would drop it: the caller still gets its errcode 0. */
  function deliver(userId: string): boolean {
    const now = clock().getTime();
    const recent = (deliveries.get(userId) ?? []).filter((at) => at > now - HOUR_MS);
    const inMinute = recent.filter((at) => at > now - MINUTE_MS).length;
    const fits = inMinute < MEMBER_LIMITS.perMinute && recent.length < MEMBER_LIMITS.perHour;
    deliveries.set(userId, fits ? [...recent, now] : recent);
    return fits;
  }

  function knownDuplicate(body: Json): Json | undefined {
    const known = body.enable_duplicate_check === 1 ? duplicates.get(JSON.stringify(body)) : undefined;
    return known && known.until > clock().getTime() ? known.answer : undefined;
  }

  function rememberForDuplicates(body: Json, answer: Json) {
    if (body.enable_duplicate_check !== 1) return;
    const seconds = typeof body.duplicate_check_interval === 'number' ? body.duplicate_check_interval : 1800;
    duplicates.set(JSON.stringify(body), { until: clock().getTime() + seconds * 1000, answer });
  }

  return {
    issueResponseCode,

    remember(): Omit<SandboxMemory, 'chats'> {
      const now = clock().getTime();
      return {
        taskIds: [...taskIds],
        responseCodes: [...responseCodes].filter(([, { expiresAt }]) => expiresAt > now),
        sentAt: [...sentAt].filter(([, at]) => now - at <= RECALL_LIMIT_MS),
      };
    },

    send(body: Json, entry: OpenEntry): Json {
      checkApp(body);
      const content = readContent(body, knowsMedia);
      const { known, invalid } = readRecipients(body);
      noteSend(entry, body, content, known);
      const before = knownDuplicate(body);
      if (before) {
        entry.note({ key: 'not_delivered_again' });
        return before;
      }
      checkCard(content);
      countDay(known.length);
      const messageId = randomBytes(24).toString('base64url');
      sentAt.set(messageId, clock().getTime());
      if (content.kind === 'card' && content.taskId) taskIds.add(content.taskId);
      for (const userId of known) {
        if (deliver(userId)) chats.add(userId, 'bot', content.kind === 'card' ? { ...content } : content, messageId);
        else entry.note({ key: 'dropped_silently', values: { to: userId } });
      }
      const interactive = content.kind === 'card' && isInteractive(content.card);
      const answer: Json = {
        invaliduser: invalid.join('|'),
        invalidparty: asText(body.toparty),
        invalidtag: asText(body.totag),
        msgid: messageId,
      };
      if (interactive) answer.response_code = issueResponseCode(content.taskId);
      rememberForDuplicates(body, answer);
      return answer;
    },

    update(body: Json, entry: OpenEntry): Json {
      checkApp(body);
      const code = responseCodes.get(asText(body.response_code));
      refuseUnless(code && code.expiresAt > clock().getTime(), 60140, 'invalid or expired response_code');
      const userIds = body.atall === 1 ? chats.people.map(({ id }) => id) : asTexts(body.userids);
      refuseUnless(userIds.length > 0, 40031, 'invalid userid list');
      refuseUnless(userIds.length <= RECIPIENT_LIMIT, 40032, 'invalid userid list size');
      const apply = readUpdate(body, code.taskId);
      responseCodes.delete(asText(body.response_code));
      entry.note({ key: 'card_update_to', values: { to: userIds.join(' ') } });
      const missed = chats.change(
        userIds,
        (message) => message.kind === 'card' && message.taskId === code.taskId && !message.recalled,
        (message) => {
          if (message.kind === 'card') Object.assign(message, apply);
        },
      );
      return { invaliduser: missed.map((userId) => userId.toLowerCase()) };
    },

    recall(body: Json, entry: OpenEntry): Json {
      const messageId = asText(body.msgid);
      const at = sentAt.get(messageId);
      refuseUnless(at !== undefined, 40058, 'invalid msgid');
      refuseUnless(clock().getTime() - at <= RECALL_LIMIT_MS, 42052, 'msgid is too old to recall');
      entry.note({ key: 'recall' });
      chats.change(
        chats.people.map(({ id }) => id),
        ({ id }) => id === messageId,
        (message) => {
          message.recalled = true;
        },
      );
      return {};
    },
  };
}

/** What an update changes on each copy. The task id of the message stays: it is what later taps refer to. */
function readUpdate(body: Json, taskId: string): Json {
  if (body.template_card !== undefined) {
    const { card, closedWith } = readCard({ task_id: taskId, ...asObject(body.template_card) });
    return { card, closedWith };
  }
  const closedWith = asText(asObject(body.button).replace_name);
  if (!closedWith) throw new Refusal(40058, 'neither button.replace_name nor template_card');
  return { closedWith };
}

function noteSend(entry: OpenEntry, body: Json, content: ChatContent, to: string[]) {
  const names = to.join(' ');
  if (content.kind === 'text') entry.note({ key: 'text_to', values: { bytes: Buffer.byteLength(content.text), to: names } });
  else if (content.kind === 'card') entry.note({ key: 'card_to', values: { type: content.card.card_type, to: names } });
  else entry.note({ key: 'message_to', values: { type: asText(body.msgtype), to: names } });
}
