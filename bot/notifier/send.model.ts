import { model, Schema } from 'mongoose';
import { MESSAGE_REASONS, type MessageReason } from '../../server/contracts/api/messages';
import type { Notice } from '../../server/platform';
import type { TemplateCard } from '../wecom';

export const SEND_STATES = ['queued', 'sending', 'held', 'sent', 'merged', 'dropped', 'failed'] as const;
export type SendState = (typeof SEND_STATES)[number];

/** Why a message stands where it stands; the words are `reason.<code>` of the bot's texts. */
export type SendReason = MessageReason;

/** What may be told: what the rooms tell, and what the bot itself has to say about its own work. */
export type ToldNotice = Pick<Notice, 'subjectId' | 'facts'> & { readonly kind: Notice['kind'] | 'undelivered' };

/**
 * `notice` becomes a card or a text when it is sent, in the words and with the delays of that moment. `change` alters a card that
 * was sent before, or, when the platform no longer allows that, says it in a new message.
 */
export type SendContent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'notice'; readonly notice: ToldNotice }
  | {
      readonly kind: 'change';
      readonly sendId: string;
      readonly card: TemplateCard;
      /** Of the tap that asked for the change; otherwise one that was kept with the message is spent. */
      readonly responseCode: string | null;
      readonly orElse: string | null;
    };

/** One message to one person: the queue, and afterwards the proof of what became of it. */
export type Send = {
  /** Derived from what is told and to whom, so that nothing is told twice. */
  _id: string;
  factoryId: string;
  personId: string | null;
  userId: string | null;
  content: SendContent;
  subjectId: string | null;
  /** Smaller goes first. */
  rank: number;
  urgency: 'answer' | 'urgent' | 'ordinary';
  state: SendState;
  reason: SendReason | null;
  /** The platform's number when it refused. */
  errcode: number | null;
  mergedInto: string | null;
  attempts: number;
  queuedAt: Date;
  notBefore: Date;
  sentAt: Date | null;
  /** When it came to stand where it stands; null while it was never tried. */
  settledAt: Date | null;
  messageId: string | null;
  taskId: string | null;
  /** Each is good for one change of the card. */
  responseCodes: { code: string; until: Date }[];
};

const schema = new Schema<Send>(
  {
    _id: { type: String, required: true },
    factoryId: { type: String, required: true },
    personId: { type: String, default: null },
    userId: { type: String, default: null },
    content: { type: Schema.Types.Mixed, required: true },
    subjectId: { type: String, default: null },
    rank: { type: Number, required: true },
    urgency: { type: String, required: true },
    state: { type: String, enum: SEND_STATES, required: true },
    reason: { type: String, enum: [...MESSAGE_REASONS, null], default: null },
    errcode: { type: Number, default: null },
    mergedInto: { type: String, default: null },
    attempts: { type: Number, required: true, default: 0 },
    queuedAt: { type: Date, required: true },
    notBefore: { type: Date, required: true },
    sentAt: { type: Date, default: null },
    settledAt: { type: Date, default: null },
    messageId: { type: String, default: null },
    taskId: { type: String, default: null },
    responseCodes: [new Schema({ code: { type: String, required: true }, until: { type: Date, required: true } }, { _id: false })],
  },
  { collection: 'wecom_sends', versionKey: false, minimize: false },
);
schema.index({ factoryId: 1, state: 1, rank: 1, queuedAt: 1 });
schema.index({ factoryId: 1, subjectId: 1 });
schema.index({ factoryId: 1, queuedAt: -1, _id: -1 });
schema.index({ factoryId: 1, settledAt: 1 });
schema.index({ personId: 1, state: 1, queuedAt: 1 });
schema.index({ taskId: 1 });
schema.index({ mergedInto: 1 });
// A year of proof of who was told what.
schema.index({ queuedAt: 1 }, { expireAfterSeconds: 366 * 24 * 3600 });

export const SendModel = model('WecomSend', schema);
