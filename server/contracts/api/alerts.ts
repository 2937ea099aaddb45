import * as z from 'zod/mini';
import { id, limit, note, personRef } from './primitives';

export const ALERT_RULES = ['operation_late', 'scrap_rate_high', 'gate_waiting_long', 'order_changed', 'rate_missing'] as const;
export type AlertRule = (typeof ALERT_RULES)[number];
export const ALERT_STATES = ['open', 'acknowledged', 'resolved'] as const;

export const alertDto = z.object({
  id: z.string(),
  rule: z.enum(ALERT_RULES),
  state: z.enum(ALERT_STATES),
  lamp: z.enum(['stop', 'wait', 'note']),
  /** What it is about: `operation:<id>`, `workOrder:<id>`, `change:<id>`. */
  subject: z.string(),
  /** Facts behind it, for the text of the rule. */
  facts: z.record(z.string(), z.unknown()),
  text: z.string(),
  owners: z.array(personRef),
  raisedAt: z.string(),
  acknowledgedBy: z.nullable(personRef),
  resolvedAt: z.nullable(z.string()),
});
export type AlertDto = z.infer<typeof alertDto>;
export const alertsQuery = z.strictObject({ state: z.optional(z.enum(ALERT_STATES)), limit });
export const alertPage = z.object({ items: z.array(alertDto) });
export const acknowledgeAlertBody = z.strictObject({ alertId: id, note: z.optional(note) });
