import { businessDateOf, type FactorySettings } from '../identity';
import type { Reopening } from '../workorders';

/** What a factory has a first article asked for again by, and the business day of what somebody does at a moment (B-6.1). */
export const reopeningOf = (factory: FactorySettings, occurredAt: Date): Reopening => ({
  ...factory.firstArticleReopens,
  today: businessDateOf(factory, occurredAt),
});
