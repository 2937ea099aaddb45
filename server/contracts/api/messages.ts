import * as z from 'zod/mini';
import { limit, personRef } from './primitives';

/** What a message was about. An answer is one to something typed; what it said is between the product and that person. */
export const MESSAGE_KINDS = [
  'answer',
  'alert',
  'alert_settled',
  'approval',
  'approval_decided',
  'approval_not_carried_out',
  'order_change',
  'order_stopped',
  'nudge',
  'digest',
  'card_change',
  'undelivered',
  'word',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** `waiting`: not gone yet. `merged`: gone as a line of a digest. `dropped`: settled before it went. `failed`: never arrived. */
export const MESSAGE_STATES = ['sent', 'waiting', 'merged', 'dropped', 'failed'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** Why a message stands where it stands. */
export const MESSAGE_REASONS = [
  'member_limit',
  'waits_for_digest',
  'in_digest',
  'settled_meanwhile',
  'nothing_to_change',
  'not_in_wecom',
  'departed',
  'not_reached',
  'platform_busy',
  'rate_limited',
  'platform_refused',
  'configuration',
  'too_old',
  'no_words',
] as const;
export type MessageReason = (typeof MESSAGE_REASONS)[number];

/** One message to one person. Instants are ISO 8601. */
export const messageDto = z.object({
  id: z.string(),
  /** Null for an account that is nobody's here. */
  person: z.nullable(personRef),
  kind: z.enum(MESSAGE_KINDS),
  /** The rule of an alert, the kind of an approval; null for the others. */
  topic: z.nullable(z.string()),
  /** The order or the like; null when it is about none. */
  about: z.nullable(z.string()),
  as: z.enum(['card', 'text', 'change']),
  state: z.enum(MESSAGE_STATES),
  reason: z.nullable(z.enum(MESSAGE_REASONS)),
  /** The number the platform refused with. */
  errcode: z.nullable(z.number()),
  attempts: z.number(),
  queuedAt: z.string(),
  sentAt: z.nullable(z.string()),
  /** When what waits is tried next. */
  nextAt: z.nullable(z.string()),
});
export type MessageDto = z.infer<typeof messageDto>;

export const messagesQuery = z.strictObject({
  /** The beginning of a person's name. */
  person: z.optional(z.string().check(z.trim(), z.maxLength(40))),
  state: z.optional(z.enum(MESSAGE_STATES)),
  /** `nextAfter` of the page before. */
  after: z.optional(z.string().check(z.maxLength(240))),
  limit,
});
export const messagePage = z.object({
  items: z.array(messageDto),
  nextAfter: z.nullable(z.string()),
  /** Of the last 24 hours, for the same person. */
  lately: z.record(z.enum(MESSAGE_STATES), z.number()),
  /** Why nothing goes out at present; null when all is well. */
  stuck: z.nullable(z.object({ reason: z.enum(MESSAGE_REASONS), errcode: z.nullable(z.number()), waiting: z.number() })),
});
export type MessagePage = z.infer<typeof messagePage>;
