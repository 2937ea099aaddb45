import { type HydratedDocument, model, Schema, type Types } from 'mongoose';
import type { ErrorCode } from '../../contracts/errors';
import type { Channel, PublishedFact } from '../command/context';

/**
 * One entry for each command that took effect, written in its transaction: the idempotency record, the audit line and the outbox
 * in one document, so that the three cannot disagree. Refused attempts have an entry too, without key and facts.
 */
export type JournalEntry = {
  _id: Types.ObjectId;
  factoryId: string;
  at: Date;
  command: string;
  actorId: string;
  channel: Channel;
  requestId: string;
  key?: string;
  fingerprint?: string;
  asked: unknown;
  outcome: 'accepted' | 'refused';
  answer?: unknown;
  refusal?: { code: ErrorCode };
  /** Subject of the first fact; what the relay keeps in order. Absent when nothing was published. */
  subject?: string;
  facts: PublishedFact[];
  /** The relay's own mark; the only part of an entry that ever changes. Absent when there is nothing to hand on. */
  relay?: {
    state: 'due' | 'done' | 'given_up';
    attempts: number;
    notBefore?: Date;
    failedSubscribers?: string[];
    failedSince?: Date;
    /** Why the last try failed: the code of a refusal, or the kind of error. */
    why?: string;
  };
};
export type JournalEntryDocument = HydratedDocument<JournalEntry>;

/** Same actor, same key: whoever writes second loses here and is given the first one's answer (B-11.3). */
export const ONE_EFFECT_PER_KEY = 'one_effect_per_actor_and_key';

const schema = new Schema<JournalEntry>(
  {
    factoryId: { type: String, required: true },
    at: { type: Date, required: true },
    command: { type: String, required: true },
    actorId: { type: String, required: true },
    channel: { type: String, required: true },
    requestId: { type: String, required: true },
    key: String,
    fingerprint: String,
    asked: Schema.Types.Mixed,
    outcome: { type: String, required: true },
    answer: Schema.Types.Mixed,
    refusal: Schema.Types.Mixed,
    subject: String,
    facts: { type: Schema.Types.Mixed, default: [] },
    relay: Schema.Types.Mixed,
  },
  { collection: 'journal', minimize: false, versionKey: false },
);
schema.index(
  { factoryId: 1, actorId: 1, key: 1 },
  { name: ONE_EFFECT_PER_KEY, unique: true, partialFilterExpression: { key: { $exists: true } } },
);
schema.index({ 'relay.state': 1, _id: 1 }, { partialFilterExpression: { 'relay.state': 'due' } });
schema.index({ 'relay.state': 1, 'relay.notBefore': 1 }, { partialFilterExpression: { 'relay.notBefore': { $exists: true } } });
schema.index({ factoryId: 1, 'relay.state': 1, _id: -1 }, { partialFilterExpression: { 'relay.state': 'given_up' } });
schema.index({ factoryId: 1, 'facts.subject': 1, _id: 1 }, { partialFilterExpression: { 'facts.subject': { $exists: true } } });
schema.index({ factoryId: 1, command: 1, at: -1 });
schema.index({ factoryId: 1, actorId: 1, at: -1 });

export const JournalEntryModel = model('JournalEntry', schema);
