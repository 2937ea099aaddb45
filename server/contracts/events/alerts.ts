import type { AlertRule } from '../api/alerts';
import type { PublishedFact } from './published-fact';

type AlertFacts = {
  readonly alertId: string;
  readonly rule: AlertRule;
  readonly about: string;
  readonly ownerIds: readonly string[];
  readonly facts: Readonly<Record<string, unknown>>;
};
export type AlertRaised = PublishedFact<'alerts.raised', AlertFacts>;
export type AlertResolved = PublishedFact<'alerts.resolved', AlertFacts>;
export type AlertAcknowledged = PublishedFact<'alerts.acknowledged', AlertFacts & { readonly acknowledgedById: string }>;
