import { type HydratedDocument, model, Schema, type Types } from 'mongoose';
import { ALERT_RULES, ALERT_STATES, type AlertRule } from '../../../contracts/api/alerts';

export type Alert = {
  _id: Types.ObjectId;
  factoryId: string;
  rule: AlertRule;
  /** What it is about, e.g. `operation:<id>`; one standing alert of a rule per subject. */
  about: string;
  /** Null when it concerns the whole factory. */
  workshopId: string | null;
  workOrderId: string | null;
  facts: Record<string, unknown>;
  ownerIds: string[];
  state: (typeof ALERT_STATES)[number];
  /** Present until it is resolved. */
  standing?: true;
  raisedAt: Date;
  acknowledgedById: string | null;
  acknowledgedAt: Date | null;
  acknowledgedNote: string | null;
  resolvedAt: Date | null;
};
export type AlertDocument = HydratedDocument<Alert>;

/** Raised once: whoever raises the same thing second loses here, and finds the first. */
export const ONE_STANDING_ALERT = 'one_standing_alert_per_rule_and_subject';

const schema = new Schema<Alert>(
  {
    factoryId: { type: String, required: true },
    rule: { type: String, enum: ALERT_RULES, required: true },
    about: { type: String, required: true },
    workshopId: { type: String, default: null },
    workOrderId: { type: String, default: null },
    facts: { type: Schema.Types.Mixed, required: true },
    ownerIds: { type: [String], required: true },
    state: { type: String, enum: ALERT_STATES, required: true },
    standing: Boolean,
    raisedAt: { type: Date, required: true },
    acknowledgedById: { type: String, default: null },
    acknowledgedAt: { type: Date, default: null },
    acknowledgedNote: { type: String, default: null },
    resolvedAt: { type: Date, default: null },
  },
  { collection: 'alerts', versionKey: false, minimize: false },
);
schema.index({ factoryId: 1, rule: 1, about: 1 }, { name: ONE_STANDING_ALERT, unique: true, partialFilterExpression: { standing: true } });
schema.index({ factoryId: 1, state: 1, raisedAt: 1 });
schema.index({ factoryId: 1, workOrderId: 1, state: 1 });

export const AlertModel = model('Alert', schema);
