import { findCardFaults } from '../wecom/card-faults';
import type { TemplateCard } from '../wecom/template-card';
import { cutToBytes, TEXT_BYTE_LIMIT } from '../wecom/text';
import type { ChatContent } from './chat-message';
import { Refusal, refuseUnless } from './refusal';

/** A JSON object of unknown shape. */
export type Json = Record<string, unknown>;

/** Checks a message against the platform's table of types and limits; what is legal comes back as it will stand in the chat. */
export function readContent(body: Json, knowsMedia: (mediaId: string) => boolean): ChatContent {
  const payload = asObject(body[asText(body.msgtype)]);
  switch (body.msgtype) {
    case 'text':
      refuseUnless(asText(payload.content), 44004, 'text content is empty');
      return { kind: 'text', text: cutToBytes(asText(payload.content), TEXT_BYTE_LIMIT) };
    case 'markdown':
      refuseUnless(asText(payload.content), 44004, 'markdown content is empty');
      refuseUnless(Buffer.byteLength(asText(payload.content)) <= TEXT_BYTE_LIMIT, 45002, 'content size out of limit');
      return { kind: 'markdown', text: asText(payload.content) };
    case 'textcard':
      return readLink(payload, 'btntxt', 128, 512);
    case 'news': {
      const articles = Array.isArray(payload.articles) ? payload.articles : [];
      refuseUnless(articles.length >= 1 && articles.length <= 8, 45008, 'article size out of limit');
      return readLink(asObject(articles[0]), '', 128, 512);
    }
    case 'miniprogram_notice':
      return readMiniNotice(payload);
    case 'template_card':
      return readCard(payload);
    case 'image':
    case 'voice':
    case 'video':
    case 'file':
      refuseUnless(knowsMedia(asText(payload.media_id)), 40007, 'invalid media_id');
      return { kind: 'file', fileKind: body.msgtype, mediaId: asText(payload.media_id) };
    default:
      throw new Refusal(40008, 'invalid message type');
  }
}

/** Checks a card of a send or of an update. */
export function readCard(payload: Json): ChatContent & { kind: 'card' } {
  const card = payload as unknown as TemplateCard;
  const [fault] = findCardFaults(card);
  if (fault) throw new Refusal(fault.errcode, `invalid template_card.${fault.field}`);
  return { kind: 'card', card, taskId: card.task_id ?? '', closedWith: card.replace_text ?? '' };
}

function readLink(payload: Json, actionField: string, titleLimit: number, textLimit: number): ChatContent {
  const title = asText(payload.title);
  const text = asText(payload.description);
  refuseUnless(title, 41016, 'title missing');
  refuseUnless([...title].length <= titleLimit && [...text].length <= textLimit, 40058, 'title or description too long');
  refuseUnless(asText(payload.url) || asText(payload.appid), 40058, 'url missing');
  return { kind: 'link', title, text, url: asText(payload.url), action: asText(payload[actionField]) };
}

function readMiniNotice(payload: Json): ChatContent {
  const items = (Array.isArray(payload.content_item) ? payload.content_item : []).map(asObject);
  refuseUnless(asText(payload.appid), 90207, 'invalid appid');
  refuseUnless(items.length <= 10, 90201, 'content_item size out of limit');
  refuseUnless(
    items.every(({ key }) => [...asText(key)].length <= 10),
    90202,
    'content_item key too long',
  );
  refuseUnless(
    items.every(({ value }) => [...asText(value)].length <= 30),
    90203,
    'content_item value too long',
  );
  const text = [asText(payload.description), ...items.map(({ key, value }) => `${asText(key)}: ${asText(value)}`)]
    .filter(Boolean)
    .join('\n');
  return { kind: 'link', title: asText(payload.title), text, url: asText(payload.page), action: '' };
}

export function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
